/** The table of `netwright show`: what each layer gives, holds and costs. */

import { grouped, megabytes, scaled } from '../../targets/text.ts';
import type { Outline } from '../outline/outline.ts';
import { type Row, rowsOf, type SortKey, sortedRows } from '../outline/table.ts';
import { printShape } from '../shape.ts';
import { colors, table } from './output.ts';

/** Which rows. */
export interface TableOptions {
  readonly depth: number;
  readonly sort?: SortKey;
}

/** The rows and the totals as text. */
export function printTable(outline: Outline, { depth, sort }: TableOptions): string {
  const [total] = rowsOf(outline, 0);
  const rows = sort ? sortedRows(outline, depth, sort) : rowsOf(outline, depth).slice(1);
  if (!total) return '';
  const name = (row: Row): string => (sort ? row.id : `${'  '.repeat(row.depth - 1)}${row.name}`);
  const lines = [...rows.map(row => cells(row, name(row), total)), cells(total, 'total', total)];
  const text = table(
    [
      { title: 'layer' },
      { title: 'type' },
      { title: 'output' },
      { title: 'parameters', align: 'right' },
      { title: '%', align: 'right' },
      { title: 'MACs', align: 'right' },
      { title: '%', align: 'right' },
      { title: 'activations', align: 'right' },
    ],
    lines,
  );
  const inputs = outline.inputs.map(({ shape }) => printShape(shape)).join(', ');
  const head = `${colors.bold(outline.name)}, input ${inputs}, ${total.layers} layers`;
  const folded = rows.some(row => row.layers > 1 && row.depth === depth);
  const hint = folded ? `\n${colors.dim('--depth all shows every layer')}` : '';
  return `${head}\n\n${text}${hint}`;
}

function cells(row: Row, name: string, total: Row): readonly string[] {
  return [
    name,
    row.type || (row.depth === 0 ? '' : 'module'),
    printShape(row.shape),
    dash(row.parameters, grouped),
    share(row.parameters, total.parameters),
    dash(row.macs, value => scaled(value).trim()),
    share(row.macs, total.macs),
    megabytes(row.activations),
  ];
}

const dash = (value: number, print: (value: number) => string): string => (value === 0 ? '-' : print(value));

const share = (value: number, whole: number): string =>
  value === 0 || whole === 0 ? '' : ((100 * value) / whole).toFixed(1);

/** The same rows for programs. */
export function tableToJson(outline: Outline, { depth, sort }: TableOptions) {
  const [total] = rowsOf(outline, 0);
  const { name, inputs, outputs } = outline;
  const rows = sort ? sortedRows(outline, depth, sort) : rowsOf(outline, depth).slice(1);
  return { name, inputs, outputs, total, rows };
}
