/** How messages print what a file says: a hostile name must neither flood the terminal nor steer it. */

const longest = 100;

/**
 * Characters that a terminal obeys rather than shows: controls, line separators, changes of direction. And halves of
 * surrogate pairs, which no file can hold.
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;
const everySteering = new RegExp(steering, 'gu');

/** Whether a text, if printed, could steer the terminal it is printed on. */
export function steers(text: string): boolean {
  return steering.test(text);
}

/** A name for a message: shortened in the middle, and quoted unless it is made of ordinary characters. */
export function printName(name: string): string {
  const short = shorten(name, longest);
  return /^[\w.\-/:…]+$/.test(short) ? short : harmless(JSON.stringify(short));
}

/** A text for a message that quotes what a file says: shortened in the middle, what would steer a terminal escaped. */
export function printText(text: string, most = 400): string {
  return shorten(harmless(shorten(text, most)), most);
}

/** Characters of a path or a name. */
export const longestName = 1024;

/**
 * What keeps a text from being a name that is printed, in files and messages: the end of a sentence that begins with
 * it. Any other is written so that it is read as a name wherever it stands.
 */
export function faultOf(name: string): string | undefined {
  if (steers(name)) return 'holds control characters, or others that are not shown';
  if (name.length > longestName) return `has ${name.length} characters, and at most ${longestName} are read`;
  return undefined;
}

/** The first few of `items`, and how many more there are. */
export function printSome(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return items.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** A text of more than `most` characters without its middle: its first 60% and last 30% of that many. */
function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.floor(most * 0.6))}…${text.slice(-Math.floor(most * 0.3))}`;
}

const harmless = (text: string): string => text.replace(everySteering, escaped);

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Bold, dim, red, green, yellow, cyan, and their ends: what commands colour with. */
const colours = '\u001b\\[(?:1|2|22|31|32|33|36|39)m';
const steeringInLines = new RegExp(`${colours}|(?![\\n\\t])${steering.source}`, 'gu');

/**
 * A text as it goes to a terminal, whoever wrote what is in it: what would steer is escaped, but for line ends, tabs
 * and, where there are colours, what makes them.
 */
export function printLines(text: string, hasColours: boolean): string {
  return text.replace(steeringInLines, found => (found.length > 2 && hasColours ? found : harmless(found)));
}
