/** Values as Python prints them: listings of modules are PyTorch's, letter for letter. */

/** What the options of a module hold. An array is a tuple. */
export type Value = number | boolean | string | readonly [Value, Value, ...Value[]];

/** As Python's `repr`: `(3, 3)`, `True`, `'none'`. A whole number prints as an `int`. */
export function repr(value: Value): string {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? String(value) : float(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'string':
      return quoted(value);
    default:
      return `(${value.map(repr).join(', ')})`;
  }
}

/** As Python prints a `float`: `1.0`, `0.1`, `1e-05`. */
export function float(value: number): string {
  // Both languages print the fewest digits that read back as the same number; they differ in when they write a power.
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}
