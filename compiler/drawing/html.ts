/**
 * Pages of networks: one HTML file around data. Nothing in it may come from elsewhere: its policy allows no request,
 * and its scripts may put data into the document as text alone (Trusted Types).
 */

import { embedJson, printHtml } from '../pages/html.ts';
import { pageBundle } from './bundle.ts';
import type { PageData } from './data.ts';

/** A page of this data. The same data gives the same bytes. */
export function printPage(title: string, data: PageData): string {
  const { scripts, style, licences } = pageBundle.get();
  return printHtml({
    title,
    style,
    script: scripts.main ?? '',
    texts: { data: { type: 'application/json', text: embedJson(data) } },
    body: '<noscript>This page is drawn by its scripts, which are switched off.</noscript>',
    comment: licences,
  });
}
