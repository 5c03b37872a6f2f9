/** A report in GitHub's Markdown, for a comment on a pull request: short, with the long parts folded. */

import { printText } from '../../names.ts';
import type { Report } from '../report/schema.ts';
import { compressPaths } from '../report/words.ts';
import { stages, type Table, totals } from './costs.ts';
import { breakingLines, checkpointLines, tensorLines, titlesOf, verdict } from './sentences.ts';
import { treeLines } from './tree.ts';

/** A comment has at most 65,536 characters (GitHub's limit); each of four lists gives way before that. */
const mostLines = 200;
const mostCharacters = 12_000;
/** Of one line, or one cell. */
const longest = 600;

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

/** Text that Markdown and HTML leave as it is, and that calls nobody: GitHub takes `@name` for a person. */
const plain = (text: string): string =>
  flat(text)
    .replaceAll(/[\\`*_~[\]<>|#&$]/g, '\\$&')
    .replaceAll('@', '@\u200b');

/** Text in a code span, whatever ticks are in it. */
function code(text: string): string {
  const line = flat(text);
  const fence = fenceOf(line, 1);
  const space = fence.length > 1 ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** One line that is not too long. */
const flat = (text: string): string => printText(text.replaceAll(/[\r\n]+/g, ' '), longest);

/** More ticks than there are in a row anywhere in a text. */
const fenceOf = (text: string, least: number): string =>
  '`'.repeat((text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length + 1), least));

function table({ head, rows }: Table): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`;
  return [line(head), rule, ...some(rows.map(line))].join('\n');
}

/** A list that is folded; a fence longer than any in it keeps it whole. */
function details(title: string, language: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const body = some(lines.map(flat)).join('\n');
  const fence = fenceOf(body, 3);
  return `<details><summary>${title}</summary>\n\n${fence}${language}\n${body}\n${fence}\n\n</details>`;
}

/** The first lines, as many as there is room for, and how many more there are. */
function some(lines: readonly string[]): readonly string[] {
  let room = mostCharacters;
  const end = lines.findIndex((line, i) => {
    room -= line.length + 1;
    return i >= mostLines || room < 0;
  });
  return end < 0 ? lines : [...lines.slice(0, end), `and ${lines.length - end} more`];
}
