/** Shows the image, and what of it the network sees; images are dropped here. */

import { el } from '../../../../compiler/drawing/page/dom.ts';
import type { Preprocessing } from '../../runtime/preprocess.ts';
import { cropOf, type Picture } from './picture.ts';

/** No side of the drawing is longer: an image of a camera has more pixels than a screen. */
const longest = 1024;

/** See above. */
export class Stage {
  readonly element: HTMLElement;
  readonly video: HTMLVideoElement = el('video', { playsinline: true, muted: true, hidden: true });
  readonly #canvas = el('canvas', { role: 'img', hidden: true });
  readonly #empty: HTMLElement;
  readonly #caption = el('figcaption', { class: 'muted' });
  readonly #preprocessing: Preprocessing | undefined;

  constructor(preprocessing: Preprocessing | undefined) {
    this.#preprocessing = preprocessing;
    this.video.setAttribute('aria-label', 'What the camera sees');
    this.#empty = el(
      'p',
      { class: 'empty' },
      matchMedia('(pointer: coarse)').matches
        ? 'Choose an image below, or take a picture. It stays on this device.'
        : 'Drop an image anywhere on this page, paste one, or choose one below. It stays on this machine.',
    );
    this.element = el(
      'figure',
      { class: 'stage' },
      el('div', { class: 'frame' }, this.#empty, this.#canvas, this.video),
      this.#caption,
    );
  }

  /** Draws an image. */
  show({ bitmap, name }: Picture): void {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map(size => Math.max(1, Math.round(size * scale)));
    Object.assign(this.#canvas, { width, height });
    this.#canvas.setAttribute('aria-label', name);
    const context = this.#canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
    if (context && this.#preprocessing) this.#shade(context, bitmap, scale, this.#preprocessing);
    const size = `${bitmap.width} × ${bitmap.height}`;
    const seen = this.#preprocessing ? '; what is bright is what the network sees' : '';
    this.#caption.textContent = `${name}, ${size}${seen}`;
    this.#reveal(this.#canvas);
  }

  /** Shows the camera. */
  showVideo(): void {
    this.#caption.textContent = 'The camera. Pictures stay on this machine.';
    this.#reveal(this.video);
  }

  /** Shows the last image again, or that there is none. */
  hideVideo(): void {
    const hasImage = this.#canvas.getAttribute('aria-label') !== null;
    if (!hasImage) this.#caption.textContent = '';
    this.#reveal(hasImage ? this.#canvas : this.#empty);
  }

  #reveal(shown: HTMLElement): void {
    for (const each of [this.#empty, this.#canvas, this.video]) each.hidden = each !== shown;
  }

  /** Darkens what the network does not see. */
  #shade(
    context: CanvasRenderingContext2D,
    bitmap: ImageBitmap,
    scale: number,
    preprocessing: Preprocessing,
  ): void {
    const { left, top, width, height } = cropOf(bitmap, preprocessing);
    const around = new Path2D();
    around.rect(0, 0, context.canvas.width, context.canvas.height);
    around.rect(left * scale, top * scale, width * scale, height * scale);
    context.fillStyle = 'rgb(0 0 0 / 45%)';
    context.fill(around, 'evenodd');
  }
}
