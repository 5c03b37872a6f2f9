/** Boxes and frames as SVG, with what they say. */

import type { NodeData } from '../data.ts';
import { svg } from './dom.ts';
import { countText, operatorText, plural, shapeText } from './format.ts';
import { shortened, widthOf } from './measure.ts';
import type { Network } from './network.ts';
import type { Placed } from './scene.ts';

/** How a node stands in a comparison. */
export interface Mark {
  readonly status: 'added' | 'removed' | 'changed' | 'moved' | 'inside';
  /** Shape as well as colour tells marks apart. */
  readonly sign: string;
  readonly text: string;
}

/** The box, or the head of the frame, of a node: what is clicked and focused. */
export function drawBox(network: Network, placed: Placed, mark: Mark | undefined): SVGGElement {
  const { node: place, isFrame, x, y } = placed;
  const node = network.node(place);
  const isModule = node.kind === 'module';
  const classes = [
    isFrame ? 'frame' : 'box',
    node.kind,
    node.kind === 'layer' && node.family,
    mark && `is-${mark.status}`,
  ];
  const group = svg('g', {
    class: classes.filter(Boolean).join(' '),
    transform: `translate(${x} ${y})`,
    role: 'button',
    tabindex: -1,
    'data-node': place,
    'aria-label': `${labelOf(network, place)}${mark ? `, ${mark.text}` : ''}`,
    'aria-expanded': isModule ? `${isFrame}` : undefined,
    'aria-pressed': 'false',
  });
  group.append(...(isFrame ? frameHead(network, placed) : boxOf(network, placed)));
  if (mark) group.append(badge(mark, placed));
  return group;
}

/** The ground of a frame, under the wires. */
export const drawGround = ({ x, y, width, height }: Placed, mark: Mark | undefined): SVGRectElement =>
  svg('rect', { class: `ground${mark ? ` is-${mark.status}` : ''}`, x, y, width, height, rx: 10 });

/** What a reader hears. */
function labelOf(network: Network, place: number): string {
  const node = network.node(place);
  const shape = network.shape(place);
  const { macs, parameters, layers } = network.totals(place);
  const words = [network.path(place)];
  if (node.kind === 'layer' && node.name !== node.type) words.push(node.type);
  if (node.kind === 'module') words.push(node.type || 'module', plural(layers, 'layer'));
  if (shape) words.push(`output ${shape.join(' by ')}`);
  if (node.kind === 'module' && parameters > 0) words.push(`${countText(parameters)} parameters`);
  if (macs > 0) words.push(`${countText(macs)} MACs`);
  return words.join(', ');
}

function boxOf(network: Network, placed: Placed): readonly SVGElement[] {
  const node = network.node(placed.node);
  const { width, height } = placed;
  const radius = node.kind === 'input' || node.kind === 'output' ? height / 2 : 7;
  const plate = svg('rect', { class: 'plate', width, height, rx: radius });
  if (node.kind === 'module') {
    const stack = svg('rect', { class: 'stack', x: 5, y: 5, width: width - 5, height, rx: radius });
    return [stack, plate, ...toggle(false), ...moduleText(network, placed.node, node, width)];
  }
  const shape = shapeText(node.shape);
  if (node.kind !== 'layer') {
    const room = width - 36 - widthOf(shape, 'plain');
    return [
      plate,
      ...row(shortened(node.name, 'name', room), shape, 18, width - 18, 23, 'name'),
      titleOf(network.path(placed.node)),
    ];
  }
  const isOnlyOperator = node.name === node.type;
  const name = shortened(isOnlyOperator ? operatorText(node) : node.name, 'name', width - 26);
  const left = width - 36 - widthOf(name, 'name');
  const operator = isOnlyOperator || left < 30 ? '' : shortened(operatorText(node), 'plain', left, 'start');
  return [
    plate,
    svg('rect', { class: 'stripe', x: 1.5, y: 8, width: 4, height: height - 16, rx: 2 }),
    ...row(name, operator, 14, width - 12, 20, 'name'),
    ...row(shape, node.macs > 0 ? `${countText(node.macs)} MACs` : '', 14, width - 12, 38, 'plain'),
    titleOf(network.path(placed.node)),
  ];
}

function moduleText(
  network: Network,
  place: number,
  { name, type }: Extract<NodeData, { kind: 'module' }>,
  width: number,
): readonly SVGElement[] {
  const { parameters, macs, layers } = network.totals(place);
  const shape = network.shape(place);
  const shortName = shortened(name, 'name', width - 50);
  const left = width - 60 - widthOf(shortName, 'name');
  const shortType = left < 30 ? '' : shortened(type, 'plain', left, 'start');
  return [
    ...row(shortName, shortType, 38, width - 12, 22, 'name'),
    ...row(shape ? shapeText(shape) : '', plural(layers, 'layer'), 38, width - 12, 40, 'plain'),
    ...row(`${countText(parameters)} parameters`, `${countText(macs)} MACs`, 14, width - 12, 57, 'plain'),
    titleOf(network.path(place)),
  ];
}

function frameHead(network: Network, { node: place, width }: Placed): readonly SVGElement[] {
  const node = network.node(place);
  const name = shortened(node.name, 'name', width - 52);
  const shape = network.shape(place);
  // The class, then the shape, where there is room for them.
  let left = width - 52 - widthOf(name, 'name');
  const ifItFits = (text: string): string => {
    if (text === '' || widthOf(text, 'plain') + 12 > left) return '';
    left -= widthOf(text, 'plain') + 12;
    return text;
  };
  const type = ifItFits(node.kind === 'module' ? node.type : '');
  const shapeLabel = ifItFits(shape ? shapeText(shape) : '');
  return [
    svg('rect', { class: 'plate', x: 3, y: 3, width: width - 6, height: 34, rx: 8 }),
    ...toggle(true),
    ...row(name, shapeLabel, 38, width - 14, 24, 'name'),
    ...(type === '' ? [] : [svg('text', { class: 'plain', x: 46 + widthOf(name, 'name'), y: 24 }, type)]),
    titleOf(network.path(place)),
  ];
}

/** A text on the left, a muted one on the right. */
const row = (
  left: string,
  right: string,
  from: number,
  to: number,
  y: number,
  font: 'name' | 'plain',
): readonly SVGElement[] => [
  ...(left === '' ? [] : [svg('text', { class: font, x: from, y }, left)]),
  ...(right === '' ? [] : [svg('text', { class: 'plain end', x: to, y }, right)]),
];

const titleOf = (text: string): SVGElement => svg('title', {}, text);

/** A plus or a minus in a square. */
const toggle = (isOpen: boolean): readonly SVGElement[] => [
  svg('rect', { class: 'toggle', x: 11, y: 9, width: 20, height: 20, rx: 5 }),
  svg('path', { class: 'toggle-sign', d: isOpen ? 'M16.5 19h9' : 'M16.5 19h9M21 14.5v9' }),
];

function badge({ sign }: Mark, { width }: Placed): SVGElement {
  const wide = Math.max(20, 12 + 7 * sign.length);
  return svg(
    'g',
    { class: 'badge', transform: `translate(${width - wide + 8} -9)` },
    svg('rect', { width: wide, height: 20, rx: 10 }),
    svg('text', { x: wide / 2, y: 14.5 }, sign),
  );
}
