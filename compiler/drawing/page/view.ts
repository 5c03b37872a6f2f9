/** A network's graph on the page: boxes that can be chosen, modules that fold. */

import type { Mark } from './boxes.ts';
import { type Area, Camera } from './camera.ts';
import { el, isNarrow, isStill, svg } from './dom.ts';
import { arrowHead, drawScene } from './drawing.ts';
import { neighbour } from './neighbours.ts';
import type { Network } from './network.ts';
import { Arranger, type Placed, type Scene } from './scene.ts';
import { boxOf } from './wires.ts';

/** What a view is given. */
export interface ViewOptions {
  /** What it is called. */
  readonly label: string;
  /** Modules that are open at first, the network among them. */
  readonly open: ReadonlySet<number>;
  /** Whether what is long may go over into another column. */
  readonly columns: boolean;
  /** How a node stands in a comparison; asked again whenever modules fold. */
  readonly markOf?: (place: number, isFolded: boolean) => Mark | undefined;
  readonly onSelect: (place: number | undefined) => void;
  readonly onHover?: (place: number | undefined) => void;
}

/** The graph. */
export class View {
  /** The drawing in its stage, which goes into the page. */
  readonly stage: HTMLElement;
  readonly element: SVGSVGElement;
  readonly camera: Camera;
  readonly network: Network;
  readonly #options: ViewOptions;
  readonly #arranger: Arranger;
  readonly #world = svg('g', { class: 'world' });
  readonly #arrows: string;
  #open: Set<number>;
  #scene: Scene = { width: 0, height: 0, placed: [], wires: [] };
  #groups: ReadonlyMap<number, SVGGElement> = new Map();
  #paths: readonly SVGPathElement[] = [];
  #current: number | undefined;
  #selected: number | undefined;

