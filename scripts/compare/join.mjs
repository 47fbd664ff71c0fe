/** Outcomes of plimsoll that say the same as a result of docker-bench-security. */
const sameAs = {
  PASS: ['pass'],
  WARN: ['fail'],
  INFO: ['manual', 'notApplicable'],
  NOTE: ['manual', 'notApplicable'],
};

/** 5.2 comes before 5.10. */
const inNumericOrder = new Intl.Collator('en', { numeric: true });

/**
 * Joins the results of both by the number of the recommendation, in the order of the benchmark.
 * @param {readonly import('./their-log.mjs').TheirResult[]} theirs
 * @param {import('../../src/result/types.ts').Report} report on one host
 */
export function join(theirs, report) {
  const ours = oursByNumber(report);
  const said = new Map(theirs.map((one) => [one.number, one]));
  const numbers = [...new Set([...ours.keys(), ...said.keys()])].sort(inNumericOrder.compare);
  const rows = numbers.map((number) => compared(number, said.get(number), ours.get(number)));
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  return {
    edition: report.benchmarks[0].version,
    rows,
    counts: {
      same: count('same'),
      differ: count('differ'),
      onlyTheirs: count('onlyTheirs'),
      onlyOurs: count('onlyOurs'),
    },
  };
}

function oursByNumber({ hosts, benchmarks }) {
  const results = new Map(hosts[0].results.map((result) => [result.check, result]));
  return new Map(
    benchmarks[0].items.flatMap(({ number, title, checks: [check] }) => {
      const result = results.get(check);
      if (result === undefined) return [];
      const { outcome, reason, findings, evidence } = result;
      return [[number, { check, title, outcome, reason, findings, evidence }]];
    }),
  );
}

function compared(number, theirs, ours) {
  return {
    number,
    verdict: verdictOf(theirs, ours),
    theirs: theirs === undefined ? null : { result: theirs.result, details: theirs.details },
    ours: ours ?? null,
  };
}

function verdictOf(theirs, ours) {
  if (ours === undefined) return 'onlyTheirs';
  if (theirs === undefined) return 'onlyOurs';
  return sameAs[theirs.result]?.includes(ours.outcome) ? 'same' : 'differ';
}
