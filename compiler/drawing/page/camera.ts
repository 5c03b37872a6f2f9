/** What part of a drawing is seen: dragging, pinching, scrolling, and moves that the page makes. */

import { select } from 'd3-selection';
import { type ZoomTransform, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { isNarrow, isStill } from './dom.ts';
import type { Point } from './layered.ts';

/** A rectangle of the drawing. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** Below this scale text is not readable and is left out. */
const readable = 0.32;
/** Room around the drawing, in its own units. */
const margin = 60;

export class Camera {
  readonly #svg: SVGSVGElement;
  readonly #zoom = zoom<SVGSVGElement, unknown>();
  #width = 1;
  #height = 1;
  #frame = 0;

  constructor(element: SVGSVGElement, world: SVGGElement) {
    this.#svg = element;
    this.#zoom
      // The wheel alone moves the drawing, as it moves a page; with Ctrl, which a pinch is too, it zooms.
      .filter((event: MouseEvent) =>
        event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.button,
      )
      .extent(() => this.#extent())
      .clickDistance(4)
      .on('start', () => cancelAnimationFrame(this.#frame))
      .on('zoom', ({ transform }: { transform: ZoomTransform }) => {
        world.setAttribute('transform', transform.toString());
        element.classList.toggle('far', transform.k < readable);
      });
    select(element).call(this.#zoom).on('dblclick.zoom', null);
    element.addEventListener('wheel', event => this.#scroll(event), { passive: false });
  }

  /** Says how large the drawing is. */
  setSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#zoom.scaleExtent([Math.min(0.5, this.#fitting()), 2.5]).translateExtent([
      [-margin, -margin],
      [width + margin, height + margin],
    ]);
  }

  /** All of it. */
  fit(): void {
    const k = Math.min(1.2, this.#fitting());
    this.#look({ x: this.#width / 2, y: this.#height / 2 }, k);
  }

  /** All of it where that can be read, otherwise its beginning. */
  home(beginning: Point): void {
    const k = this.#fitting();
    const { width, height } = this.view;
    if (k >= 0.5) {
      this.#look({ x: this.#width / 2, y: this.#height / 2 }, Math.min(1, k), false);
      return;
    }
    const scale = Math.min(1, Math.max(0.6, width / this.#width));
    const half = width / scale / 2;
    // From the left edge, unless the network begins far from it.
    const x = beginning.x < 1.6 * half ? Math.min(this.#width / 2, half) : beginning.x;
    this.#look({ x, y: height / scale / 2 }, scale, false);
  }

  zoomBy(factor: number): void {
    const { k } = this.#transform();
    const centre = this.#centre();
    this.#look(centre, Math.min(2.5, Math.max(this.#zoom.scaleExtent()[0], k * factor)));
  }

  /** Moves as little as shows a rectangle. */
  reveal({ x, y, width, height }: Area): void {
    const transform = this.#transform();
    const { width: wide, height: high } = this.view;
    // What the panel may cover is not seen.
    const seen = isNarrow() ? Math.min(high, 0.4 * innerHeight) : high;
    const rim = 40;
    const isReadable = transform.k >= readable;
    const k = isReadable ? transform.k : 0.8;
    const [left, top] = transform.apply([x, y]);
    const isInside =
      left >= rim && top >= rim && left + width * k <= wide - rim && top + height * k <= seen - rim;
    if (isReadable && isInside) return;
    // Of what is larger than the view, the beginning.
    const middle = y + Math.min(height, seen / k / 2) / 2;
    this.#look({ x: x + width / 2, y: middle + (high - seen) / 2 / k }, k);
  }

  /** Keeps a point of the drawing where it is seen although the drawing is now another. */
  hold(before: Point, after: Point): void {
    const { x, y, k } = this.#transform();
    const shift = [(before.x - after.x) * k, (before.y - after.y) * k] as const;
    this.#apply(zoomIdentity.translate(x + shift[0], y + shift[1]).scale(k));
  }

  #transform(): ZoomTransform {
    return zoomTransform(this.#svg);
  }

  /** What is seen of the page through it. */
  get view(): { readonly width: number; readonly height: number } {
    const { width, height } = this.#svg.getBoundingClientRect();
    return { width: width || 1, height: height || 1 };
  }

  #fitting(): number {
    const { width, height } = this.view;
    return Math.min(width / this.#width, height / this.#height);
  }

  #centre(): Point {
    const { width, height } = this.view;
    const [x, y] = this.#transform().invert([width / 2, height / 2]);
    return { x, y };
  }

  #look(at: Point, k: number, animated = true): void {
    const { width, height } = this.view;
    const goal = zoomIdentity.translate(width / 2 - k * at.x, height / 2 - k * at.y).scale(k);
    cancelAnimationFrame(this.#frame);
    if (!animated || isStill()) this.#apply(goal);
    else this.#glide(this.#transform(), goal);
  }

  #glide(from: ZoomTransform, to: ZoomTransform): void {
    const start = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, now - start) / 220);
      const eased = t * (2 - t);
      const mix = (a: number, b: number): number => a + (b - a) * eased;
      this.#apply(zoomIdentity.translate(mix(from.x, to.x), mix(from.y, to.y)).scale(mix(from.k, to.k)));
      if (t < 1) this.#frame = requestAnimationFrame(step);
    };
    step(start);
  }

  #apply(transform: ZoomTransform): void {
    // `transform` does not keep to the extent by itself, `constrain` does.
    const kept = this.#zoom.constrain()(transform, this.#extent(), this.#zoom.translateExtent());
    select(this.#svg).call(this.#zoom.transform, kept);
  }

  #extent(): [[number, number], [number, number]] {
    const { width, height } = this.view;
    return [
      [0, 0],
      [width, height],
    ];
  }

  #scroll(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const before = this.#transform();
    const { k } = before;
    select(this.#svg).call(this.#zoom.translateBy, (-unit * event.deltaX) / k, (-unit * event.deltaY) / k);
    const after = this.#transform();
    // At its end the page scrolls on.
    if (Math.abs(after.x - before.x) + Math.abs(after.y - before.y) > 0.5) event.preventDefault();
  }
}
