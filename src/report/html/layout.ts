import { PlimsollError } from '../../lib/errors.ts';

/**
 * How a report is laid out as pages: `host` is the one page of one host; `single` one page for a fleet;
 * `split` a page for the fleet, one per host, and one for the checks.
 */
export type Layout = 'host' | 'single' | 'split';

/** Hosts up to which a fleet is one page unless asked for otherwise, all details included. */
export const wholeInOneFile = 25;
/** Hosts up to which one page can be asked for: with more, browsers take seconds to open it. */
const mostInOneFile = 100;
/** Hosts up to which the matrix stands on the page of the fleet. */
const mostInMatrix = 200;

/** @throws PlimsollError USAGE when so many hosts do not fit one file. */
export function layoutOf(hosts: number, singleFile: boolean): Layout {
  if (singleFile) requireOneFile(hosts);
  if (hosts === 1) return 'host';
  return singleFile || hosts <= wholeInOneFile ? 'single' : 'split';
}

/** @throws PlimsollError USAGE when so many hosts do not fit one file. */
export function requireOneFile(hosts: number): void {
  if (hosts <= mostInOneFile) return;
  throw new PlimsollError('USAGE', `${hosts} hosts are too many for one HTML file`, [
    `one file takes up to ${mostInOneFile} hosts`,
    'write the report to a folder without --single-file (one page per host), or choose hosts with --limit',
  ]);
}

/** Whether the matrix has a page of its own. */
export function hasMatrixPage(layout: Layout, hosts: number): boolean {
  return layout === 'split' && hosts > mostInMatrix;
}
