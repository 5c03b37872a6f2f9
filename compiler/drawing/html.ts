/**
 * One HTML file around data. Nothing in it may come from elsewhere: its policy allows this one script and this one
 * style, known by their hashes, and no request. Data stands in a script element that is not run; the page's scripts
 * put it into the document as text alone, and the policy forbids them anything else (Trusted Types).
 */

import { createHash } from 'node:crypto';
import { invariant } from '../errors.ts';
import { bundle } from './bundle.ts';
import type { PageData } from './data.ts';

/** A page of this data. The same data gives the same bytes. */
export function printPage(title: string, data: PageData): string {
  const { script, style, licences } = bundle();
  invariant(!/<\/script|<!--/i.test(script), 'the script would end its element');
  invariant(!/<\/style/i.test(style), 'the style would end its element');
  invariant(!licences.includes('-->'), 'the licences would end their comment');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    // An icon of nothing keeps browsers from asking for one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeText(title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page is drawn by its scripts, which are switched off.</noscript>
<script type="application/json" id="data">${embedJson(data)}</script>
<script>${script}</script>
<!--
${licences}
-->
</body>
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
