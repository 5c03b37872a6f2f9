/**
 * Texts from outside as targets print them: names of layers, labels, the network's own name. Each place that a text can
 * stand in has one function here, whose result cannot end that place, and no printer writes such a text in another way.
 */

/** Characters that are not shown as themselves: controls, line ends, changes of direction, halves of surrogate pairs. */
const hidden = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}`;

/** With `<`, which could end the element of a page that a script is put into. */
const unsafeInScript = new RegExp(`[<${hidden}]`, 'gu');

const unsafeInC = new RegExp(`["\\\\]|(?<=\\?)\\?|[${hidden}]`, 'gu');

/**
 * In a comment of any language, or in text such as a README: letters of any script, digits, space and `_ . - / : +` as
 * they are, anything else as `\u002a`. So a name opens and closes nothing, continues no line, and is no code to what
 * searches a finished text.
 */
export const inComment = (text: string): string => text.replaceAll(/[^\p{L}\p{M}\p{N} _.\-/:+]/gu, codeUnits);

/** A literal of JavaScript, in single quotes. */
export const inJavascript = (text: string): string =>
  `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll(unsafeInScript, codeUnits)}'`;

/** A literal of JavaScript and of JSON, in double quotes. */
export const inJson = (text: string): string => JSON.stringify(text).replaceAll(unsafeInScript, codeUnits);

/** A literal of C and C++: no escape runs into what follows it, and `??=` stays what it is. */
export const inC = (text: string): string =>
  `"${text.replaceAll(unsafeInC, character =>
    /["\\?]/.test(character)
      ? `\\${character}`
      : [...new TextEncoder().encode(character)].map(octal).join(''),
  )}"`;

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;

/** As JavaScript and JSON escape it: `\u002a`, of characters beyond 16 bits both halves. */
function codeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
