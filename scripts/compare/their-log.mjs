/**
 * @typedef {object} TheirResult
 * @property {string} number the recommendation, as in "5.10"
 * @property {string} result PASS, WARN, INFO or NOTE
 * @property {string} details what it said about it, in one line; empty when it said no more
 */

/**
 * The edition of the benchmark that docker-bench-security's script says it is based on, as in "1.6.0".
 * @param {string} script text of docker-bench-security.sh
 * @returns {string | null} null when it does not say
 */
export function editionOf(script) {
  return /CIS Docker Benchmark v?(\d+\.\d+\.\d+)/.exec(script)?.[1] ?? null;
}

/**
 * Reads the JSON log of docker-bench-security.
 * @param {string} text
 * @returns {readonly TheirResult[]} in the order of the log
 * @throws {Error} when it is not such a log
 */
export function parseLog(text) {
  const log = parse(text);
  if (!Array.isArray(log?.tests)) throw new Error('the log of docker-bench-security has no "tests"');
  return log.tests
    .flatMap((section) => section.results ?? [])
    .map(({ id, result, details = '' }) => ({
      number: String(id).replaceAll('_', '.'),
      // Its log has no result where the script left a test in the middle.
      result: result ?? 'none',
      details: details.replaceAll(/\s+/g, ' ').trim(),
    }));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the log of docker-bench-security is not valid JSON: ${error.message}`);
  }
}
