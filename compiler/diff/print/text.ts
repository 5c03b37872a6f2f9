/** A report for a terminal. */

import type picocolors from 'picocolors';
import { type Column, tableLines } from '../../columns.ts';
import type { Report } from '../report/schema.ts';
import { compressPaths } from '../report/words.ts';
import { stages, type Table, totals } from './costs.ts';
import { breakingLines, checkpointLines, tensorLines, titlesOf, verdict } from './sentences.ts';
import { type Line, treeLines } from './tree.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

/** Tensors that are listed; the rest is counted. */
const mostTensors = 24;

/**
 * The whole report.
 *
 * @param width - columns of a line of its tables
 */
export function printReport(report: Report, colors: Colors, width = Number.POSITIVE_INFINITY): string {
  const { before, after, edits } = report;
  const titles = titlesOf(report);
  const title = `${colors.bold(titles.join(' → '))}: ${verdict(report)}`;
  const unplanned = [before, after].flatMap(({ unplanned: reason }, side) =>
    reason === undefined ? [] : [`${titles[side]} has no plan for ${report.target}: ${reason}`],
  );
  const sections = [
    [title],
    breakingLines(report).map(line => `${colors.red('breaking')} ${line}`),
    edits.map(({ paths, text }) => `${colors.cyan(compressPaths(paths))}: ${text}`),
    treeLines(report.parts).map(line => paint(line, colors)),
    numbers(totals(report), colors, width),
    numbers(stages(report), colors, width),
    unplanned,
    [...checkpointLines(report), ...some(tensorLines(report)).map(line => `  ${line}`)],
  ];
  // Where nothing differs there is nothing to compare.
  const told = report.same ? sections.slice(0, 1) : sections;
  return told
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n');
}

function paint({ mark, depth, text }: Line, colors: Colors): string {
  const line = `${mark} ${'  '.repeat(depth)}${text}`;
  if (mark === '+') return colors.green(line);
  if (mark === '-') return colors.red(line);
  if (mark === '~') return colors.yellow(line);
  return text.startsWith('…') ? colors.dim(line) : line;
}

function some(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostTensors) return lines;
  return [...lines.slice(0, mostTensors), `and ${lines.length - mostTensors} more (--json lists all)`];
}

/** Numbers to the right. */
function numbers({ head, rows }: Table, { bold, dim }: Colors, width: number): readonly string[] {
  if (rows.length === 0) return [];
  const heads = head.map(
    (title, i): Column => (i === 0 ? { title, fit: 'shorten' } : { title, align: 'right' }),
  );
  return tableLines(heads, rows, { width, title: bold, remark: dim });
}
