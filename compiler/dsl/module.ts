/**
 * Modules, as in PyTorch: a class whose fields are its members, in declaration order, and whose `forward` says how
 * they are composed. A member's path is the fields that lead to it, joined by dots; parameters are named by it.
 */

import { Tensor } from './tensor.ts';

/** A part of a network. Subclasses declare members as fields, and `forward`. */
export abstract class Module {
  constructor() {
    const { forward } = this;
    bracket(this, (...inputs: never[]) => forward.apply(this, inputs));
  }

  /** The result for these inputs. Subclasses give it a signature with shapes. */
  abstract forward(...inputs: never[]): unknown;
}

/** Makes `forward` the module's, so that whatever it traces knows which module is running. */
export function bracket(module: Module, forward: (...inputs: never[]) => unknown): void {
  Object.defineProperty(module, 'forward', {
    // Not enumerable: it is no member.
    enumerable: false,
    configurable: true,
    value: (...inputs: never[]) => {
      const first: unknown = inputs.find((input: unknown) => input instanceof Tensor);
      return first instanceof Tensor
        ? first.trace.within(module, () => forward(...inputs))
        : forward(...inputs);
    },
  });
}

/** The members of a module that are modules, in declaration order. */
export function membersOf(module: Module): readonly (readonly [name: string, member: Module])[] {
  return Object.entries(module).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
}

/** Every module of a network with its path, outermost first. A module reached twice keeps its first path. */
export function pathsOf(root: Module): ReadonlyMap<Module, string> {
  const paths = new Map<Module, string>();
  const visit = (module: Module, path: string): void => {
    if (paths.has(module)) return;
    paths.set(module, path);
    for (const [name, member] of membersOf(module)) visit(member, path === '' ? name : `${path}.${name}`);
  };
  visit(root, '');
  return paths;
}
