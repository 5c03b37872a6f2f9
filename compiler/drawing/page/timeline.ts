/** The passes, one after another, with what each did. */

import type { PassData, PassesData, StageData } from '../data.ts';
import { unpackText } from '../texts.ts';
import { el } from './dom.ts';
import { grouped, plural } from './format.ts';
import type { Network } from './network.ts';
import { type Go, linkTo, shortList } from './parts.ts';

/** The list of passes. */
export const timeline = (network: Network, passes: PassesData, go: Go): HTMLElement =>
  el(
    'ol',
    { class: 'timeline' },
    el(
      'li',
      {},
      el('h3', {}, 'source'),
      el('p', { class: 'muted' }, 'The graph as the spec traces it.'),
      graphText(passes, passes.source, 'The graph'),
    ),
    ...passes.passes.map((pass, i) =>
      passItem(network, passes, pass, passes.passes[i - 1] ?? passes.source, go),
    ),
  );

function passItem(
  network: Network,
  passes: PassesData,
  pass: PassData,
  before: StageData,
  go: Go,
): HTMLLIElement {
  const name = (layer: number | string) => (): Node | string =>
    typeof layer === 'number' ? linkTo(network, layer, go) : layer;
  const layers = (label: string, list: readonly (number | string)[]): HTMLElement | false =>
    list.length > 0 &&
    el('p', { class: 'layers' }, el('b', {}, `${label} ${list.length}: `), shortList(list.map(name)));
  const isSame = pass.text === before.text;
  const constants = pass.constants - before.constants;
  return el(
    'li',
    { class: isSame ? 'same' : undefined },
    el('h3', {}, pass.name),
    el('p', { class: 'muted' }, pass.reason),
    isSame && el('p', {}, 'Nothing to do here.'),
    !isSame &&
      el(
        'ul',
        { class: 'counts' },
        ...pass.counts.map(([op, old, now]) => el('li', {}, `${op} ${old} → ${now}`)),
        pass.reordered && el('li', {}, 'reordered'),
        constants !== 0 &&
          el('li', {}, `${plural(Math.abs(constants), 'constant node')} ${constants > 0 ? 'more' : 'fewer'}`),
      ),
    layers('Gone', pass.gone),
    layers('Rewritten', pass.rewritten),
    layers('New', pass.made),
    !isSame && graphText(passes, pass, 'The graph after it'),
  );
}

/** A graph's text, written when it is asked for. */
function graphText(passes: PassesData, { nodes, constants, text }: StageData, label: string): HTMLElement {
  const pre = el('pre', { tabindex: 0, role: 'region', 'aria-label': label });
  const size = `${grouped(nodes)} nodes that run, ${grouped(constants)} constant`;
  const details = el('details', {}, el('summary', {}, `${label}: ${size}`), pre);
  details.addEventListener(
    'toggle',
    () => {
      pre.textContent = unpackText(passes.texts, text);
    },
    { once: true },
  );
  return details;
}
