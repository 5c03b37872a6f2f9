/** Which step runs a layer, by which kernel, and that kernel's source. */

import type { LayerData, SourceData } from '../data.ts';
import { codeOf } from './code.ts';
import { el } from './dom.ts';
import { plural } from './format.ts';
import type { Network } from './network.ts';
import { type Go, linkTo, shortList } from './parts.ts';

/** What is said of the work of a layer. */
export function describeWork(
  network: Network,
  place: number,
  layer: LayerData,
  sources: readonly SourceData[],
  go: Go,
): readonly HTMLElement[] {
  const { steps } = network.data;
  if (!steps) return [el('p', { class: 'muted' }, 'The target has no plan for this network.')];
  const own = layer.steps?.at(-1);
  const time = own ?? layer.within;
  const step = time === undefined ? undefined : steps[time];
  if (time === undefined || !step) return [el('p', {}, withoutStep(layer), 'It needs no kernel.')];
  const source = sources[step.source];
  const isOther = step.node !== undefined && step.node !== place;
  const where = el('p', { class: 'work' });
  if (own === undefined) {
    where.append(withoutStep(layer), `What is left to do is done in step ${time + 1} of ${steps.length}`);
    if (isOther && step.node !== undefined)
      where.append(', by the kernel of ', linkTo(network, step.node, go));
    where.append('.');
  } else {
    const first = layer.steps?.[0] ?? own;
    const range = first === own ? `Step ${own + 1}` : `Steps ${first + 1} to ${own + 1}`;
    where.append(`${range} of ${steps.length}.`);
  }
  const prepare = step.prepare === undefined ? undefined : sources[step.prepare];
  return [
    where,
    ...(source ? [kernelOf(source, network, step.source, go)] : []),
    ...(prepare ? [preparation(prepare)] : []),
  ];
}

const withoutStep = ({ gone }: LayerData): string =>
  gone === undefined
    ? 'No step of its own: its value is another’s, seen in another shape. '
    : `No step of its own: ${gone} took it out of the graph. `;

/** A kernel with the layers that share it. */
function kernelOf(source: SourceData, network: Network, index: number, go: Go): HTMLElement {
  const users = (network.data.steps ?? []).flatMap(step => (step.source === index ? [step.node] : []));
  const layers = users.filter(node => node !== undefined);
  return el(
    'section',
    { class: 'kernel' },
    el('h3', {}, 'Kernel'),
    el('p', { class: 'kernel-name' }, source.name),
    el(
      'p',
      { class: 'muted' },
      users.length > 1 ? `Shared by ${plural(users.length, 'step')}: ` : 'For this step alone.',
      users.length > 1 && shortList(layers.map(layer => () => linkTo(network, layer, go))),
    ),
    sourceOf(source),
  );
}

const preparation = (source: SourceData): HTMLElement =>
  el(
    'details',
    { class: 'kernel' },
    el('summary', {}, 'Its weights are transformed once, at load'),
    el('p', { class: 'kernel-name' }, source.name),
    sourceOf(source),
  );

const sourceOf = ({ path, text }: SourceData): HTMLElement =>
  el(
    'figure',
    { class: 'source' },
    el('figcaption', {}, path),
    el('pre', { tabindex: 0, role: 'region', 'aria-label': `Source of ${path}` }, codeOf(path, text)),
  );
