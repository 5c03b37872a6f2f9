/**
 * One HTML file around scripts, a style and data. Its policy allows these scripts and this style, known by their
 * hashes, and nothing that the page does not name. Data stands in a script element that is not run.
 */

import { createHash } from 'node:crypto';
import { invariant } from '../errors.ts';

/** What a package's page is told by from one of its user's own: its `<meta name="generator">`. */
export const demoMark = 'netwright compile --demo';

/** What a page is made of. */
export interface Page {
  readonly title: string;
  readonly style: string;
  /** What runs. */
  readonly script: string;
  readonly isModule?: boolean;
  /** Texts that do not run, by the ids of their elements: JSON, or the script of a worker. */
  readonly texts: Readonly<Record<string, Text>>;
  /** Markup that is there before scripts run. */
  readonly body: string;
  /** What the policy allows besides, by directive: `{ 'connect-src': "'self'" }`. Others are 'none' unless they say. */
  readonly allow?: Readonly<Record<string, string>>;
  /** What tells the page from others. */
  readonly generator?: string;
  /** A comment at the end. */
  readonly comment?: string;
}

/** A text that does not run. */
export interface Text {
  readonly type: 'application/json' | 'text/plain';
  readonly text: string;
}

/** A page. The same parts give the same bytes. */
export function printHtml({
  title,
  style,
  script,
  isModule = false,
  texts,
  body,
  allow = {},
  generator,
  comment = '',
}: Page): string {
  const scripts = [script, ...Object.values(texts).map(({ text }) => text)];
  for (const text of scripts) invariant(!/<\/script|<!--/i.test(text), 'a script would end its element');
  invariant(!/<\/style/i.test(style), 'the style would end its element');
  invariant(!comment.includes('-->'), 'the comment would end');
  const policy = {
    'default-src': "'none'",
    'script-src': `'${hashOf(script)}'`,
    'style-src': `'${hashOf(style)}'`,
    // An icon of nothing keeps browsers from asking for one.
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  const directives = Object.entries({ ...policy, ...allow }).map(([name, value]) =>
    name === 'script-src' && name in allow ? `${name} ${policy[name]} ${value}` : `${name} ${value}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
${generator === undefined ? '' : `<meta name="generator" content="${generator}">\n`}<link rel="icon" href="data:,">
<title>${escapeText(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
${Object.entries(texts)
  .map(([id, { type, text }]) => `<script type="${type}" id="${id}">${text}</script>\n`)
  .join('')}<script${isModule ? ' type="module"' : ''}>${script}</script>
${comment === '' ? '' : `<!--\n${comment}\n-->\n`}</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Text between tags. */
export const escapeText = (text: string): string =>
  text
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** JSON that ends no element and opens no comment. */
export const embedJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
