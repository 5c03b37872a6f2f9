/** Where the network runs: the choice, loading, and the engine that is loaded. */

import { button, el } from '../../../../compiler/drawing/page/dom.ts';
import type { DemoData } from '../data.ts';
import { noGpu, noTypescript, noWeights, synthetic } from './advice.ts';
import {
  askMachine,
  askTypescript,
  type Choice,
  hasWeights,
  type Machine,
  typescriptChoice,
} from './choices.ts';
import type { CpuPackage } from './cpu.ts';
import type { Engine } from './engine.ts';
import { megabytes, reasonOf, sentence } from './format.ts';
import { type Announcer, notice } from './notice.ts';
import type { Package } from './package.ts';
import { Progress } from './progress.ts';

/** See above. */
export class Runner {
  readonly element: HTMLElement;
  readonly #code: Package;
  readonly #data: DemoData;
  readonly #announcer: Announcer;
  readonly #onChange: (engine: Engine | undefined) => void;
  readonly #choices = el('fieldset', { class: 'choices' });
  readonly #state = el('div', { class: 'state' }, el('p', { class: 'muted' }, 'Asking the machine…'));
  /** What the GPU is, or why there is none to use. */
  readonly #machine = el('div', {});
  /** What is to be said of the choice and of what is loaded. */
  readonly #notices = el('div', { class: 'notices' });
  #all: readonly Choice[] = [];
  #chosen: Choice | undefined;
  #loaded: { readonly engine: Engine; readonly choice: Choice } | undefined;
  #loading: Promise<Engine | undefined> | undefined;

  /** @param onChange - told of an engine that is loaded, or is there no longer */
  constructor(
    code: Package,
    data: DemoData,
    announcer: Announcer,
    onChange: (engine: Engine | undefined) => void,
  ) {
    this.#code = code;
    this.#data = data;
    this.#announcer = announcer;
    this.#onChange = onChange;
    this.element = el('div', { class: 'runner' }, this.#choices, this.#state, this.#machine, this.#notices);
  }

  /** Asks the machine what it can, and says what is missing. */
  async start(): Promise<void> {
    const machine = await askMachine(this.#code, this.#data);
    this.#all = machine.choices;
    if (machine.gpu !== undefined) {
      this.#machine.append(el('p', { class: 'muted small' }, `This machine’s GPU: ${machine.gpu}`));
    }
    const [first] = machine.choices;
    if (first?.isPossible) await this.#choose(first);
    else await this.#fallBack(machine);
  }

  async #fallBack({ reasons }: Machine): Promise<void> {
    const found = await askTypescript(this.#code);
    const isThere = typeof found === 'object';
    this.#machine.replaceChildren(noGpu(reasons, isThere));
    if (isThere) await this.#chooseTypescript(found);
    else this.#refuse(this.#cpu(), noTypescript(found, this.#data));
  }

  /** The engine: what is loaded, or else what is chosen, once it is loaded; nothing where that fails or is cancelled. */
  async engine(): Promise<Engine | undefined> {
    if (this.#loaded) return this.#loaded.engine;
    return this.#loading ?? this.#load();
  }

  #cpu(): Choice {
    return this.#all.find(({ id }) => id === 'cpu') ?? typescriptChoice();
  }

  async #pick(choice: Choice): Promise<void> {
    if (choice.id !== 'cpu' || choice.download !== undefined) return this.#choose(choice);
    this.#chosen = choice;
    const found = await askTypescript(this.#code);
    // Another may be chosen by now.
    if (this.#chosen !== choice) return;
    if (typeof found === 'object') await this.#chooseTypescript(found);
    else this.#refuse(choice, noTypescript(found, this.#data));
  }

  async #chooseTypescript(code: CpuPackage): Promise<void> {
    const choice = typescriptChoice(code);
    this.#all = this.#all.map(each => (each.id === 'cpu' ? choice : each));
    await this.#choose(choice);
  }

  /** Chooses what cannot be loaded as things are. */
  #refuse(choice: Choice, why: HTMLElement): void {
    this.#chosen = choice;
    this.#drawChoices();
    this.#state.replaceChildren(this.#loaded ? this.#ready() : '');
    this.#notices.replaceChildren(why);
  }

  async #choose(choice: Choice): Promise<void> {
    this.#chosen = choice;
    this.#drawChoices();
    this.#drawState();
    this.#notices.replaceChildren();
    if (this.#loaded?.choice.id === choice.id) {
      if (this.#loaded.engine.origin === 'synthetic') this.#notices.append(synthetic());
      return;
    }
    const hasThem = await hasWeights(choice);
    if (!hasThem && this.#chosen === choice && !this.#loading) this.#notices.append(noWeights(choice));
  }

  #drawChoices(): void {
    const legend = el('legend', { class: 'hidden' }, 'Where it runs');
    const options = this.#all.map(choice => {
      const { id, label, detail, isPossible } = choice;
      const input = el('input', {
        type: 'radio',
        name: 'choice',
        value: id,
        checked: id === this.#chosen?.id,
        disabled: !isPossible,
      });
      input.addEventListener('change', () => void this.#pick(choice));
      return el('label', { class: 'choice' }, input, el('span', {}, label, ' ', el('small', {}, detail)));
    });
    const hadFocus = this.#choices.contains(document.activeElement);
    this.#choices.replaceChildren(legend, ...options);
    if (hadFocus) this.#choices.querySelector<HTMLElement>('input:checked')?.focus();
  }

