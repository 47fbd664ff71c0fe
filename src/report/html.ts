import { contentSecurityPolicy } from './html/csp.ts';
import { assets, compilePage } from './html/engine.ts';
import { pageView } from './html/page-view.ts';
import type { Renderer } from './types.ts';

/**
 * index.html: one page that stands alone, for one host or for many. Style and script are inside it, it asks
 * nothing of any network, and it reads without JavaScript.
 */
export const html: Renderer = (report, templates) => {
  const { style, script } = assets(templates);
  const page = compilePage(templates, { style, script });
  const content = page({ ...pageView(report), policy: contentSecurityPolicy(style, script) });
  return [{ path: 'index.html', content }];
};
