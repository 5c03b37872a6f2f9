/** The script and style of the page that tries a package, from `page/`: left readable, as all of a package is. */

import { PageBundle } from '../../../compiler/pages/bundle.ts';

/** The bundle. */
export const demoBundle: PageBundle = new PageBundle(import.meta.url, {
  folder: 'targets/javascript/demo/page',
  entries: ['main'],
  format: 'esm',
  minify: false,
});
