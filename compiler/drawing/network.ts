/** A network as a page draws it: its outline in one list, with the steps and kernels of its plan. */

import type { Compilation } from '../compile.ts';
import type { Node } from '../ir/graph.ts';
import { traceOutline } from '../outline/build.ts';
import { type Layer, type Outline, type Part, partsOf } from '../outline/outline.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../target.ts';
import type { Family, LayerData, NetworkData, NodeData, SourceData, StepData } from './data.ts';
import { writesOf } from './memory.ts';
import { type Work, workOf } from './steps.ts';

/** Kernels of a page, each distinct one once. */
export class Sources {
  readonly list: SourceData[] = [];
  readonly #places = new Map<string, number>();

  /** The place of a kernel in the list. */
  placeOf(source: SourceData): number {
    const key = JSON.stringify([source.path, source.text]);
    const place = this.#places.get(key) ?? this.list.push(source) - 1;
    this.#places.set(key, place);
    return place;
  }
}

/** A network in the making. */
export interface Drawn {
  readonly network: NetworkData;
  /** Places in the network's list. */
  readonly placeOfPart: ReadonlyMap<string, number>;
  readonly placeOfNode: ReadonlyMap<Node, number>;
  readonly inputs: readonly number[];
}

/**
 * A network with the steps that run it.
 *
 * @param compilation - of a graph that has this outline; without it there are no steps
 */
export function describeNetwork(
  outline: Outline,
  compilation: Compilation | undefined,
  target: Target,
  sources: Sources,
): Drawn {
  const parts = partsOf(outline.root);
  const count = outline.inputs.length;
  // The root, the inputs, the other parts, the outputs.
  const placeOfPart = new Map(parts.map((part, i) => [part.id, i === 0 ? 0 : i + count]));
  const placeOfNode = new Map<Node, number>();
  const works = new Map<string, Work>();
  if (compilation) {
    const { layers } = traceOutline(compilation.source);
    for (const [node, { id }] of layers) placeOfNode.set(node, placeOfPart.get(id) ?? 0);
    for (const [{ id }, work] of workOf(layers, compilation.plan)) works.set(id, work);
  }
  const steps = compilation && stepsOf(compilation.plan, works, placeOfPart, target, sources);
  const nodes = nodesOf(outline, parts, placeOfPart, works);
  return {
    network: { name: outline.name, nodes, ...(steps && { steps }) },
    placeOfPart,
    placeOfNode,
    inputs: outline.inputs.map((_, i) => i + 1),
  };
}

function nodesOf(
  { inputs, outputs }: Outline,
  parts: readonly Part[],
  places: ReadonlyMap<string, number>,
  works: ReadonlyMap<string, Work>,
): readonly NodeData[] {
  const placeOfInput = new Map(inputs.map(({ name }, i) => [name, i + 1]));
  const layers = new Set(parts.filter(part => part.kind === 'layer').map(({ id }) => id));
  const read = (names: readonly string[]): readonly number[] =>
    names.flatMap(name => (layers.has(name) ? places : placeOfInput).get(name) ?? []);
  const parentOf = parentsOf(parts, places);
  const [root, ...members] = parts.map((part): NodeData => {
    const parent = parentOf.get(part) ?? -1;
    if (part.kind === 'layer') return layerOf(part, parent, read(part.inputs), works.get(part.id));
    return { kind: 'module', id: part.id, name: part.name, type: part.type, parent };
  });
  const before = inputs.map(
    ({ name, shape }): NodeData => ({ kind: 'input', id: name, name, parent: 0, inputs: [], shape }),
  );
  const after = outputs.map(
    ({ name, id, shape }): NodeData => ({
      kind: 'output',
      // Two outputs may be of one layer.
      id: outputs.length === 1 ? id : `output ${name}`,
      name: outputs.length === 1 ? 'output' : name,
      parent: 0,
      inputs: read([id]),
      shape,
    }),
  );
  return [...(root ? [root] : []), ...before, ...members, ...after];
}

function parentsOf(parts: readonly Part[], places: ReadonlyMap<string, number>): ReadonlyMap<Part, number> {
  return new Map(
    parts.flatMap(part =>
      part.kind === 'module' ? part.children.map(child => [child, places.get(part.id) ?? 0] as const) : [],
    ),
  );
}

function layerOf(layer: Layer, parent: number, inputs: readonly number[], work: Work | undefined): LayerData {
  return {
    kind: 'layer',
    id: layer.id,
    name: layer.name,
    type: layer.type,
    parent,
    family: familyOf(layer),
    attributes: layer.attributes,
    inputs,
    shape: layer.shape,
    parameters: layer.parameters.map(({ name, shape, trained }) => ({ name, shape, trained })),
    macs: layer.macs,
    ...(work?.kind === 'own' && { steps: work.steps }),
    ...(work?.kind === 'within' && { within: work.step }),
  };
}

const families: Readonly<Record<Layer['form'], Family>> = {
  leaf: 'move',
  pointwise: 'elementwise',
  convolution: 'multiply',
  linear: 'multiply',
  pool: 'pool',
  'adaptive-pool': 'pool',
  softmax: 'elementwise',
  concat: 'move',
  reshape: 'move',
  pack: 'move',
  composite: 'move',
};

const familyOf = ({ form, type }: Layer): Family =>
  form === 'composite' && type.endsWith('Norm') ? 'normalize' : families[form];

function stepsOf(
  plan: Plan,
  works: ReadonlyMap<string, Work>,
  placeOfPart: ReadonlyMap<string, number>,
  target: Target,
  sources: Sources,
): readonly StepData[] {
  const nodeOf = new Map<number, number>();
  for (const [id, work] of works) {
    const place = placeOfPart.get(id);
    if (work.kind === 'own' && place !== undefined) for (const step of work.steps) nodeOf.set(step, place);
  }
  const kernels = plan.kernels.map(kernel => {
    const { path, text } = target.kernel(kernel, plan);
    return sources.placeOf({ name: kernel.name, path, text });
  });
  // A step reads what was prepared for it, or for another layer with the same weights.
  const prepared = new Map(
    plan.prepare.map(step => [step.arguments.at(-1)?.offset, kernels[step.kernel]] as const),
  );
  const writes = writesOf(plan);
  return plan.steps.map((step, i) => {
    const node = nodeOf.get(i);
    const source = kernels[step.kernel] ?? 0;
    const weights = step.arguments.find(({ region }) => region === 'prepared');
    const prepare = weights && prepared.get(weights.offset);
    const written = writes[i];
    return {
      source,
      ...(node !== undefined && { node }),
      ...(prepare !== undefined && { prepare }),
      ...(written !== undefined && { writes: written }),
    };
  });
}
