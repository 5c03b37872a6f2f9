/** A report in GitHub's Markdown, for a comment on a pull request: short, with the long parts folded. */

import type { Report } from '../report/schema.ts';
import { compressPaths } from '../report/words.ts';
import { stages, type Table, totals } from './costs.ts';
import { breakingLines, checkpointLines, tensorLines, titlesOf, verdict } from './sentences.ts';
import { treeLines } from './tree.ts';

/** A comment has at most 65,536 characters (GitHub's limit); each list gives way before that. */
const mostLines = 200;

/** The whole report. */
export function printMarkdown(report: Report): string {
  const { edits } = report;
  const title = `### ${titlesOf(report).map(code).join(' → ')}: ${verdict(report)}`;
  if (report.same) return `${title}\n`;
  const tree = treeLines(report.parts).map(
    // GitHub colours by the first character; a changed line is neither added nor removed.
    ({ mark, depth, text }) => `${mark === '~' ? '!' : mark} ${'  '.repeat(depth)}${text}`,
  );
  const tensors = tensorLines(report);
  return [
    title,
    breakingLines(report)
      .map(line => `> **Breaking:** ${plain(line)}`)
      .join('\n'),
    some(edits.map(({ paths, text }) => `- ${code(compressPaths(paths))}: ${plain(text)}`)).join('\n'),
    table(totals(report)),
    table(stages(report)),
    checkpointLines(report).map(plain).join('\n'),
    details('Tensors', '', tensors),
    details('Tree', 'diff', tree),
  ]
    .filter(section => section !== '')
    .join('\n\n')
    .concat('\n');
}

/** Text that Markdown and HTML leave as it is. */
const plain = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#&]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ');

/** Text in a code span, whatever ticks are in it. */
function code(text: string): string {
  const flat = text.replaceAll(/[\r\n]+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...(flat.match(/`+/g) ?? []).map(run => run.length)) + 1);
  const space = fence.length > 1 ? ' ' : '';
  return `${fence}${space}${flat}${space}${fence}`;
}

function table({ head, rows }: Table): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  return [
    line(head),
    `|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`,
    ...rows.map(line),
  ].join('\n');
}

/** A list that is folded; a fence longer than any in it keeps it whole. */
function details(title: string, language: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const body = some(lines).join('\n');
  const fence = '`'.repeat(Math.max(2, ...(body.match(/`+/g) ?? []).map(run => run.length)) + 1);
  return `<details><summary>${title}</summary>\n\n${fence}${language}\n${body}\n${fence}\n\n</details>`;
}

function some(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more`];
}
