import type { Layout } from './layout.ts';
import { hasMatrixPage } from './layout.ts';

/** Where a page lies: at the root of the report, or in hosts/. */
export type Place = 'root' | 'hosts';

/** Targets of links as seen from one page. They are made of slugs and check ids, never of host text. */
export interface Links {
  /** The page of the fleet; null where it is the page itself. */
  readonly fleet: string | null;
  /** Null where the texts of the checks stand in the results. */
  readonly checks: string | null;
  /** Null where the matrix has no page of its own. */
  readonly matrix: string | null;
  readonly host: (slug: string) => string;
  readonly result: (slug: string, check: string) => string;
  readonly check: (check: string) => string | null;
}

/** @param own slug of the host that the page is about */
export function linksFrom(place: Place, layout: Layout, hosts: number, own?: string): Links {
  const root = place === 'root' ? '' : '../';
  const split = layout === 'split';
  const checks = layout === 'host' ? null : split ? `${root}checks.html` : '';
  return {
    fleet: split ? `${root}index.html` : null,
    checks: split ? checks : null,
    matrix: hasMatrixPage(layout, hosts) ? `${root}matrix.html` : null,
    host: (slug) => (split ? root + hostPath(slug) : `#${hostId(slug)}`),
    result: (slug, check) =>
      `${split && slug !== own ? root + hostPath(slug) : ''}#${resultId(slug, check, layout)}`,
    check: (check) => (checks === null ? null : `${checks}#${checkId(check)}`),
  };
}

/** The page of a host, from the root of the report. */
export function hostPath(slug: string): string {
  return `hosts/${slug}.html`;
}

export function hostId(slug: string): string {
  return `h-${slug}`;
}

/** The part of a host that has the texts for its containers and images. */
export function changesId(slug: string): string {
  return `${hostId(slug)}--changes`;
}

export function checkId(check: string): string {
  return `c-${check}`;
}

/** Unique on its page: a slug has no double hyphen, so no host and check run together to the id of others. */
export function resultId(slug: string, check: string, layout: Layout): string {
  return layout === 'split' ? `f-${check}` : `f-${slug}--${check}`;
}
