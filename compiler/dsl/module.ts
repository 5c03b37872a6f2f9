/**
 * Modules, as in PyTorch: a class whose fields are its members, in declaration order, and whose `forward` says how
 * they are composed. A member's path is the fields that lead to it, joined by dots; parameters are named by it.
 */

import { UserError } from '../errors.ts';
import type { ModuleRecord } from '../ir/graph.ts';
import { faultOfText } from '../ir/modules.ts';
import { faultOf, printName } from '../names.ts';
import { guarded } from './failure.ts';
import { printGiven } from './given.ts';
import { isOptions } from './kinds.ts';
import { Tensor, Trace } from './tensor.ts';

/** A part of a network. Subclasses declare members as fields, and `forward`. */
export abstract class Module {
  constructor() {
    const { forward } = this;
    bracket(this, (...inputs: never[]) => {
      // A spec in JavaScript may lack what the class below declares.
      if (typeof forward === 'function') return forward.apply(this, inputs);
      throw new UserError('bad-network', `the class ${nameOf(this)} has no forward`, {
        at: Trace.current?.path || nameOf(this),
        fix: 'declare `forward(x) { … }` in the class',
      });
    });
  }

  /** The result for these inputs. Subclasses give it a signature with shapes. */
  abstract forward(...inputs: never[]): unknown;

  /**
   * What listings print in the module's brackets, before its members: `in_features=512, out_features=10, bias=True`.
   * PyTorch's `extra_repr`, whose text the layers here give; a module of one's own says what it likes, or nothing.
   */
  extraRepr(): string {
    return '';
  }
}

/**
 * Makes `forward` the module's, so that whatever it traces knows which module is running, and whatever it throws says
 * which.
 */
export function bracket(module: Module, forward: (...inputs: never[]) => unknown): void {
  setForward(module, (...inputs) => {
    const first = inputs.flatMap(valuesOf).find(input => input instanceof Tensor);
    const trace = Trace.current ?? (first instanceof Tensor ? first.trace : undefined);
    const at =
      trace === undefined ? nameOf(module) : (trace.pathOf(module) ?? nameOf(module)) || 'the network';
    const run = (): unknown => {
      checkInputs(inputs, at);
      return guarded(at, 'its forward fails', () => forward(...inputs));
    };
    const result = trace === undefined ? run() : trace.within(module, run);
    if (result !== undefined) return result;
    throw new UserError('bad-network', 'its forward returns nothing', {
      at,
      fix: 'end it with `return`, followed by the tensor',
    });
  });
}

/** Where a class declares `forward` as a field, `forward = x => …`, it stands over ours: that one is bracketed. */
export function bracketField(module: Module): void {
  const own = Object.getOwnPropertyDescriptor(module, 'forward');
  if (own?.enumerable !== true || typeof own.value !== 'function') return;
  const { value } = own;
  bracket(module, (...inputs) => value.apply(module, inputs));
}

/** Gives a module its `forward`. */
export function setForward(module: Module, forward: (...inputs: never[]) => unknown): void {
  Object.defineProperty(module, 'forward', {
    // Not enumerable: it is no member.
    enumerable: false,
    configurable: true,
    value: forward,
  });
}

/** An argument, or the values of an object of several. */
const valuesOf = (input: unknown): readonly unknown[] => (isOptions(input) ? Object.values(input) : [input]);

/** @throws UserError where a tensor is not of the network that is running */
function checkInputs(inputs: readonly unknown[], at: string): void {
  for (const input of inputs.flatMap(valuesOf)) {
    if (!(input instanceof Tensor) || Trace.current === undefined || input.trace === Trace.current) continue;
    throw new UserError('bad-input', `reads ${printGiven(input)} of another network, or of an earlier run`, {
      at,
      fix: 'compute it within `forward`, from what `forward` is given',
    });
  }
}

/** A module's class, as listings say it. */
export const nameOf = (module: Module): string => typeName(module.constructor);

/** The members of a module that are modules, in declaration order. */
export function membersOf(module: Module): readonly (readonly [name: string, member: Module])[] {
  return Object.entries(module).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
}

/**
 * Every module of a network with its path, outermost first. A module reached twice keeps its first path; `recordsOf`
 * has the others.
 */
export function pathsOf(root: Module): ReadonlyMap<Module, string> {
  const paths = new Map<Module, string>();
  const visit = (module: Module, path: string): void => {
    if (paths.has(module)) return;
    paths.set(module, path);
    for (const [name, member] of membersOf(module)) visit(member, memberPath(path, name, module));
  };
  visit(root, '');
  return paths;
}

/**
 * What listings say of a network's modules, a module before its members. One that is reached twice is listed at every
 * place, as in PyTorch.
 */
export function recordsOf(root: Module): readonly ModuleRecord[] {
  return placesOf(root).map(({ path, module }) => ({ path, ...describe(module, path) }));
}

/** Every place at which a network has a module, a module before its members. */
export function placesOf(root: Module): readonly { readonly path: string; readonly module: Module }[] {
  const places: { path: string; module: Module }[] = [];
  const around = new Set<Module>();
  const visit = (module: Module, path: string): void => {
    // A field that leads back, such as to an owner, says nothing new, and has no end.
    if (around.has(module)) return;
    places.push({ path, module });
    around.add(module);
    for (const [name, member] of membersOf(module)) visit(member, memberPath(path, name, module));
    around.delete(module);
  };
  visit(root, '');
  return places;
}

/**
 * The path of a member. PyTorch refuses the names that are refused here for their dots, and those of no characters.
 *
 * @throws UserError where the name could not stand in a path, or no file and no message could hold it
 */
function memberPath(owner: string, name: string, module: Module): string {
  const path = owner === '' ? name : `${owner}.${name}`;
  const fault = faultOfMember(name) ?? faultOf(path);
  if (fault === undefined) return path;
  throw new UserError('bad-name', `the name of its member ${printName(name)} ${fault}`, {
    at: owner === '' ? printName(nameOf(module)) : printName(owner),
    fix: 'rename the field',
  });
}

function faultOfMember(name: string): string | undefined {
  if (name === '') return 'is empty';
  return name.includes('.') ? 'holds a dot, which joins names to paths' : undefined;
}

/** What a module says of itself. @throws UserError where no file and no message could hold it */
function describe(module: Module, path: string): Pick<ModuleRecord, 'type' | 'text'> {
  const type = nameOf(module);
  const text: unknown = module.extraRepr();
  const refuse = (what: string, fault: string): never => {
    throw new UserError('bad-name', `${what} ${fault}`, { at: printName(path || type), fix: 'change it' });
  };
  const fault = faultOf(type);
  if (fault !== undefined) refuse(`the name of its class, ${printName(type)},`, fault);
  if (typeof text !== 'string') return refuse('its extraRepr', `gives ${typeof text}, expected a string`);
  const problem = faultOfText(text);
  if (problem !== undefined) refuse('the text of its extraRepr', problem);
  return { type, text };
}

/** A class may have a static member `name`, which is anything. */
function typeName({ name }: Readonly<Record<'name', unknown>>): string {
  return typeof name === 'string' && name !== '' ? name : 'Module';
}
