/** Handlebars frames: a file's skeleton with slots. What goes into the slots is decided in typed code. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot } from '../compiler/root.ts';
import { indent } from './text.ts';

/** The one question frames ask: whether a loop goes round more than once. */
Handlebars.registerHelper('several', (size: number) => size > 1);

const compiled = new Map<string, Handlebars.TemplateDelegate>();

/**
 * Fills a frame of code with braces, and indents it by them. A slot that is missing is an error, and nothing is escaped.
 *
 * @param target - the folder under `targets/`
 * @param frame - the file's name in its `frames/`, without `.hbs`
 */
export const fillFrame = (target: string, frame: string, slots: Readonly<Record<string, unknown>>): string =>
  indent(fillVerbatim(target, frame, slots));

/** The same, laid out as the frame is: for languages in which space has a meaning, and for text. */
export function fillVerbatim(
  target: string,
  frame: string,
  slots: Readonly<Record<string, unknown>>,
): string {
  const path = join(packageRoot(), 'targets', target, 'frames', `${frame}.hbs`);
  let template = compiled.get(path);
  if (!template) {
    template = Handlebars.compile(readFileSync(path, 'utf8'), { noEscape: true, strict: true });
    compiled.set(path, template);
  }
  return template(slots);
}
