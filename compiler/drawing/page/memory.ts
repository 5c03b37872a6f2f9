/** The memory plan: a rectangle for each value, as wide as it is kept and as high as it is large. */

import type { BufferData, MemoryData } from '../data.ts';
import { el, svg } from './dom.ts';
import { bytesText } from './format.ts';
import { widthOf } from './measure.ts';
import { neighbour } from './neighbours.ts';

/** What a memory plan does when it is used. */
export interface MemoryOptions {
  readonly onSelect: (nodes: readonly number[]) => void;
  readonly onHover: (nodes: readonly number[]) => void;
}

const room = { left: 58, right: 14, top: 26, bottom: 34, height: 250 } as const;

/** The drawing. */
export class MemoryView {
  readonly element: HTMLElement;
  readonly #memory: MemoryData;
  readonly #steps: number;
  readonly #scroller = el('div', { class: 'scroller' });
  readonly #note = el('p', { class: 'note' });
  readonly #options: MemoryOptions;
  #groups: readonly SVGGElement[] = [];
  #current = 0;

  constructor(memory: MemoryData, steps: number, options: MemoryOptions) {
    this.#memory = memory;
    this.#steps = steps;
    this.#options = options;
    this.element = el('div', {}, this.#scroller, this.#note);
    // An SVG element that listens for the focus would take it itself.
    this.element.addEventListener('focusin', event => this.#hover(indexAt(event.target)));
    this.element.addEventListener('focusout', () => this.#hover(undefined));
  }

  /** Draws, once the element is in the page: as wide as there is room, and steps wide enough to be pointed at. */
  start(): void {
    const [memory, steps] = [this.#memory, this.#steps];
    const free = this.#scroller.clientWidth - room.left - room.right;
    const width = Math.max(640, free, 9 * (steps + 2));
    const scale: Scale = {
      x: time => room.left + ((time + 1) / (steps + 2)) * width,
      y: elements => room.top + room.height * (1 - elements / Math.max(1, memory.elements)),
    };
    this.#groups = memory.buffers.map((buffer, i) => drawBuffer(buffer, i, scale));
    this.#groups[0]?.setAttribute('tabindex', '0');
    const whole = { width: room.left + width + room.right, height: room.top + room.height + room.bottom };
    const drawing = svg('svg', {
      class: 'memory',
      viewBox: `0 0 ${whole.width} ${whole.height}`,
      width: whole.width,
      height: whole.height,
      role: 'group',
      'aria-label': 'Memory of activations, by step',
    });
    drawing.append(...axes(memory, steps, scale), ...this.#groups, ...bounds(memory, steps, scale));
    drawing.addEventListener('pointerover', event => this.#hover(indexAt(event.target)));
    drawing.addEventListener('pointerleave', () => this.#hover(undefined));
    drawing.addEventListener('click', event => this.#select(indexAt(event.target)));
    drawing.addEventListener('keydown', event => this.#key(event, scale));
    this.#scroller.replaceChildren(drawing);
    this.#hover(undefined);
  }

  /** Marks what is kept of these nodes. */
  mark(nodes: ReadonlySet<number>, className: 'selected' | 'glow' = 'selected'): void {
    for (const [i, { nodes: own }] of this.#memory.buffers.entries()) {
      this.#groups[i]?.classList.toggle(
        className,
        own.some(node => nodes.has(node)),
      );
    }
  }

  #hover(index: number | undefined): void {
    const buffer = index === undefined ? undefined : this.#memory.buffers[index];
    this.#note.textContent = buffer
      ? describe(buffer)
      : 'Time runs to the right, step by step. Choose a rectangle to see whose value it is.';
    this.#options.onHover(buffer?.nodes ?? []);
  }

  #select(index: number | undefined): void {
    const buffer = index === undefined ? undefined : this.#memory.buffers[index];
    if (!buffer || index === undefined) return;
    this.#setCurrent(index);
    this.#options.onSelect(buffer.nodes);
  }

  #setCurrent(index: number): void {
    this.#groups[this.#current]?.setAttribute('tabindex', '-1');
    this.#current = index;
    this.#groups[index]?.setAttribute('tabindex', '0');
  }

  #key(event: KeyboardEvent, scale: Scale): void {
    const index = indexAt(event.target);
    if (index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#select(index);
    else if (event.key.startsWith('Arrow')) {
      const targets = this.#memory.buffers.map((buffer, node) => ({ node, ...areaOf(buffer, scale) }));
      const from = targets[index];
      const next = from && neighbour(targets, from, event.key);
      if (next !== undefined) {
        this.#setCurrent(next);
        this.#groups[next]?.focus();
      }
    } else return;
    event.preventDefault();
  }
}

interface Scale {
  readonly x: (time: number) => number;
  readonly y: (elements: number) => number;
}

const areaOf = ({ first, last, offset, elements }: BufferData, { x, y }: Scale) => ({
  x: x(first),
  y: y(offset + elements),
  width: x(last + 1) - x(first),
  height: y(offset) - y(offset + elements),
});

function drawBuffer(buffer: BufferData, index: number, scale: Scale): SVGGElement {
  const { x, y, width, height } = areaOf(buffer, scale);
  const label = labelFor(buffer.layer, width - 8);
  const isLabelled = height >= 15 && label !== '';
  return svg(
    'g',
    { class: 'buffer', role: 'button', tabindex: -1, 'data-index': index, 'aria-label': describe(buffer) },
    svg('title', {}, describe(buffer)),
    svg('rect', { x, y, width, height }),
    isLabelled && svg('text', { x: x + width / 2, y: y + height / 2 + 4 }, label),
  );
}

/** As much of a path as fits, its end first. */
function labelFor(path: string, width: number): string {
  const segments = path.split('.');
  const label = segments
    .map((_, i) => segments.slice(i).join('.'))
    .find(text => widthOf(text, 'plain') <= width);
  return label ?? '';
}

function describe({ layer, offset, elements, first, last }: BufferData): string {
  const from = first < 0 ? 'before the first step' : `step ${first + 1}`;
  return `${layer}: ${bytesText(elements)} at ${bytesText(offset)}, from ${from} to ${last + 1}`;
}

function axes({ elements }: MemoryData, steps: number, { x, y }: Scale): readonly SVGElement[] {
  const bottom = y(0);
  const right = x(steps + 1);
  const lines: SVGElement[] = [svg('text', { class: 'axis', x: 4, y: 16 }, 'MB')];
  for (const tick of ticks((4 * elements) / 1e6)) {
    const at = y((tick * 1e6) / 4);
    lines.push(
      svg('line', { class: 'grid', x1: room.left, x2: right, y1: at, y2: at }),
      svg('text', { class: 'axis end', x: room.left - 8, y: at + 4 }, `${tick}`),
    );
  }
  const every = ticks(steps)[1] ?? 1;
  for (let step = every; step <= steps; step += every) {
    lines.push(
      svg('text', { class: 'axis middle', x: (x(step - 1) + x(step)) / 2, y: bottom + 18 }, `${step}`),
    );
  }
  lines.push(svg('text', { class: 'axis middle', x: (x(-1) + x(0)) / 2, y: bottom + 18 }, 'step'));
  return lines;
}

/** Round numbers from 0 to a greatest, about six of them. */
function ticks(most: number): readonly number[] {
  const rough = Math.max(most, 1e-6) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toFixed(digits)),
  );
}

/** The lower bound and the peak, as lines; one where they are the same. */
function bounds({ elements, lowerBound }: MemoryData, steps: number, { x, y }: Scale): readonly SVGElement[] {
  const line = (at: number, className: string, label: string, above: boolean): readonly SVGElement[] => [
    svg('line', { class: className, x1: x(-1), x2: x(steps + 1), y1: y(at), y2: y(at) }),
    svg('text', { class: 'axis end', x: x(steps + 1), y: y(at) + (above ? -7 : 15) }, label),
  ];
  const bound = `lower bound ${bytesText(lowerBound)}`;
  if (elements === lowerBound) {
    return line(elements, 'bound', `peak ${bytesText(elements)}, the lower bound`, true);
  }
  return [
    ...line(elements, 'peak', `peak ${bytesText(elements)}`, true),
    ...line(lowerBound, 'bound', bound, false),
  ];
}

function indexAt(target: EventTarget | null): number | undefined {
  const group = target instanceof Element ? target.closest('[data-index]') : null;
  return group ? Number(group.getAttribute('data-index')) : undefined;
}