  constructor(network: Network, options: ViewOptions, index = 0) {
    this.network = network;
    this.#options = options;
    this.#arranger = new Arranger(network);
    this.#open = new Set(options.open);
    this.#arrows = `arrow-${index}`;
    this.element = svg('svg', { class: 'graph', role: 'group', 'aria-label': options.label });
    this.element.append(arrowHead(this.#arrows), this.#world);
    this.camera = new Camera(this.element, this.#world);
    this.element.addEventListener('click', event => this.#click(event));
    this.element.addEventListener('dblclick', event => this.#toggle(placeAt(event.target)));
    this.element.addEventListener('keydown', event => this.#key(event));
    this.stage = el('div', { class: 'stage' }, this.element);
    // An SVG element that listens for the focus would take it itself.
    this.stage.addEventListener('focusin', event => this.#focused(placeAt(event.target)));
    this.element.addEventListener('pointerover', event => options.onHover?.(placeAt(event.target)));
    this.element.addEventListener('pointerleave', () => options.onHover?.(undefined));
  }

  /** Draws for the first time, once the element is in the page. */
  start(): void {
    this.#draw(true);
    this.#home();
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Chooses a node, or nothing. */
  select(place: number | undefined): void {
    if (place === this.#selected) return;
    this.show(place);
    this.#options.onSelect(place);
  }

  /** Shows a node as chosen, which someone else has done. */
  show(place: number | undefined): void {
    this.#selected = place;
    this.#showSelection();
  }

  /** Opens the modules around a node and brings it into view. */
  reveal(place: number): void {
    const folded = this.network.around(place).filter(module => !this.#open.has(module));
    if (folded.length > 0) {
      for (const module of folded) this.#open.add(module);
      this.#draw();
    }
    const area = this.#areaOf(place);
    if (area) this.camera.reveal(area);
    this.#setCurrent(place);
  }

  /** Scrolls the page so that the graph is seen. */
  bringIntoPage(): void {
    const block = isNarrow() ? 'start' : 'nearest';
    this.stage.scrollIntoView({ block, behavior: isStill() ? 'auto' : 'smooth' });
  }

  /** Gives a node the keyboard. */
  focus(place: number): void {
    this.#groups.get(place)?.focus({ preventScroll: true });
  }

  isOpen(place: number): boolean {
    return this.#open.has(place);
  }

  /** Opens or folds a module, which stays where it is. */
  setOpen(place: number, isOpen: boolean): void {
    if (isOpen === this.#open.has(place)) return;
    if (isOpen) this.#open.add(place);
    else this.#open.delete(place);
    const before = this.#areaOf(place);
    const hadFocus = this.element.contains(document.activeElement);
    this.#draw();
    const after = this.#areaOf(place);
    if (before && after) this.camera.hold(before, after);
    this.#setCurrent(place);
    if (hadFocus) this.focus(place);
    if (this.#selected === place) this.#options.onSelect(place);
  }

  /** Opens these modules and folds all others. */
  openOnly(modules: Iterable<number>): void {
    this.#open = new Set([0, ...modules]);
    this.#draw(true);
    this.#home();
    if (this.#selected !== undefined) this.#options.onSelect(this.#selected);
  }

  /** Marks nodes, or the folded modules that they are in. */
  glow(places: Iterable<number>): void {
    for (const group of this.element.querySelectorAll('.glow')) group.classList.remove('glow');
    for (const place of places) this.#groups.get(this.#boxOf(place))?.classList.add('glow');
  }

  #home(): void {
    const [first] = this.#scene.placed;
    this.camera.home({ x: (first?.x ?? 0) + (first?.width ?? 0) / 2, y: first?.y ?? 0 });
  }

  #boxOf(place: number): number {
    return boxOf(this.network, this.#open, place);
  }

  #areaOf(place: number): Area | undefined {
    const placed = this.#scene.placed.find(({ node }) => node === place);
    return placed && headOf(placed);
  }

  #draw(isNew = false): void {
    const scene = this.#arranger.arrange(
      this.#open,
      isNew && this.#options.columns ? this.camera.view : undefined,
    );
    this.#scene = scene;
    const { elements, groups, paths } = drawScene(this.network, scene, this.#options.markOf, this.#arrows);
    this.#groups = groups;
    this.#paths = paths;
    this.#world.replaceChildren(...elements);
    this.camera.setSize(scene.width, scene.height);
    this.#setCurrent(this.#current);
    this.#showSelection();
  }

  /** The one box that Tab reaches; arrows lead from it to the others. */
  #setCurrent(place: number | undefined): void {
    if (this.#current !== undefined) this.#groups.get(this.#current)?.setAttribute('tabindex', '-1');
    const shown = place === undefined ? undefined : this.#boxOf(place);
    this.#current = shown !== undefined && this.#groups.has(shown) ? shown : this.#scene.placed[0]?.node;
    if (this.#current !== undefined) this.#groups.get(this.#current)?.setAttribute('tabindex', '0');
  }

  #showSelection(): void {
    for (const group of this.element.querySelectorAll('.selected')) {
      group.classList.remove('selected');
      group.setAttribute('aria-pressed', 'false');
    }
    const selected = this.#selected;
    const box = selected === undefined ? undefined : this.#groups.get(this.#boxOf(selected));
    box?.classList.add('selected');
    box?.setAttribute('aria-pressed', 'true');
    const touches = (place: number): boolean =>
      selected !== undefined && (place === selected || this.network.isWithin(place, selected));
    for (const [i, { source, targets }] of this.#scene.wires.entries()) {
      const path = this.#paths[i];
      const leaves = touches(source);
      const enters = [...targets].some(touches);
      path?.classList.toggle('live', leaves !== enters);
    }
  }

  #click(event: MouseEvent): void {
    const place = placeAt(event.target);
    if (place === undefined) return;
    this.#setCurrent(place);
    const isToggle =
      event.target instanceof Element && event.target.closest('.toggle, .toggle-sign') !== null;
    if (isToggle) this.#toggle(place);
    else this.select(place);
  }

  #toggle(place: number | undefined): void {
    if (place !== undefined && this.network.isModule(place)) this.setOpen(place, !this.#open.has(place));
  }

  #focused(place: number | undefined): void {
    if (place === undefined) return;
    this.#setCurrent(place);
    const area = this.#areaOf(place);
    const group = this.#groups.get(place);
    if (area && group?.matches(':focus-visible')) this.camera.reveal(area);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = placeAt(event.target);
    if (this.#act(event.key, place)) event.preventDefault();
  }

  /** What a key does; whether it does anything. */
  #act(key: string, place: number | undefined): boolean {
    if (key === '+' || key === '=') this.camera.zoomBy(1.3);
    else if (key === '-') this.camera.zoomBy(1 / 1.3);
    else if (key === '0') this.camera.fit();
    else if (place === undefined) return false;
    else if (key === 'Enter') this.select(place);
    else if (key === ' ') {
      if (this.network.isModule(place)) this.#toggle(place);
      else this.select(place);
    } else return this.#walk(place, key);
    return true;
  }

  #walk(place: number, key: string): boolean {
    const targets = this.#scene.placed.map(placed => ({ node: placed.node, ...headOf(placed) }));
    const from = targets.find(({ node }) => node === place);
    const next = from && neighbour(targets, from, key);
    if (next !== undefined) {
      this.#setCurrent(next);
      this.focus(next);
      const area = this.#areaOf(next);
      if (area) this.camera.reveal(area);
    }
    return key.startsWith('Arrow');
  }
}

/** What of a frame is focused: its head. */
const headOf = ({ x, y, width, height, isFrame }: Placed): Area => ({
  x,
  y,
  width,
  height: isFrame ? 40 : height,
});

function placeAt(target: EventTarget | null): number | undefined {
  const group = target instanceof Element ? target.closest('[data-node]') : null;
  return group ? Number(group.getAttribute('data-node')) : undefined;
}
