/** A report for a terminal. */

import type picocolors from 'picocolors';
import { columns } from '../../columns.ts';
import type { Report } from '../report/schema.ts';
import { compressPaths } from '../report/words.ts';
import { stages, type Table, totals } from './costs.ts';
import { breakingLines, checkpointLines, tensorLines, titlesOf, verdict } from './sentences.ts';
import { type Line, treeLines } from './tree.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

/** Tensors that are listed; the rest is counted. */
const mostTensors = 24;

/** The whole report. */
export function printReport(report: Report, colors: Colors): string {
  const { before, after, edits } = report;
  const title = `${colors.bold(titlesOf(report).join(' → '))}: ${verdict(report)}`;
  const unplanned = [before, after].flatMap(({ from, unplanned: reason }) =>
    reason === undefined ? [] : [`${from} has no plan for ${report.target}: ${reason}`],
  );
  const sections = [
    [title],
    breakingLines(report).map(line => `${colors.red('breaking')} ${line}`),
    edits.map(({ paths, text }) => `${colors.cyan(compressPaths(paths))}: ${text}`),
    treeLines(report.parts).map(line => paint(line, colors)),
    tableLines(totals(report), colors),
    tableLines(stages(report), colors),
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
function tableLines({ head, rows }: Table, colors: Colors): readonly string[] {
  if (rows.length === 0) return [];
  const [titles = '', ...lines] = columns(
    [head, ...rows],
    head.map((_, i) => (i === 0 ? 'left' : 'right')),
  );
  return [colors.bold(titles), ...lines];
}
