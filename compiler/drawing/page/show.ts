/** The page of one network. */

import type { BorderFigures, ShowData } from '../data.ts';
import { detailsOf, kindOf } from './details.ts';
import { el, facts } from './dom.ts';
import { openAtFirst } from './folds.ts';
import { bytesText, countText, grouped, shapeText } from './format.ts';
import { masthead, section } from './frame.ts';
import { MemoryView } from './memory.ts';
import { Network } from './network.ts';
import { howTo, Panel } from './panel.ts';
import { Search } from './search.ts';
import { timeline } from './timeline.ts';
import { legend, toolbar } from './toolbar.ts';
import { View } from './view.ts';

/** Draws it. */
export function showPage(data: ShowData): void {
  const network = new Network(data.network);
  const { memory, passes, sources, figures } = data;

  const panel = new Panel(howTo(), () => view.select(undefined));
  const go = (place: number): void => {
    view.select(place);
    view.reveal(place);
    view.bringIntoPage();
  };
  const view = new View(network, {
    label: `Graph of ${network.data.name}`,
    open: openAtFirst(network),
    columns: true,
    onSelect(place) {
      memoryView.mark(new Set(place === undefined ? [] : writersOf(network, place)));
      if (place === undefined) panel.close();
      else panel.show(network.path(place), kindOf(network, place), detailsOf(place, context));
    },
    onHover: place => memoryView.mark(new Set(place === undefined ? [] : writersOf(network, place)), 'glow'),
  });
  const context = {
    network,
    sources,
    go,
    isOpen: (place: number) => view.isOpen(place),
    setOpen: (place: number, isOpen: boolean) => view.setOpen(place, isOpen),
  };
  const memoryView = new MemoryView(memory, figures.steps, {
    onSelect([first]) {
      if (first === undefined) return;
      view.select(first);
      view.reveal(first);
    },
    onHover: nodes => view.glow(nodes),
  });
  const search = new Search(network, 'find', place => {
    go(place);
    view.focus(place);
  });

  const page = el(
    'main',
    {},
    masthead(network.data.name, `Compiled for ${data.target}`, [
      facts(
        [
          ...borders('Input', figures.inputs),
          ...borders('Output', figures.outputs),
          ['Parameters', grouped(figures.parameters)],
          ['Work', `${countText(figures.macs)} MACs`],
          ['Activation memory', bounded(figures.activations, figures.lowerBound)],
          ['Steps', grouped(figures.steps)],
          ['Kernels', grouped(figures.kernels)],
        ],
        'figures',
      ),
    ]),
    el(
      'div',
      { class: 'columns' },
      el(
        'div',
        { class: 'sections' },
        section('Graph', toolbar(view, search), view.stage, legend()),
        section('Memory', memoryView.element),
        section('Passes', timeline(network, passes, go)),
      ),
      panel.element,
    ),
  );
  document.body.append(page);
  view.start();
  memoryView.start();
  listen(view, search);
}

const bounded = (elements: number, least: number): HTMLElement =>
  el('span', {}, bytesText(elements), el('small', {}, `lower bound ${bytesText(least)}`));

/** The layers whose steps write what a node makes: its own, or those that do its work. */
function writersOf(network: Network, place: number): readonly number[] {
  const node = network.node(place);
  if (node.kind === 'input') return [place];
  if (node.kind === 'output') return node.inputs.flatMap(input => writersOf(network, input));
  const steps = network.data.steps ?? [];
  return network.layers(place).flatMap(layer => {
    const time = layer.steps?.at(-1) ?? (node.kind === 'layer' ? layer.within : undefined);
    return (time === undefined ? undefined : steps[time]?.node) ?? [];
  });
}

/** Keys that work anywhere in the page. */
function listen(view: View, search: Search): void {
  document.addEventListener('keydown', event => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape' && view.selected !== undefined) {
      const place = view.selected;
      view.select(undefined);
      view.focus(place);
    } else if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
}

/** One by its shape, several with their names. */
const borders = (what: string, all: readonly BorderFigures[]): readonly (readonly [string, string])[] =>
  all.map(({ name, shape }) =>
    all.length === 1 ? [what, shapeText(shape)] : [`${what} ${name}`, shapeText(shape)],
  );
