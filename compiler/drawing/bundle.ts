/** The scripts and styles of pages of networks, from `page/`. */

import { PageBundle } from '../pages/bundle.ts';

/** The bundle. */
export const pageBundle: PageBundle = new PageBundle(import.meta.url, {
  folder: 'compiler/drawing/page',
  entries: ['main'],
  format: 'iife',
  minify: true,
});
