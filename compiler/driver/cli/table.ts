/** The table of `netwright show`: what each layer reads, gives, holds and costs. */

import type { Column } from '../../columns.ts';
import type { Outline } from '../../outline/outline.ts';
import { type Row, rowsOf, type SortKey, sortedRows } from '../../outline/table.ts';
import { grouped, megabytes, scaled } from '../../quantities.ts';
import { printShape, type Shape } from '../../shape.ts';
import { type Page, table } from './output.ts';

/** Columns that can be chosen; the first is always the layer. */
export const columnNames = [
  'type',
  'kernel',
  'input',
  'output',
  'parameters',
  'macs',
  'output-bytes',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** Those shown unless others are chosen. */
export const usualColumns = [
  'type',
  'output',
  'parameters',
  'macs',
  'output-bytes',
] as const satisfies readonly ColumnName[];

/** Which rows, and which columns of them. */
export interface TableOptions {
  readonly depth: number;
  readonly sort?: SortKey;
  readonly columns?: readonly ColumnName[];
}

/** The rows and the totals as text. */
export function printTable(
  outline: Outline,
  { depth, sort, columns = usualColumns }: TableOptions,
  page: Page,
): string {
  const { colors } = page;
  const [total] = rowsOf(outline, 0);
  const rows = sort ? sortedRows(outline, depth, sort) : rowsOf(outline, depth).slice(1);
  if (!total) return '';
  const name = (row: Row): string => (sort ? row.id : `${'  '.repeat(row.depth - 1)}${row.name}`);
  const chosen = columns.flatMap(column => columnsOf[column]);
  const cells = (row: Row, title: string): readonly string[] => [
    title,
    ...chosen.map(({ cell }) => cell(row, total)),
  ];
  const text = table(
    [{ title: 'layer', fit: 'shorten' }, ...chosen.map(({ head }) => head)],
    [...rows.map(row => cells(row, name(row))), cells(total, 'total')],
    page,
  );
  const inputs = outline.inputs.map(({ shape }) => printShape(shape)).join(', ');
  const head = `${colors.bold(outline.name)}, input ${inputs}, ${total.layers} layer${total.layers === 1 ? '' : 's'}`;
  const folded = rows.some(row => row.layers > 1 && row.depth === depth);
  const hint = folded ? `\n${colors.dim('--depth all shows every layer')}` : '';
  return `${head}\n\n${text}${hint}`;
}

interface TableColumn {
  readonly head: Column;
  readonly cell: (row: Row, total: Row) => string;
}

/** What each name shows: amounts with their share of the whole. */
const columnsOf: Readonly<Record<ColumnName, readonly TableColumn[]>> = {
  type: [
    {
      head: { title: 'type', fit: 'shorten' },
      cell: ({ type, depth }) => type || (depth === 0 ? '' : 'module'),
    },
  ],
  kernel: [{ head: { title: 'kernel' }, cell: ({ kernel }) => kernel?.join('x') ?? '' }],
  input: [{ head: { title: 'input' }, cell: ({ inputs }) => printShapes(inputs) }],
  output: [{ head: { title: 'output' }, cell: ({ shape }) => printShape(shape) }],
  parameters: [
    {
      head: { title: 'parameters', align: 'right' },
      cell: ({ parameters }) => dash(parameters, grouped),
    },
    share(({ parameters }) => parameters),
  ],
  macs: [
    {
      head: { title: 'MACs', align: 'right' },
      cell: ({ macs }) => dash(macs, value => scaled(value).trim()),
    },
    share(({ macs }) => macs),
  ],
  'output-bytes': [
    { head: { title: 'output bytes', align: 'right' }, cell: ({ outputBytes }) => megabytes(outputBytes) },
  ],
};

const dash = (value: number, print: (value: number) => string): string => (value === 0 ? '-' : print(value));

/** Percents, which a narrow page does without. */
function share(amount: (row: Row) => number): TableColumn {
  const percent = (value: number, whole: number): string =>
    value === 0 || whole === 0 ? '' : ((100 * value) / whole).toFixed(1);
  return {
    head: { title: '%', align: 'right', fit: 'omit' },
    cell: (row, total) => percent(amount(row), amount(total)),
  };
}

/** Shapes one by one, those alike counted: `2 of [1, 64, 56, 56]`. */
function printShapes(shapes: readonly Shape[]): string {
  const counts = new Map<string, number>();
  for (const text of shapes.map(printShape)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count === 1 ? text : `${count} of ${text}`)).join(', ');
}

/** The same rows for programs: all that is known of them, or what is chosen. */
export function tableToJson(outline: Outline, { depth, sort, columns }: TableOptions) {
  const [total] = rowsOf(outline, 0);
  const { name, inputs, outputs } = outline;
  const rows = sort ? sortedRows(outline, depth, sort) : rowsOf(outline, depth).slice(1);
  const chosen = (row: Row): Partial<Row> => (columns ? fieldsOf(row, columns) : row);
  return { name, inputs, outputs, total: total && chosen(total), rows: rows.map(chosen) };
}

function fieldsOf(row: Row, columns: readonly ColumnName[]): Partial<Row> {
  let fields: Partial<Row> = { id: row.id, name: row.name, depth: row.depth };
  for (const column of columns) fields = { ...fields, ...fieldOf(row, column) };
  return fields;
}

function fieldOf(
  { type, kernel, inputs, shape, parameters, macs, outputBytes }: Row,
  column: ColumnName,
): Partial<Row> {
  switch (column) {
    case 'type':
      return { type };
    case 'kernel':
      return kernel ? { kernel } : {};
    case 'input':
      return { inputs };
    case 'output':
      return { shape };
    case 'parameters':
      return { parameters };
    case 'macs':
      return { macs };
    case 'output-bytes':
      return { outputBytes };
  }
}
