import { fragmentsOf } from '../advice/fragments.ts';
import type { Fragment, Snippet } from '../advice/types.ts';
import type { HostResult, Report } from '../result/types.ts';
import { nameOf } from './listing.ts';
import { cisNumber, editionOf } from './plan.ts';
import type { Plan } from './types.ts';

/** A block of comments at the end of the script: what a person can adapt and use. */
export interface Block {
  readonly title: string;
  /** Empty where there is nothing to say. */
  readonly about: string;
  /** The checks that ask for it, by number where they have one. */
  readonly checks: string;
  readonly snippets: readonly Snippet[];
}

const most = 100;

/** What the script leaves to a person: one block a container or image, and one for each other check. */
export function leftToYou(report: Report, host: HostResult, plan: Plan): readonly Block[] {
  const blocks = [
    ...fragmentsOf(report.checks, host).map((one) => fragmentBlock(one, report)),
    ...stepBlocks(report, plan),
  ];
  const more = blocks.length - most;
  if (more <= 0) return blocks;
  return [
    ...blocks.slice(0, most),
    { title: `and ${more} more, in the HTML report`, about: '', checks: '', snippets: [] },
  ];
}

function fragmentBlock({ subject, about, checks, snippets }: Fragment, report: Report): Block {
  const edition = editionOf(report);
  const names = checks.map((check) => cisNumber(check, edition) || check.id);
  return { title: subject, about, checks: names.join(', '), snippets };
}

function stepBlocks(report: Report, { advice }: Plan): readonly Block[] {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const seen = new Set<string>();
  return advice.flatMap(({ id, cis, title }) => {
    const lines = checks.get(id)?.fix.steps ?? [];
    if (lines.length === 0 || seen.has(id)) return [];
    seen.add(id);
    return [{ title: nameOf({ id, cis }), about: title, checks: '', snippets: [{ title: 'steps', lines }] }];
  });
}
