/** The page of two networks: both graphs, and what differs. */

import type { DiffData } from '../data.ts';
import { changeList, changeTable, countChanges, statusSign, totalsTable } from './changes.ts';
import { detailsOf, kindOf } from './details.ts';
import { button, el } from './dom.ts';
import { openAround, openAtFirst } from './folds.ts';
import { masthead } from './frame.ts';
import { Network } from './network.ts';
import { otherSide, Pairs, type Side, signs, verdictOf } from './pairs.ts';
import { Panel } from './panel.ts';
import { Search } from './search.ts';
import { toolbar } from './toolbar.ts';
import { View } from './view.ts';

/** Draws it. */
export function diffPage(data: DiffData): void {
  const networks = { before: new Network(data.before), after: new Network(data.after) };
  const pairs = new Pairs(data, networks);

  /** Chooses a node and what it is matched with. */
  const choose = (side: Side, place: number | undefined): void => {
    const other = place === undefined ? undefined : pairs.twin(side, place);
    views[side].show(place);
    views[otherSide(side)].show(other);
    if (other !== undefined) views[otherSide(side)].reveal(other);
    if (place === undefined) panel.close();
    else describe(side, place);
  };
  const goTo = (side: Side, place: number): void => {
    choose(side, place);
    views[side].reveal(place);
    views[side].bringIntoPage();
  };
  const viewOf = (side: Side, index: number): View =>
    new View(
      networks[side],
      {
        label: `Graph of ${networks[side].data.name}, ${side}`,
        open:
          pairs.places(side).length > 0
            ? openAround(networks[side], pairs.places(side))
            : openAtFirst(networks[side]),
        columns: false,
        markOf: (place, isFolded) => pairs.mark(side, place, isFolded),
        onSelect: place => choose(side, place),
        onHover(place) {
          const other = place === undefined ? undefined : pairs.twin(side, place);
          views[otherSide(side)].glow(other === undefined ? [] : [other]);
        },
      },
      index,
    );
  const views = { before: viewOf('before', 0), after: viewOf('after', 1) };
  const describe = (side: Side, place: number): void => {
    const network = networks[side];
    const view = views[side];
    const context = {
      network,
      sources: data.sources,
      go: (next: number) => goTo(side, next),
      isOpen: (module: number) => view.isOpen(module),
      setOpen: (module: number, isOpen: boolean) => view.setOpen(module, isOpen),
    };
    panel.show(network.path(place), `${kindOf(network, place)}, ${side}`, [
      ...comparison(side, place),
      ...detailsOf(place, context),
    ]);
  };
  const comparison = (side: Side, place: number): readonly HTMLElement[] => {
    const entry = pairs.entry(side, place);
    if (!entry) return [];
    const verdict = verdictOf(entry);
    const twin = pairs.twin(side, place);
    const line = el('p', { class: 'verdict' }, statusSign(verdict), ` ${verdict}`);
    if (twin !== undefined) {
      const other = otherSide(side);
      const link = button(networks[other].path(twin), { class: 'link' }, () => goTo(other, twin));
      line.append(entry.moved ? `, moved; ${other} it is ` : `; ${other} it is `, link);
    }
    return [line, ...(entry.changes.length > 0 ? [changeTable(entry.changes)] : [])];
  };
  const panel = new Panel(changeList(pairs, networks, goTo), () => {
    choose('before', undefined);
  });

  const column = (side: Side): HTMLElement => {
    const view = views[side];
    const search = new Search(networks[side], `find-${side}`, place => {
      goTo(side, place);
      view.focus(place);
    });
    return el(
      'section',
      { class: 'side', 'aria-label': side },
      el(
        'h2',
        {},
        el('span', { class: 'muted' }, side === 'before' ? 'Before ' : 'After '),
        networks[side].data.name,
      ),
      toolbar(view, search),
      view.stage,
    );
  };
  const title = `${data.before.name} → ${data.after.name}`;
  document.body.append(
    el(
      'main',
      { class: 'comparison' },
      masthead(title, `${countChanges(pairs, data.sameStructure)} Compiled for ${data.target}.`, [
        totalsTable(data.totals),
      ]),
      el('div', { class: 'sides' }, column('before'), column('after'), panel.element),
      key(),
      el(
        'p',
        { class: 'note' },
        'Drag or scroll to move, Ctrl + scroll to zoom. Keys: arrows go to a neighbour, Enter chooses, Space folds, + − 0 zoom, Esc closes.',
      ),
    ),
  );
  for (const view of Object.values(views)) view.start();
  listen(choose, views);
}

/** What the signs mean. */
const key = (): HTMLElement =>
  el(
    'ul',
    { class: 'legend signs', 'aria-label': 'Signs' },
    ...(['added', 'removed', 'changed', 'moved'] as const).map(verdict =>
      el('li', {}, el('span', { class: `sign is-${verdict}` }, signs[verdict]), verdict),
    ),
  );

function listen(
  choose: (side: Side, place: number | undefined) => void,
  views: Readonly<Record<Side, View>>,
): void {
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const side = views.before.selected !== undefined ? 'before' : 'after';
    const { selected } = views[side];
    if (selected === undefined) return;
    choose(side, undefined);
    views[side].focus(selected);
  });
}
