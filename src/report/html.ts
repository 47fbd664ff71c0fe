import { bookOf, type Book } from './html/book.ts';
import { contentSecurityPolicy } from './html/csp.ts';
import { assetsOf, createEngine } from './html/engine.ts';
import { hasMatrixPage, layoutOf } from './html/layout.ts';
import { hostPath } from './html/links.ts';
import { checksPage, fleetPage, hostPage, matrixPage } from './html/page-view.ts';
import type { Renderer } from './types.ts';

/**
 * index.html, and for a big fleet a page per host, one for the checks and one for the matrix. The pages ask nothing
 * of any network, and read without JavaScript.
 * @throws PlimsollError USAGE when one file is asked for and the hosts are too many for it.
 */
export const html: Renderer = function* (report, templates, options) {
  const book = bookOf(report, layoutOf(report.hosts.length, options.singleFile));
  const assets = assetsOf(templates, report.run.id);
  const engine = createEngine(templates, assets);
  const around = {
    linked: options.assets === 'linked',
    policy: contentSecurityPolicy(assets, options.assets),
  };
  for (const { path, template, view } of pagesOf(book)) {
    yield { path, content: [engine(template, { ...view, ...around })] };
  }
  if (!around.linked) return;
  yield { path: 'report.css', content: [assets.style] };
  yield { path: 'report.js', content: [assets.script] };
};

interface Page {
  /** From the root of the report. */
  readonly path: string;
  readonly template: string;
  readonly view: object;
}

function* pagesOf(book: Book): Iterable<Page> {
  const { hosts } = book.report;
  const [only] = hosts;
  if (book.layout === 'host' && only !== undefined) {
    yield { path: 'index.html', template: 'host-page', view: hostPage(only, book) };
    return;
  }
  yield { path: 'index.html', template: 'fleet-page', view: fleetPage(book) };
  if (book.layout !== 'split') return;
  yield { path: 'checks.html', template: 'checks-page', view: checksPage(book) };
  if (hasMatrixPage(book.layout, hosts.length)) {
    yield { path: 'matrix.html', template: 'matrix-page', view: matrixPage(book) };
  }
  for (const host of hosts) {
    yield { path: hostPath(book.slug(host)), template: 'host-page', view: hostPage(host, book) };
  }
}
