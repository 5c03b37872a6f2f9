/** The costs of a report as tables: totals side by side, stages by what changed in them. */

import { grouped, megabytes, scaled } from '../../quantities.ts';
import type { Report } from '../report/schema.ts';
import { namesOf } from './sentences.ts';

/** A table of text. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

type Figures = Report['figures']['before'];
type Name = keyof Figures;

/** How figures are written. */
const printers = {
  count: grouped,
  MACs: (value: number) => scaled(value).trim(),
  bytes: megabytes,
};

/** What a figure is called, and what it counts. */
const titles = [
  { name: 'parameters', title: 'parameters', unit: 'count' },
  { name: 'macs', title: 'MACs', unit: 'MACs' },
  { name: 'activations', title: 'activation memory', unit: 'bytes' },
  { name: 'weights', title: 'weights', unit: 'bytes' },
  { name: 'steps', title: 'steps', unit: 'count' },
  { name: 'kernels', title: 'kernels', unit: 'count' },
  { name: 'code', title: 'kernel code', unit: 'bytes' },
] as const satisfies readonly { name: Name; title: string; unit: keyof typeof printers }[];

const figures = titles.map(figure => ({ ...figure, print: printers[figure.unit] }));

/** A figure of both networks, as numbers. */
export interface FigureRow {
  readonly label: string;
  /** Absent where there is no plan. */
  readonly before?: number;
  readonly after?: number;
  readonly unit: keyof typeof printers;
}

/** Totals as numbers. */
export function totalFigures({ figures: { before, after } }: Report): readonly FigureRow[] {
  return titles.map(({ name, title, unit }) => {
    const [a, b] = [before[name], after[name]];
    return {
      label: title,
      unit,
      ...(a !== undefined && { before: a }),
      ...(b !== undefined && { after: b }),
    };
  });
}

/** Totals: a row a figure that both networks, or one, have. */
export function totals(report: Report): Table {
  const { before: a, after: b } = report.figures;
  return {
    head: ['', ...namesOf(report), 'change'],
    rows: figures
      .filter(({ name }) => a[name] !== undefined || b[name] !== undefined)
      .map(({ name, title, print }) => [
        title,
        written(a[name], print),
        written(b[name], print),
        a[name] === undefined || b[name] === undefined ? '' : relative(a[name], b[name], print),
      ]),
  };
}

/** Stages in which a figure differs: a column a figure that differs anywhere, with the difference. */
export function stages({ figures: { stages: list } }: Report): Table {
  const differing = figures.filter(({ name }) =>
    list.some(({ before, after }) => (before?.[name] ?? 0) !== (after?.[name] ?? 0)),
  );
  const rows = list
    .filter(({ before, after }) =>
      differing.some(({ name }) => (before?.[name] ?? 0) !== (after?.[name] ?? 0)),
    )
    .map(({ name: stage, before, after }) => [
      stage,
      ...differing.map(({ name, print }) => signed((after?.[name] ?? 0) - (before?.[name] ?? 0), print)),
    ]);
  return { head: ['stage', ...differing.map(({ title }) => title)], rows };
}

const written = (value: number | undefined, print: (value: number) => string): string =>
  value === undefined ? 'not planned' : print(value);

/** `+1,234`, `−5.6 M`; a dot for none. */
function signed(value: number, print: (value: number) => string): string {
  if (value === 0) return '·';
  return `${value > 0 ? '+' : '−'}${print(Math.abs(value))}`;
}

function relative(before: number, after: number, print: (value: number) => string): string {
  if (before === after) return '·';
  const difference = signed(after - before, print);
  if (before === 0) return difference;
  const percent = (100 * (after - before)) / before;
  return `${difference} (${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %)`;
}
