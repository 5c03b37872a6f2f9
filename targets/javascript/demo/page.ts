/**
 * `index.html` of a package: a page that tries the network on images. One file, which imports the package's own code
 * and asks for nothing outside its folder. Its policy allows that and no more.
 */

import { UserError } from '../../../compiler/errors.ts';
import { demoMark, embedJson, escapeText, printHtml } from '../../../compiler/pages/html.ts';
import { classesOf } from '../../../compiler/plan/classes.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import type { TextFile } from '../../../compiler/target.ts';
import { describeBorders } from '../../describe.ts';
import { demoBundle } from './bundle.ts';
import type { DemoData } from './data.ts';

/** What only the target knows of its page. */
export interface DemoParts {
  /** What kernels are written in, as people say it. */
  readonly language: string;
  /** What its code asks of a policy beside scripts and data of its own folder: `'wasm-unsafe-eval'`. */
  readonly scriptSources?: string;
}

/**
 * The page. The same plan gives the same bytes.
 *
 * @param settings - of the spec, other than its defaults
 * @throws UserError where the network takes no images, or tells no classes apart
 */
export function demoPage(
  plan: Plan,
  settings: Readonly<Record<string, string>>,
  { language, scriptSources }: DemoParts,
): TextFile {
  const { name, preprocessing } = plan;
  if (!preprocessing) {
    throw new UserError('no-demo', 'the network takes no images, which the page is for', {
      at: name,
      fix: 'give its spec `preprocessing`, or leave out --demo',
    });
  }
  if (classesOf(plan) === undefined) {
    throw new UserError(
      'no-demo',
      `the network is no classifier, which the page is for: it gives ${describeBorders(plan.outputs)}`,
      { at: name, fix: 'leave out --demo; `netwright run` shows what it gives' },
    );
  }
  const { scripts, style } = demoBundle.get();
  const { main = '' } = scripts;
  const data: DemoData = {
    name,
    language,
    arguments: [
      quoted(name),
      ...Object.entries(settings).map(([key, value]) => `--set ${quoted(`${key}=${value}`)}`),
    ],
  };
  return {
    path: 'index.html',
    text: printHtml({
      title: `${name} · netwright`,
      style,
      script: main,
      isModule: true,
      generator: demoMark,
      texts: { data: { type: 'application/json', text: embedJson(data) } },
      body: unserved(name),
      allow: {
        'script-src': ["'self'", scriptSources].filter(source => source !== undefined).join(' '),
        'connect-src': "'self'",
        'worker-src': "'self'",
        'img-src': "'self' blob: data:",
        'media-src': 'blob: mediastream:',
        // By it the page lets workers of its folder start.
        'trusted-types': 'default',
      },
    }),
  };
}

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w.,:=@/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** What the README says of it. */
export const aboutDemo: string =
  '`index.html` tries the network on images: top classes, times, the profile of layers. Serve this folder, `python3 -m http.server` or `npx http-server`, and open the address; it asks for nothing elsewhere.';

/** What is there where scripts do not run, or are forbidden to fetch the package's. */
const unserved = (name: string): string => `<main class="unserved">
<h1>${escapeText(name)}</h1>
<p>This page runs the package that it lies in, and browsers load that from web servers only. In this folder, start one and open the address that it says:</p>
<pre>python3 -m http.server</pre>
<pre>npx http-server</pre>
<p class="muted">If it is served already, then its scripts are switched off, or this browser is too old for them.</p>
</main>`;
