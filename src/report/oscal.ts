import { jsonPieces } from '../lib/json-pieces.ts';
import type { Report } from '../result/types.ts';
import { catalogueOf } from './catalogue.ts';
import { uuidOf } from './machine/identity.ts';
import { controlName, optionalList, properties } from './oscal/common.ts';
import { findingsOf } from './oscal/findings.ts';
import { inventoryItems, toolComponent } from './oscal/inventory.ts';
import { observationsOf } from './oscal/observations.ts';
import { risksOf } from './oscal/risks.ts';
import type { Renderer } from './types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

/** Of the OSCAL release that this is written for. */
const oscalVersion = '1.2.1';

/**
 * oscal-assessment-results.json: one OSCAL result a run. An observation for each check on each host, a finding for each
 * check over all of them. UUIDs come from names: what stays the same keeps its UUID.
 */
export const oscal: Renderer = (report) => [
  { path: 'oscal-assessment-results.json', content: documentOf(report) },
];

function* documentOf(report: Report): Iterable<string> {
  // As deep as the observations of a result, which are by far the most.
  yield* jsonPieces({ 'assessment-results': assessmentResults(report) }, 5);
  yield '\n';
}

function assessmentResults(report: Report) {
  const { run, tool } = report;
  const benchmark = benchmarkIds(report);
  const plan = uuidOf('plan', benchmark);
  return {
    uuid: uuidOf('document', run.id, run.scope),
    metadata: {
      title: `Docker audit against ${benchmark}`,
      'last-modified': run.finishedAt,
      version: run.finishedAt,
      'oscal-version': oscalVersion,
      props: properties({ tool: `${tool.name} ${tool.version}`, run: run.id }),
    },
    'import-ap': { href: `#${plan}` },
    results: [resultOf(report)],
    'back-matter': {
      resources: [
        {
          uuid: plan,
          title: `The checks of ${tool.name} for ${benchmark}`,
          description: 'There is no assessment plan in OSCAL; what is checked is what this document lists.',
        },
      ],
    },
  };
}

function resultOf(report: Report) {
  const { run } = report;
  const controls = report.checks.map((check) => ({ 'control-id': controlName(check) }));
  const isJudged = report.hosts.some((host) => host.results.length > 0);
  const selection = controls.length === 0 ? { 'include-all': {} } : { 'include-controls': controls };
  return {
    uuid: uuidOf('result', run.id, run.scope),
    title: `Run ${run.id}`,
    description: `${report.hosts.length} hosts, ${report.checks.length} checks, levels ${run.policy.levels.join(', ')}.`,
    start: run.startedAt,
    end: run.finishedAt,
    'local-definitions': {
      components: [toolComponent(report)],
      ...optionalList('inventory-items', inventoryItems(report)),
    },
    'reviewed-controls': { 'control-selections': [selection] },
    ...(isJudged ? { observations: observationsOf(report, catalogueOf(report)) } : {}),
    ...optionalList('risks', risksOf(report)),
    ...optionalList('findings', findingsOf(report)),
  };
}
