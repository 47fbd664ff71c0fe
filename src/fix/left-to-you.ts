import { fragmentsOf } from '../advice/fragments.ts';
import type { Fragment, Snippet } from '../advice/types.ts';
import { inert, inertLine } from '../lib/inert.ts';
import { numberingOf, type Numbering } from '../result/benchmarks.ts';
import type { HostResult, Report } from '../result/types.ts';
import { nameOf } from './listing.ts';
import { line } from './quote.ts';
import { plainNumber, stepsOf } from './plan.ts';
import type { Plan } from './types.ts';

/** What a person can adapt and use. */
interface Block {
  readonly title: string;
  /** Empty where there is nothing to say. */
  readonly about: string;
  /** The checks that ask for it, by number where they have one. */
  readonly checks: string;
  readonly snippets: readonly Snippet[];
}

/** A script with thousands of texts to adapt helps nobody. */
const mostFragments = 100;

/**
 * What the script leaves to a person, as lines for a heredoc: one block a container or image, and one for each other
 * check, also where the script only does it if nothing stands in its way. Empty where nothing is left.
 */
export function leftToYou(report: Report, host: HostResult, plan: Plan): string {
  const blocks = blocksOf(report, host, plan);
  const lines = [
    'What is left to you, to adapt and use. What stands in CAPITALS is yours to fill in; nothing here is run.',
  ].map(remark);
  for (const block of blocks) lines.push(...blockLines(block));
  return blocks.length === 0 ? '' : lines.map((text) => `${text}\n`).join('');
}

function blockLines({ title, about, checks, snippets }: Block): readonly string[] {
  return [
    '#',
    remark(`--- ${title}`),
    ...[checks, about].filter((text) => text !== '').map(remark),
    ...snippets.flatMap((snippet) => [
      remark(`${snippet.title}:`),
      ...snippet.lines.map(inertLine).map(line),
    ]),
  ];
}

function remark(text: string): string {
  return `# ${inert(line(text))}`;
}

function blocksOf(report: Report, host: HostResult, plan: Plan): readonly Block[] {
  const fragments = fragmentsOf(report.checks, host);
  const numbering = numberingOf(report.benchmarks);
  const more = fragments.length - mostFragments;
  return [
    ...fragments.slice(0, mostFragments).map((one) => fragmentBlock(one, numbering)),
    ...(more > 0 ? [untold(more)] : []),
    ...stepBlocks(report, plan),
  ];
}

function untold(count: number): Block {
  const title = `and ${count} more containers and images; what was found about them is in report.json`;
  return { title, about: '', checks: '', snippets: [] };
}

function fragmentBlock({ subject, about, checks, snippets }: Fragment, numbering: Numbering): Block {
  const names = checks.map((check) => plainNumber(check, numbering) || check.id);
  return { title: subject, about, checks: names.join(', '), snippets };
}

function stepBlocks(report: Report, plan: Plan): readonly Block[] {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const seen = new Set<string>();
  return [...plan.advice, ...stepsOf(plan)].flatMap(({ id, cis, title, steps }) => {
    const lines = steps ?? checks.get(id)?.fix.steps ?? [];
    if (lines.length === 0 || seen.has(id)) return [];
    seen.add(id);
    return [{ title: nameOf({ id, cis }), about: title, checks: '', snippets: [{ title: 'steps', lines }] }];
  });
}
