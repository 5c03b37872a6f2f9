/** The camera: single pictures, or one after another as fast as the network is. */

import { button, el } from '../../../../compiler/drawing/page/dom.ts';
import type { Picture } from './picture.ts';
import type { Receiver } from './sources.ts';
import type { Stage } from './stage.ts';

/** What is done with pictures: `follow` is done when the network has seen one. */
export interface Watcher extends Receiver {
  readonly follow: (picture: Picture) => Promise<void>;
}

/** See above. */
export class Camera {
  /** Buttons: one that opens the camera, or those that use it. Empty where there is no camera to be had. */
  readonly element: HTMLElement = el('span', { class: 'buttons camera' });
  readonly #stage: Stage;
  readonly #watcher: Watcher;
  readonly #open: HTMLButtonElement;
  #stream: MediaStream | undefined;

  constructor(stage: Stage, watcher: Watcher) {
    this.#stage = stage;
    this.#watcher = watcher;
    this.#open = button('Use the camera', {}, () => void this.#start());
    if ('mediaDevices' in navigator) this.element.append(this.#open);
  }

  async #start(): Promise<void> {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: 'environment' } },
        audio: false,
      });
    } catch (error) {
      this.#watcher.fail(new Error(refusal(error)));
      return;
    }
    const { video } = this.#stage;
    video.srcObject = this.#stream;
    this.#stage.showVideo();
    await video.play();
    const live = el('input', { type: 'checkbox' });
    live.addEventListener('change', () => void this.#follow(live));
    const take = button('Take a picture', { class: 'primary' }, () => void this.#take());
    const close = button('Close the camera', {}, () => {
      this.stop();
      this.#open.focus();
    });
    this.element.replaceChildren(take, el('label', { class: 'check' }, live, 'Keep classifying'), close);
    take.focus();
  }

  /** Closes the camera, if it is open. */
  stop(): void {
    if (!this.#stream) return;
    for (const track of this.#stream.getTracks()) track.stop();
    this.#stream = undefined;
    this.#stage.video.srcObject = null;
    this.#stage.hideVideo();
    this.element.replaceChildren(this.#open);
  }

  async #picture(): Promise<Picture> {
    return { bitmap: await createImageBitmap(this.#stage.video), name: 'a picture of the camera' };
  }

  async #take(): Promise<void> {
    try {
      const picture = await this.#picture();
      this.stop();
      this.#open.focus();
      this.#watcher.take(picture);
    } catch (error) {
      this.#watcher.fail(error);
    }
  }

  async #follow(live: HTMLInputElement): Promise<void> {
    try {
      while (live.checked && this.#stream) {
        const picture = await this.#picture();
        await this.#watcher.follow(picture);
        picture.bitmap.close();
      }
    } catch (error) {
      live.checked = false;
      this.#watcher.fail(error);
    }
  }
}

/** Why there is no camera (https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia). */
function refusal(error: unknown): string {
  const { name = '' } = error instanceof DOMException ? error : {};
  if (name === 'NotAllowedError')
    return 'this page may not use the camera; allow it in the browser, or choose an image';
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return 'there is no camera; choose an image';
  return 'the camera gives no picture; close what else uses it, or choose an image';
}
