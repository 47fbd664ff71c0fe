import type { ReportingDescriptor } from 'sarif';
import { visible } from '../../lib/text.ts';
import { beyond, type Place } from '../../result/benchmarks.ts';
import type { CheckInfo, Severity } from '../../result/types.ts';
import { prose } from '../machine/markdown-text.ts';
import { isWebAddress } from '../machine/text.ts';

/** GitHub: critical above 9.0, high from 7.0, medium from 4.0, low below. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

/** GitHub shows at most that many tags, and refuses a rule with more than 20. */
const mostTags = 10;
/** GitHub's limit for fullDescription.text, in characters. */
const longestDescription = 1000;

export const levelOf = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

/** A check as a rule. */
export function ruleOf(check: CheckInfo, place: Place | null): ReportingDescriptor {
  const number = place?.number ?? beyond;
  const link = check.references.find(isWebAddress);
  return {
    id: check.id,
    shortDescription: { text: visible(`${number} ${check.failureTitle ?? check.title}`, longestDescription) },
    fullDescription: { text: visible(check.rationale, longestDescription).trim() || check.title },
    help: { text: helpText(check), markdown: helpMarkdown(check) },
    ...(link === undefined ? {} : { helpUri: link }),
    defaultConfiguration: { level: levelOf[check.severity] },
    properties: {
      tags: [...new Set(['security', `cis-${number}`, ...check.tags])].slice(0, mostTags),
      precision: place?.item.assessment === 'automated' ? 'very-high' : 'medium',
      'security-severity': securitySeverity[check.severity],
    },
  };
}

function helpText(check: CheckInfo): string {
  return `${check.rationale}\n\nFix: ${check.fix.text}\n\nBy hand: ${check.verify}`;
}

function helpMarkdown(check: CheckInfo): string {
  const references = check.references.map((reference) =>
    isWebAddress(reference) ? `- <${reference}>` : `- ${prose(reference)}`,
  );
  const indented = check.verify
    .trim()
    .split('\n')
    .map((line) => `    ${line}`);
  return [
    `${check.rationale.trim()}\n`,
    `**Fix** (${check.fix.kind})\n\n${check.fix.text.trim()}\n`,
    `**See it by hand**\n\n${indented.join('\n')}\n`,
    ...(references.length === 0 ? [] : [`**References**\n\n${references.join('\n')}\n`]),
  ].join('\n');
}
