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
 * @param {import('../../src/result/types.ts').Edition} edition the one that docker-bench-security implements
 */
export function join(theirs, report, edition) {
  const ours = oursByNumber(report, edition);
  const said = new Map(theirs.map((one) => [one.number, one]));
  const numbers = [...new Set([...ours.keys(), ...said.keys()])].sort(inNumericOrder.compare);
  const rows = numbers.map((number) => compared(number, said.get(number), ours.get(number)));
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  return {
    edition,
    rows,
    counts: {
      same: count('same'),
      differ: count('differ'),
      onlyTheirs: count('onlyTheirs'),
      onlyOurs: count('onlyOurs'),
    },
  };
}

function oursByNumber(report, edition) {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  return new Map(
    report.hosts[0].results.flatMap((result) => {
      const { cis, title } = checks.get(result.check);
      const { check, outcome, reason, findings, evidence } = result;
      const number = cis[edition];
      return number === undefined ? [] : [[number, { check, title, outcome, reason, findings, evidence }]];
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
