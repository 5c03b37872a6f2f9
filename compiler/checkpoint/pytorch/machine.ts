/**
 * The stack machine that a pickle drives: a stack cut by marks, a memo, and the few things that may be built. All else
 * becomes an opaque value. Its memory is bounded by the number of opcodes, which is bounded.
 */

import type { Cursor } from './cursor.ts';
import { findGlobal } from './globals.ts';
import { isKind, type Opaque, type PickleValue, printValue, typeName } from './values.ts';

const saveStateDict = 'save the tensors alone in Python: torch.save(model.state_dict(), file)';

/** Items that all calls together may copy: names and shapes of 100,000 tensors. */
const mostCopied = 1_000_000;

/** Makes the storage that a persistent id stands for. */
export type ResolvePersistentId = (id: readonly PickleValue[]) => PickleValue | undefined;

export class Machine {
  readonly cursor: Cursor;
  readonly #resolve: ResolvePersistentId;
  /** The values since the last mark; `#marked` holds the stacks below the marks. */
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];
  /** A Map, so that a large index takes no more room than a small one. */
  readonly #memo = new Map<number, PickleValue>();
  #copied = 0;

  constructor(cursor: Cursor, resolve: ResolvePersistentId) {
    this.cursor = cursor;
    this.#resolve = resolve;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw this.cursor.malformed('the stack is empty');
    return value;
  }

  mark(): void {
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** The values since the last mark, taken off the stack with it. */
  popMark(): PickleValue[] {
    const items = this.#stack;
    const below = this.#marked.pop();
    if (below === undefined) throw this.cursor.malformed('there is no mark on the stack');
    this.#stack = below;
    return items;
  }

  /** The last `count` values as a tuple. */
  tuple(count: number): void {
    const items = Array.from({ length: count }, () => this.pop()).reverse();
    this.push({ kind: 'tuple', items });
  }

  put(index: number): void {
    this.#memo.set(index, this.#top());
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.cursor.malformed(`the memo has no entry ${index}`);
    this.push(value);
  }

  /** The value on the stack again. */
  duplicate(): void {
    this.push(this.#top());
  }

  append(items: readonly PickleValue[]): void {
    const list = this.#top();
    // The items of a list of some class are of no use.
    if (isKind(list, 'opaque')) return;
    if (!Array.isArray(list)) throw this.cursor.malformed(`appends to ${typeName(list)}`);
    for (const item of items) list.push(item);
  }

  /** Sets keys and values, which alternate, in the dict on the stack. */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (isKind(dict, 'opaque')) dict.items ??= new Map();
    const map = isKind(dict, 'opaque') ? dict.items : dict;
    if (!(map instanceof Map)) throw this.cursor.malformed(`sets an item of ${typeName(dict)}`);
    for (let index = 0; index < items.length; index += 2) {
      const [key, value] = items.slice(index, index + 2);
      if (key === undefined || value === undefined) throw this.cursor.malformed('a dict key without value');
      if (map.has(key)) throw this.cursor.malformed(`the dict key ${printValue(key)} appears twice`);
      map.set(key, value);
    }
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.cursor.malformed('the name of a global is not a str');
    }
    this.push(findGlobal(module, name));
  }

  /** Calls the global on the stack with the tuple above it. What has no builder makes an opaque value. */
  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isKind(callee, 'global') || callee.build === undefined) {
      this.push(this.#opaque(callee, 'calls'));
      return;
    }
    const given = isKind(args, 'tuple') ? args.items : [];
    const built = isKind(args, 'tuple') ? callee.build(given, count => this.#copy(count)) : undefined;
    // What is made of something opaque is opaque.
    if (built !== undefined) this.push(built);
    else if (given.some(item => isKind(item, 'opaque'))) this.push({ kind: 'opaque', name: callee.name });
    else throw this.cursor.malformed(`calls ${callee.name} with arguments it does not take`);
  }

  /** A new object of the class below the `count` arguments on the stack. */
  newObject(count: number): void {
    for (let i = 0; i < count; i++) this.pop();
    const callee = this.pop();
    // Dicts of Python's own come so where they are of a subclass, which is opaque, or by another pickler.
    if (isKind(callee, 'global') && callee.name === 'collections.OrderedDict') this.push(new Map());
    else this.push(this.#opaque(callee, 'makes an object of'));
  }

  /** The same, of the class and the arguments above the last mark. */
  objectOfMark(): void {
    const [callee] = this.popMark();
    if (callee === undefined) throw this.cursor.malformed('makes an object of no class');
    this.push(this.#opaque(callee, 'makes an object of'));
  }

  /** Python sets attributes here. A state_dict's own (`_metadata`) say nothing of its tensors. */
  build(): void {
    const state = this.pop();
    const object = this.#top();
    if (isKind(object, 'opaque')) object.state = state;
    else if (!(object instanceof Map))
      throw this.cursor.malformed(`sets the state of ${typeName(object)}`, saveStateDict);
  }

  persistentId(): void {
    const id = this.pop();
    const [kind, first] = isKind(id, 'tuple') ? id.items : [];
    if (kind === 'storage') {
      const value = isKind(id, 'tuple') ? this.#resolve(id.items) : undefined;
      if (value === undefined)
        throw this.cursor.malformed('a persistent id that is not a storage', saveStateDict);
      this.push(value);
    } else if (kind === 'module' && isKind(first, 'global')) {
      // Legacy files keep the source of a module's class beside the class.
      this.push(first);
    } else {
      this.push({ kind: 'opaque', name: 'persistent_id' });
    }
  }

  /** What calling this would make. */
  #opaque(callee: PickleValue, verb: string): Opaque {
    if (!isKind(callee, 'global') && !isKind(callee, 'opaque')) {
      throw this.cursor.malformed(`${verb} ${typeName(callee)}`, saveStateDict);
    }
    return { kind: 'opaque', name: callee.name };
  }

  #copy(items: number): void {
    this.#copied += items;
    if (this.#copied > mostCopied) {
      throw this.cursor.malformed(`calls copy more than ${mostCopied} items`, saveStateDict);
    }
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.cursor.malformed('the stack is empty');
    return value;
  }
}
