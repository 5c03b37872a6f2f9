/** What is known of a node, for the panel. */

import type { BorderData, LayerData, ModuleData, SourceData } from '../data.ts';
import { button, el, facts } from './dom.ts';
import { bytesText, countText, grouped, plural, shapeText, shareText } from './format.ts';
import { describeWork } from './kernels.ts';
import { count, type Network } from './network.ts';
import { type Go, linkTo, shortList, table } from './parts.ts';

/** What details are made from, and what they may do. */
export interface DetailsContext {
  readonly network: Network;
  readonly sources: readonly SourceData[];
  readonly go: Go;
  readonly isOpen: (place: number) => boolean;
  readonly setOpen: (place: number, isOpen: boolean) => void;
}

/** The panel's text for a node. */
export function detailsOf(place: number, context: DetailsContext): readonly HTMLElement[] {
  const node = context.network.node(place);
  switch (node.kind) {
    case 'module':
      return moduleDetails(place, node, context);
    case 'layer':
      return layerDetails(place, node, context);
    case 'input':
    case 'output':
      return borderDetails(place, node, context);
  }
}

/** What a node is, under its path. */
export function kindOf(network: Network, place: number): string {
  const node = network.node(place);
  if (node.kind === 'module') return place === 0 ? 'network' : node.type || 'module';
  return node.kind === 'layer' ? node.type : `${node.kind} of the network`;
}

const share = (part: number, whole: number): string => ` (${shareText(part, whole)})`;

function layerDetails(place: number, layer: LayerData, context: DetailsContext): readonly HTMLElement[] {
  const { network, sources, go } = context;
  const { all } = network;
  const attributes = Object.entries(layer.attributes);
  return [
    facts([
      ['Input', inputsOf(layer.inputs, context)],
      ['Output', shapeText(layer.shape)],
      ['Read by', readersOf(place, context)],
      ['MACs', layer.macs > 0 && `${grouped(layer.macs)}${share(layer.macs, all.macs)}`],
      ['Activation', bytesText(count(layer.shape))],
    ]),
    ...(attributes.length > 0
      ? [
          el('h3', {}, 'Attributes'),
          facts(
            attributes.map(([key, value]) => [key, `${value}`]),
            'facts attributes',
          ),
        ]
      : []),
    ...parametersOf(layer),
    el('h3', {}, 'Work'),
    ...describeWork(network, place, layer, sources, go),
  ];
}

function parametersOf({ parameters, id }: LayerData): readonly HTMLElement[] {
  if (parameters.length === 0) return [];
  const nameOf = (name: string): string => (name.startsWith(`${id}.`) ? name.slice(id.length + 1) : name);
  return [
    el('h3', {}, 'Parameters'),
    table(
      'Parameters',
      ['Name', 'Shape', 'Numbers'],
      parameters.map(({ name, shape, trained }) => [
        el('span', { title: name }, nameOf(name), !trained && el('small', {}, ' not trained')),
        shapeText(shape),
        grouped(count(shape)),
      ]),
      [false, false, true],
    ),
  ];
}

function moduleDetails(place: number, { type }: ModuleData, context: DetailsContext): readonly HTMLElement[] {
  const { network, isOpen, setOpen } = context;
  const { layers, parameters, macs } = network.totals(place);
  const shape = network.shape(place);
  const steps = network.layers(place).flatMap(layer => layer.steps ?? []);
  const sources = new Set(steps.map(step => network.data.steps?.[step]?.source));
  const toggle = button(isOpen(place) ? 'Fold' : 'Unfold', { class: 'plain-button' }, () =>
    setOpen(place, !isOpen(place)),
  );
  return [
    ...(place === 0 ? [] : [el('p', {}, toggle)]),
    facts([
      ['Class', type],
      ['Output', shape && shapeText(shape)],
      ['Layers', grouped(layers)],
      ['Parameters', `${grouped(parameters)}${share(parameters, network.all.parameters)}`],
      ['MACs', `${grouped(macs)}${share(macs, network.all.macs)}`],
      ['Activation', shape && bytesText(count(shape))],
      ['Work', steps.length > 0 && `${plural(steps.length, 'step')} by ${plural(sources.size, 'kernel')}`],
      ['Read by', readersOf(network.result(place), context)],
    ]),
    el('h3', {}, 'Members'),
    table(
      'Members',
      ['Name', 'MACs', 'Parameters'],
      network.members(place).map(member => {
        const totals = network.totals(member);
        return [
          linkTo(network, member, context.go),
          totals.macs > 0 ? countText(totals.macs) : '',
          totals.parameters > 0 ? countText(totals.parameters) : '',
        ];
      }),
      [false, true, true],
    ),
  ];
}

function borderDetails(place: number, border: BorderData, context: DetailsContext): readonly HTMLElement[] {
  return [
    facts([
      ['Shape', shapeText(border.shape)],
      ['Bytes', bytesText(count(border.shape))],
      ['Comes from', border.kind === 'output' && inputsOf(border.inputs, context)],
      ['Read by', border.kind === 'input' && readersOf(place, context)],
    ]),
  ];
}

function inputsOf(inputs: readonly number[], { network, go }: DetailsContext): HTMLElement | string {
  if (inputs.length === 0) return 'none';
  return el(
    'span',
    { class: 'lines' },
    ...inputs.map(input => {
      const shape = network.shape(input);
      return el('span', {}, shape ? `${shapeText(shape)} from ` : '', linkTo(network, input, go));
    }),
  );
}

function readersOf(place: number, { network, go }: DetailsContext): HTMLElement | undefined {
  const readers = network.readers(place);
  if (readers.length === 0) return undefined;
  return shortList(readers.map(reader => () => linkTo(network, reader, go)));
}
