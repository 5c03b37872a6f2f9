/** What a network, or a stage of it, costs: from its outline, and from the plan for a target. */

import { layersOf, type Part } from '../../outline/outline.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import { elementCount } from '../../shape.ts';
import type { Target } from '../../target.ts';

/** Costs. Those that come from a plan are absent where there is none. */
export interface Figures {
  /** Numbers that training sets. */
  readonly parameters: number;
  /** Multiply-accumulates of one run. */
  readonly macs: number;
  /** Bytes of activation memory: the arena; for a stage the most that is alive while it runs. */
  readonly activations?: number;
  /** Bytes of packed weights. */
  readonly weights?: number;
  readonly steps?: number;
  /** Distinct kernels. */
  readonly kernels?: number;
  /** Bytes of the kernels' generated code, without the names of the layers that use them. */
  readonly code?: number;
}

/** Counts what belongs to parts of one network. */
export class Accounts {
  readonly #plan: Plan | undefined;
  readonly #code: readonly number[];

  /** @param plan - the network's; absent where it cannot be planned */
  constructor(plan: Plan | undefined, target: Target) {
    this.#plan = plan;
    const unnamed = plan && withoutLayers(plan);
    this.#code = unnamed
      ? unnamed.kernels.map(kernel => Buffer.byteLength(target.kernel(kernel, unnamed).text))
      : [];
  }

  /** Of the network itself, or of parts of it. */
  figures(parts: readonly Part[]): Figures {
    const layers = parts.flatMap(layersOf);
    const sizes = layers.flatMap(({ parameters }) =>
      parameters.filter(({ trained }) => trained).map(({ shape }) => elementCount(shape)),
    );
    return {
      parameters: sizes.reduce((sum, size) => sum + size, 0),
      macs: layers.reduce((sum, layer) => sum + layer.macs, 0),
      ...(this.#plan && this.#planned(parts, this.#plan)),
    };
  }

  #planned(
    parts: readonly Part[],
    { arena, prepare, steps, recipe }: Plan,
  ): Omit<Figures, 'parameters' | 'macs'> {
    const isOwn = (path: string): boolean => parts.some(part => holds(part, path));
    const times = [...steps.keys()].filter(time => isOwn(steps[time]?.layer ?? ''));
    const kernels = new Set(
      [...prepare, ...steps].filter(({ layer }) => isOwn(layer)).map(({ kernel }) => kernel),
    );
    const tensors = recipe.tensors.filter(({ name }) => isOwn(name.replace(/ [^ ]*$/, '')));
    const alive = times.map(time =>
      arena.buffers
        .filter(({ first, last }) => first <= time && time <= last)
        .reduce((sum, { elements }) => sum + elements, 0),
    );
    return {
      activations:
        (arena.elementBytes ?? 4) *
        (parts.some(({ id }) => id === '') ? arena.elements : Math.max(0, ...alive)),
      weights: 4 * tensors.reduce((sum, { elements }) => sum + elements, 0),
      steps: times.length,
      kernels: kernels.size,
      code: [...kernels].reduce((sum, kernel) => sum + (this.#code[kernel] ?? 0), 0),
    };
  }
}

/** The plan without the names of layers, which stand over each kernel: code is no larger for being used more often. */
function withoutLayers(plan: Plan): Plan {
  const unnamed = (steps: readonly Step[]): readonly Step[] => steps.map(step => ({ ...step, layer: '' }));
  return { ...plan, prepare: unnamed(plan.prepare), steps: unnamed(plan.steps) };
}

/** Whether a path is a part's, or lies in it. */
function holds(part: Part, path: string): boolean {
  const id = part.id.replace(/#\d+$/, '');
  return id === '' || path === id || path.startsWith(`${id}.`);
}
