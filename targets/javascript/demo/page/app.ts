/** The page: where the network runs, an image, its classes, the time of layers. */

import { el, isStill } from '../../../../compiler/drawing/page/dom.ts';
import { masthead, section } from '../../../../compiler/drawing/page/frame.ts';
import type { DemoData } from '../data.ts';
import { Answers, spoken } from './answers.ts';
import { busyButton, setBusy } from './busy.ts';
import { Camera } from './camera.ts';
import type { Engine } from './engine.ts';
import { countText, grouped, reasonOf, sentence } from './format.ts';
import { layerBars, spokenProfile } from './layers.ts';
import { Announcer, notice } from './notice.ts';
import type { Package } from './package.ts';
import type { Picture } from './picture.ts';
import { Runner } from './runner.ts';
import { receiveDrops, sourceButtons } from './sources.ts';
import { Stage } from './stage.ts';

/** See above. */
export class App {
  readonly element: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #runner: Runner;
  readonly #stage: Stage;
  readonly #camera: Camera;
  readonly #answers: Answers;
  readonly #trouble = el('div', {});
  readonly #layers = el(
    'div',
    { class: 'layers' },
    el('p', { class: 'muted small' }, 'Medians of a few runs.'),
  );
  readonly #measure = busyButton('Profile the layers', 'measure', () => void this.#profile());
  #picture: Picture | undefined;
  /** What waits for the network to be loaded. */
  #waiting: Picture | undefined;
  /** What is being computed. Runs follow each other, so that their times are their own. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(code: Package, data: DemoData) {
    this.#runner = new Runner(code, data, this.#announcer, engine => this.#changeEngine(engine));
    this.#stage = new Stage(code.program.preprocessing);
    this.#answers = new Answers(() => this.#again());
    const receiver = {
      take: (picture: Picture) => void this.#take(picture),
      fail: (error: unknown) => this.#complain(error),
    };
    this.#camera = new Camera(this.#stage, {
      ...receiver,
      follow: picture => this.#follow(picture),
    });
    receiveDrops(receiver);
    const buttons = el('div', { class: 'buttons' }, ...sourceButtons(receiver), this.#camera.element);
    this.element = el(
      'main',
      {},
      masthead(code.program.name, subtitle(code.program), []),
      section('Runs on', this.#runner.element),
      el(
        'div',
        { class: 'columns' },
        section('Image', this.#stage.element, buttons, this.#trouble),
        section('Likeliest classes', this.#answers.element),
      ),
      section('Layers', el('div', { class: 'buttons' }, this.#measure), this.#layers),
      this.#announcer.element,
    );
  }

  start(): Promise<void> {
    return this.#runner.start();
  }

  async #take(picture: Picture): Promise<void> {
    this.#camera.stop();
    this.#picture = picture;
    this.#trouble.replaceChildren();
    this.#stage.show(picture);
    this.#answers.wait('Waiting for the network…');
    this.#waiting = picture;
    const engine = await this.#runner.engine();
    // Another may have been chosen meanwhile.
    if (this.#waiting !== picture) return;
    this.#waiting = undefined;
    if (!engine) this.#answers.wait('Load the network to see the classes.');
    else if (await this.#classify(engine, picture, true)) {
      // On a phone they are below what is seen.
      this.#answers.element.scrollIntoView({ block: 'nearest', behavior: isStill() ? 'auto' : 'smooth' });
    }
  }

  async #again(): Promise<void> {
    const engine = await this.#runner.engine();
    if (engine && this.#picture) await this.#classify(engine, this.#picture, false);
  }

  async #follow(picture: Picture): Promise<void> {
    const engine = await this.#runner.engine();
    if (!engine) throw new Error('the network is not loaded; load it, and look through the camera again');
    await this.#classify(engine, picture, false);
  }

  /** @param isSpoken - whether the classes are read out @returns whether nothing went wrong */
  #classify(engine: Engine, picture: Picture, isSpoken: boolean): Promise<boolean> {
    return this.#alone(async () => {
      // While others ran, another was chosen.
      if (isSpoken && this.#picture !== picture) return;
      const start = performance.now();
      const best = await engine.classify(picture.bitmap);
      this.#answers.show(best, performance.now() - start, engine);
      if (isSpoken) this.#announcer.say(spoken(best));
    });
  }

  async #profile(): Promise<void> {
    setBusy(this.#measure, true);
    this.#measure.textContent = 'Measuring…';
    try {
      const engine = await this.#runner.engine();
      if (!engine) return;
      await this.#alone(async () => {
        const times = await engine.profile(this.#picture?.bitmap);
        this.#layers.replaceChildren(layerBars(times, engine));
        this.#announcer.say(spokenProfile(times));
      });
    } finally {
      setBusy(this.#measure, false);
      this.#measure.textContent = 'Profile the layers';
    }
  }

  /** Runs `body` after what runs. @returns whether nothing went wrong */
  async #alone(body: () => Promise<void>): Promise<boolean> {
    const before = this.#running;
    const running = before.then(body);
    this.#running = running.catch(() => {});
    try {
      await running;
      return true;
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  #complain(error: unknown): void {
    this.#trouble.replaceChildren(notice('error', sentence(reasonOf(error))));
  }

  #changeEngine(engine: Engine | undefined): void {
    this.#answers.reset();
    if (!engine) this.#answers.wait('Waiting for the network…');
    else if (this.#picture && !this.#waiting) void this.#classify(engine, this.#picture, true);
  }
}

function subtitle({ parameters, macs, outputs, classes, preprocessing }: Package['program']): string {
  const size = preprocessing ? [`sees ${preprocessing.height} × ${preprocessing.width} pixels`] : [];
  return [
    `Tells ${grouped(outputs[classes?.output ?? 0]?.shape.at(-1) ?? 0)} classes apart`,
    `${countText(parameters)} parameters`,
    `${countText(macs)} MACs a run`,
    ...size,
  ].join(' · ');
}
