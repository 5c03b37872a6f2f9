/** Source text with its syntax coloured. The highlighter's tokens become elements here; none of its markup is read. */

import type { Emitter } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import cpp from 'highlight.js/lib/languages/cpp';
import typescript from 'highlight.js/lib/languages/typescript';
import wasm from 'highlight.js/lib/languages/wasm';
import { el } from './dom.ts';

hljs.registerLanguage('typescript', typescript);
hljs.registerLanguage('cpp', cpp);
hljs.registerLanguage('wasm', wasm);

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'typescript',
  c: 'cpp',
  h: 'cpp',
  cc: 'cpp',
  cpp: 'cpp',
  cu: 'cpp',
  wat: 'wasm',
};

/** Longer texts stay plain: colouring them would be felt. */
const longest = 60_000;

/** Builds elements as the highlighter speaks. */
class Builder implements Emitter {
  readonly root: HTMLElement = el('code');
  #open: HTMLElement[] = [this.root];

  addText(text: string): void {
    this.#open.at(-1)?.append(text);
  }

  startScope(name: string): void {
    const span = el('span', { class: `hl-${name.split('.')[0]?.replaceAll(/[^a-z]/g, '-') ?? ''}` });
    this.#open.at(-1)?.append(span);
    this.#open.push(span);
  }

  endScope(): void {
    if (this.#open.length > 1) this.#open.pop();
  }

  // What the highlighter calls them where a scope spans several matches.
  openNode(name: string): void {
    this.startScope(name);
  }

  closeNode(): void {
    this.endScope();
  }

  __addSublanguage(emitter: Emitter): void {
    if (emitter instanceof Builder) this.#open.at(-1)?.append(...emitter.root.childNodes);
  }

  finalize(): void {
    this.#open = [this.root];
  }

  toHTML(): string {
    return '';
  }
}

hljs.configure({ __emitter: Builder });

/** The text of a file, coloured where its language is known. */
export function codeOf(path: string, text: string): HTMLElement {
  const language = languages[path.slice(path.lastIndexOf('.') + 1)];
  if (language === undefined || text.length > longest) return el('code', {}, text);
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
  // Colours may fail, the text may not.
  const isWhole = emitter instanceof Builder && emitter.root.textContent === text;
  return isWhole ? emitter.root : el('code', {}, text);
}
