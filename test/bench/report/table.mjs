/** Aligned columns: the first to the left, numbers to the right. */

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @returns {string}
 */
export function table(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]?.length ?? 0)));
  /** @param {readonly string[]} row */
  const line = row =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** Three digits, or all of those before the point. @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return '-';
  const decimals = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 3)).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
