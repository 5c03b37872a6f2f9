/** Where the network runs: the choice, loading, and the engine that is loaded. */

import { button, el } from '../../../../compiler/drawing/page/dom.ts';
import type { DemoData } from '../data.ts';
import { noGpu, noTypescript, noWeights, synthetic } from './advice.ts';
import { askMachine, askTypescript, type Choice, cpuChoice, hasWeights, type Machine } from './choices.ts';
import type { Engine } from './engine.ts';
import { megabytes, reasonOf } from './format.ts';
import type { GpuPackage } from './gpu.ts';
import { type Announcer, notice } from './notice.ts';
import { Progress } from './progress.ts';

/** See above. */
export class Runner {
  readonly element: HTMLElement;
  readonly #code: GpuPackage;
  readonly #data: DemoData;
  readonly #announcer: Announcer;
  readonly #onChange: (engine: Engine | undefined) => void;
  readonly #choices = el('fieldset', { class: 'choices' });
  readonly #state = el('div', { class: 'state' }, el('p', { class: 'muted' }, 'Asking the GPU…'));
  readonly #gpu = el('p', { class: 'muted small' });
  readonly #notices = el('div', { class: 'notices' });
  #all: readonly Choice[] = [];
  #chosen: Choice | undefined;
  #loaded: { readonly engine: Engine; readonly choice: Choice } | undefined;
  #loading: Promise<Engine | undefined> | undefined;

  /** @param onChange - told of an engine that is loaded, or is there no longer */
  constructor(
    code: GpuPackage,
    data: DemoData,
    announcer: Announcer,
    onChange: (engine: Engine | undefined) => void,
  ) {
    this.#code = code;
    this.#data = data;
    this.#announcer = announcer;
    this.#onChange = onChange;
    this.element = el('div', { class: 'runner' }, this.#choices, this.#state, this.#gpu, this.#notices);
  }

  /** Asks the machine what it can, and says what is missing. */
  async start(): Promise<void> {
    const machine = await askMachine(this.#code);
    this.#all = machine.choices;
    this.#gpu.textContent = machine.gpu === undefined ? '' : `This machine’s GPU: ${machine.gpu}`;
    const [first] = machine.choices;
    if (first?.isPossible) await this.#choose(first);
    else await this.#fallBack(machine);
  }

  async #fallBack({ reasons }: Machine): Promise<void> {
    const program = await askTypescript(this.#code);
    const isThere = typeof program === 'object';
    const gpu = noGpu(reasons, isThere);
    if (isThere) await this.#chooseTypescript(program, gpu);
    else this.#refuse(this.#cpu(), gpu, noTypescript(program, this.#data));
  }

  /** The engine: what is loaded, or else what is chosen, once it is loaded; nothing where that fails or is cancelled. */
  async engine(): Promise<Engine | undefined> {
    if (this.#loaded) return this.#loaded.engine;
    return this.#loading ?? this.#load();
  }

  #cpu(): Choice {
    return this.#all.find(({ id }) => id === 'cpu') ?? cpuChoice();
  }

  async #pick(choice: Choice): Promise<void> {
    if (choice.id !== 'cpu' || choice.download !== undefined) return this.#choose(choice);
    const program = await askTypescript(this.#code);
    if (typeof program === 'object') await this.#chooseTypescript(program);
    else this.#refuse(choice, noTypescript(program, this.#data));
  }

  async #chooseTypescript(
    program: Exclude<Awaited<ReturnType<typeof askTypescript>>, string>,
    ...notices: HTMLElement[]
  ): Promise<void> {
    const choice = cpuChoice(program);
    this.#all = this.#all.map(each => (each.id === 'cpu' ? choice : each));
    await this.#choose(choice, ...notices);
  }

  /** Chooses what cannot be loaded as things are. */
  #refuse(choice: Choice, ...notices: readonly HTMLElement[]): void {
    this.#chosen = choice;
    this.#drawChoices();
    this.#state.replaceChildren(this.#loaded ? this.#ready() : '');
    this.#notices.replaceChildren(...notices);
  }

  async #choose(choice: Choice, ...notices: readonly HTMLElement[]): Promise<void> {
    this.#chosen = choice;
    this.#drawChoices();
    this.#drawState();
    this.#notices.replaceChildren(...notices);
    if (this.#loaded?.choice.id !== choice.id && !(await hasWeights(choice)))
      this.#notices.append(noWeights(choice));
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
    const hadFocus = (): boolean => this.#state.contains(document.activeElement);
    const control = new AbortController();
    const progress = new Progress(this.#announcer, () => control.abort());
    const focus = hadFocus();
    this.#letGo();
    this.#choices.disabled = true;
    this.#notices.replaceChildren();
    this.#state.replaceChildren(progress.element);
    progress.update(0, download);
    if (focus) progress.cancel.focus();
    const notices: HTMLElement[] = [];
    try {
      const { signal } = control;
      const onProgress = (loaded: number, total: number): void => progress.update(loaded, total);
      const engine = await choice.open({ onProgress, signal });
      this.#loaded = { engine, choice };
      void engine.lost.then(error => this.#lose(engine, error));
      this.#announcer.say(`Ready on ${engine.place}`);
      if (engine.origin === 'synthetic') notices.push(synthetic());
      this.#onChange(engine);
      return engine;
    } catch (error) {
      if (control.signal.aborted) this.#announcer.say('Loading is cancelled');
      else if (await hasWeights(choice))
        notices.push(notice('error', 'It does not load.', `${reasonOf(error)}.`));
      else notices.push(noWeights(choice));
      return undefined;
    } finally {
      const isStillThere = hadFocus();
      this.#choices.disabled = false;
      const next = this.#drawState();
      if (isStillThere) next.focus();
      this.#notices.replaceChildren(...notices);
    }
  }

  #letGo(): void {
    if (!this.#loaded) return;
    this.#loaded.engine.dispose();
    this.#loaded = undefined;
    this.#onChange(undefined);
  }

  #lose(engine: Engine, error: Error): void {
    if (this.#loaded?.engine !== engine) return;
    this.#letGo();
    this.#drawState();
    this.#notices.replaceChildren(notice('error', 'The GPU is lost.', `${reasonOf(error)}.`));
  }
}
