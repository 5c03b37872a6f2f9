/** The wires of a network of which some modules are folded, told apart by the open module that they lie in. */

import type { Network } from './network.ts';

/** The border of a module, where wires enter and leave it. */
export const entry = -1;
export const exit = -2;

/** A wire inside one open module. A value that crosses borders has one in each module on its way. */
export interface Wire {
  readonly module: number;
  /** A member, or `entry`. */
  readonly from: number;
  /** A member, or `exit`. */
  readonly to: number;
  /** The box that the value comes from: a layer, an input, or a folded module. */
  readonly source: number;
  /** The boxes that it goes to this way. */
  readonly targets: Set<number>;
}

/** The outermost folded module around a node, or itself: the box that stands for it. */
export function boxOf(network: Network, open: ReadonlySet<number>, place: number): number {
  return network.around(place).findLast(module => !open.has(module)) ?? place;
}

/** All wires, by module, in order. */
export function wiresOf(network: Network, open: ReadonlySet<number>): ReadonlyMap<number, readonly Wire[]> {
  const wires = new Map<string, Wire>();
  const add = (module: number, from: number, to: number, source: number, target: number): void => {
    const key = `${module} ${from} ${to} ${source}`;
    const wire = wires.get(key) ?? { module, from, to, source, targets: new Set() };
    wires.set(key, wire);
    wire.targets.add(target);
  };
  const boxes = network.nodes.map((_, place) => boxOf(network, open, place));
  for (const [reader, node] of network.nodes.entries()) {
    if (node.kind === 'module') continue;
    for (const read of node.inputs) {
      const [source, target] = [boxes[read] ?? read, boxes[reader] ?? reader];
      if (source === target) continue;
      const outwards = network.around(source);
      const inwards = network.around(target);
      const common = inwards.find(module => outwards.includes(module)) ?? 0;
      let from = source;
      for (const module of outwards.slice(0, outwards.indexOf(common))) {
        add(module, from, exit, source, target);
        from = module;
      }
      let to = target;
      for (const module of inwards.slice(0, inwards.indexOf(common))) {
        add(module, entry, to, source, target);
        to = module;
      }
      add(common, from, to, source, target);
    }
  }
  const byModule = new Map<number, Wire[]>();
  for (const wire of wires.values()) {
    const others = byModule.get(wire.module);
    if (others) others.push(wire);
    else byModule.set(wire.module, [wire]);
  }
  return byModule;
}