  #ready(): HTMLElement {
    return el('p', { class: 'ready', tabindex: -1 }, `Ready on ${this.#loaded?.engine.place}.`);
  }

  /** What is loaded, and a button that loads what is not. */
  #drawState(): HTMLElement {
    const isLoaded = this.#loaded !== undefined && this.#loaded.choice.id === this.#chosen?.id;
    const download = this.#chosen?.download ?? 0;
    const load = button(`Load ${megabytes(download)}`, { class: 'primary' }, () => void this.#load());
    const ready = this.#ready();
    this.#state.replaceChildren(...(this.#loaded ? [ready] : []), ...(isLoaded ? [] : [load]));
    return isLoaded ? ready : load;
  }

  #load(): Promise<Engine | undefined> {
    const choice = this.#chosen;
    if (this.#loading || !choice || choice.download === undefined) return Promise.resolve(this.#loading);
    this.#loading = this.#open(choice, choice.download).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #open(choice: Choice, download: number): Promise<Engine | undefined> {
    const control = new AbortController();
    const progress = new Progress(this.#announcer, () => control.abort());
    const isFollowed = this.#hasFocus();
    this.#letGo();
    this.#choices.disabled = true;
    this.#notices.replaceChildren();
    this.#state.replaceChildren(progress.element);
    progress.update(0, download);
    if (isFollowed) progress.cancel.focus();
    let engine: Engine | undefined;
    let why: HTMLElement | undefined;
    try {
      engine = await choice.open({
        onProgress: (loaded, total) => progress.update(loaded, total),
        signal: control.signal,
      });
      if (engine.origin === 'synthetic') why = synthetic();
    } catch (error) {
      why = control.signal.aborted ? undefined : await this.#explain(choice, error);
    }
    const isStillFollowed = this.#hasFocus();
    this.#loaded = engine && { engine, choice };
    this.#choices.disabled = false;
    const next = this.#drawState();
    if (isStillFollowed) next.focus();
    this.#notices.replaceChildren(...(why ? [why] : []));
    if (engine) this.#watch(engine);
    else if (control.signal.aborted) this.#announcer.say('Loading is cancelled');
    return engine;
  }

  async #explain(choice: Choice, error: unknown): Promise<HTMLElement> {
    if (!(await hasWeights(choice))) return noWeights(choice);
    return notice('error', 'It does not load.', sentence(reasonOf(error)));
  }

  #hasFocus(): boolean {
    return this.#state.contains(document.activeElement);
  }

  #watch(engine: Engine): void {
    this.#announcer.say(`Ready on ${engine.place}`);
    this.#onChange(engine);
    void engine.lost.then(error => {
      if (this.#loaded?.engine !== engine) return;
      this.#letGo();
      this.#drawState();
      this.#notices.replaceChildren(notice('error', 'The GPU is lost.', sentence(reasonOf(error))));
    });
  }

  #letGo(): void {
    if (!this.#loaded) return;
    this.#loaded.engine.dispose();
    this.#loaded = undefined;
    this.#onChange(undefined);
  }
}
