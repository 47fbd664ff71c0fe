const most = 5;
const marks = { same: ' ', differ: '!', onlyTheirs: '<', onlyOurs: '>' };

/**
 * What a person reads: all recommendations, then why for each that is judged differently, then the counts.
 * @param {ReturnType<typeof import('./join.mjs').join>} comparison
 * @returns {readonly string[]} lines
 */
export function tableOf({ edition, rows, counts }) {
  const cells = rows.map(({ verdict, number, theirs, ours }) => [
    marks[verdict],
    number,
    theirs?.result ?? '-',
    ours?.outcome ?? '-',
    ours?.title ?? 'not judged by plimsoll',
  ]);
  return [
    ...columns([[' ', edition, 'theirs', 'ours', 'recommendation'], ...cells]),
    '',
    ...rows.filter(({ verdict }) => verdict === 'differ').flatMap(whyOf),
    `${counts.same} same, ${counts.differ} differ (!), ${counts.onlyTheirs} only in docker-bench-security (<), ` +
      `${counts.onlyOurs} only in plimsoll (>)`,
  ];
}

function whyOf({ number, theirs, ours }) {
  const facts = factsOf(ours);
  const left = facts.length - most;
  return [
    `${number} ${ours.title}`,
    `  docker-bench-security ${theirs.result}: ${theirs.details || 'said no more'}`,
    `  plimsoll ${ours.outcome}: ${ours.reason}`,
    ...facts.slice(0, most).map((fact) => `    ${fact}`),
    ...(left > 0 ? [`    and ${left} more`] : []),
    '',
  ];
}

/** What was found wrong or, where nothing was, what was looked at. */
function factsOf({ findings, evidence }) {
  if (findings.length > 0) return findings.map((one) => `${one.subject || 'host'}: ${one.message}`);
  return evidence.map(
    ({ subject, values, note }) => `${subject}: ${JSON.stringify(values)}${note ? ` (${note})` : ''}`,
  );
}

function columns(table) {
  const widths = table[0].map((_, index) => Math.max(...table.map((cells) => cells[index].length)));
  return table.map((cells) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]))
      .join('  ')
      .trimEnd(),
  );
}
