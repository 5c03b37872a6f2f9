/** Text in columns. */

/** How a column lies. */
export type Align = 'left' | 'right';

/** Rows as lines, each column as wide as its widest cell; left unless said. */
export function columns(rows: readonly (readonly string[])[], aligns: readonly Align[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map(row =>
    row
      .map((cell, i) => (aligns[i] === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
