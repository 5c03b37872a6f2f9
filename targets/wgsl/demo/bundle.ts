/** The scripts and styles of the page that tries a package, from `page/`: left readable, as all of a package is. */

import { PageBundle } from '../../../compiler/pages/bundle.ts';

/** The bundle. */
export const demoBundle: PageBundle = new PageBundle(import.meta.url, {
  folder: 'targets/wgsl/demo/page',
  entries: ['main', 'worker'],
  format: 'esm',
  minify: false,
});
