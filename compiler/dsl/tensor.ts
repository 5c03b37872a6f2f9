/**
 * Tensors as a spec sees them: a shape in the type, a node of the graph behind it. Calling layers and functions on
 * tensors traces the graph; nothing is computed.
 */

import { UserError } from '../errors.ts';
import type { Node, Op } from '../ir/graph.ts';
import { makeNode } from '../ir/graph.ts';
import { parameter } from '../ops/leaf.ts';
import type { Shape } from '../shape.ts';

/** A value of the network being described. */
export class Tensor<S extends Shape = Shape> {
  readonly node: Node;
  readonly trace: Trace;

  constructor(node: Node, trace: Trace) {
    this.node = node;
    this.trace = trace;
  }

  get shape(): S {
    // The type and the node are computed by the same rules: arithmetic.ts and each operator's `infer`.
    return this.node.type.shape as unknown as S;
  }
}

/** What is known while a network is traced: where each module stands, and which is running. */
export class Trace {
  readonly #paths: ReadonlyMap<object, string>;
  readonly #running: { readonly module: object; readonly path: string; readonly isMember: boolean }[] = [];
  readonly #parameters = new Map<string, Node>();
  readonly #ran = new Set<object>();
  static #current: Trace | undefined;

  /** The trace of the network that is running, if one is. */
  static get current(): Trace | undefined {
    return Trace.#current;
  }

  /** @param paths - each module's place in the tree, such as `layer1.0.conv1` */
  constructor(paths: ReadonlyMap<object, string>) {
    this.#paths = paths;
  }

  /** Path of the module that is running; empty for the network itself. */
  get path(): string {
    return this.#running.at(-1)?.path ?? '';
  }

  /** A module's place in the tree; `undefined` where it has none, since it is no member. */
  pathOf(module: object): string | undefined {
    return this.#paths.get(module);
  }

  /** Whether a module has run. */
  hasRun(module: object): boolean {
    return this.#ran.has(module);
  }

  /** Every parameter that was asked for, by its name. The result may not need all of them. */
  get parameters(): ReadonlyMap<string, Node> {
    return this.#parameters;
  }

  /** Runs `body` as the module's own. */
  within<R>(module: object, body: () => R): R {
    this.#ran.add(module);
    const path = this.#paths.get(module);
    const outer = Trace.#current;
    this.#running.push({ module, path: path ?? this.path, isMember: path !== undefined });
    Trace.#current = this;
    try {
      return body();
    } finally {
      this.#running.pop();
      Trace.#current = outer;
    }
  }

  /**
   * A parameter of the running module, named as in a checkpoint. A module that runs twice has one.
   *
   * @throws UserError where the module is no member of the network, and so has no name to give its parameters
   */
  parameter(name: string, shape: Shape, trained = true): Node {
    const running = this.#running.at(-1);
    if (running?.isMember === false) {
      const type = running.module.constructor.name;
      throw new UserError('not-a-member', `runs a ${type} with a parameter ${name} that is no member of it`, {
        at: this.path || 'the network',
        fix: 'declare it as a field of the module, in its constructor; put several into a ModuleList, not into an array, an object, a Map or a #private field',
      });
    }
    const path = this.path === '' ? name : `${this.path}.${name}`;
    const known = this.#parameters.get(path);
    if (known) return known;
    const node = makeNode(parameter, { shape, trained }, [], path);
    this.#parameters.set(path, node);
    return node;
  }

  /** Applies an operator on behalf of the running module. */
  apply<S extends Shape, A, I extends readonly (Node | undefined)[]>(
    op: Op<A, I>,
    attributes: A,
    inputs: I,
  ): Tensor<S> {
    return new Tensor<S>(makeNode(op, attributes, inputs, this.path || op.name), this);
  }
}
