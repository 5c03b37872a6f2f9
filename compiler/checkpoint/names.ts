/** How messages print what a file says: a hostile name must neither flood the terminal nor steer it. */

const longest = 100;

/** A name for a message: shortened in the middle, and quoted unless it is made of ordinary characters. */
export function printName(name: string): string {
  const short = name.length > longest ? `${name.slice(0, 60)}…${name.slice(-30)}` : name;
  return /^[\w.\-/:…]+$/.test(short) ? short : JSON.stringify(short);
}

/** The first few of `items`, and how many more there are. */
export function printSome(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return items.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
