/**
 * The stack machine that a pickle drives: a stack cut by marks, a memo, and the few things that may be built.
 * Its memory is bounded by the number of opcodes, which is bounded.
 */

import { printName } from '../../names.ts';
import type { Cursor } from './cursor.ts';
import { findGlobal } from './globals.ts';
import { isKind, type PickleValue, printValue, typeName } from './values.ts';

const saveStateDict = 'save the tensors alone in Python: torch.save(model.state_dict(), file)';

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

  append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.cursor.malformed(`appends to ${typeName(list)}`);
    for (const item of items) list.push(item);
  }

  /** Sets keys and values, which alternate, in the dict on the stack. */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.cursor.malformed(`sets an item of ${typeName(dict)}`);
    for (let index = 0; index < items.length; index += 2) {
      const [key, value] = items.slice(index, index + 2);
      if (key === undefined || value === undefined) throw this.cursor.malformed('a dict key without value');
      if (dict.has(key)) throw this.cursor.malformed(`the dict key ${printValue(key)} appears twice`);
      dict.set(key, value);
    }
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.cursor.malformed('the name of a global is not a str');
    }
    const found = findGlobal(module, name);
    if (found === undefined) {
      const asked = printName(`${module}.${name}`);
      throw this.cursor.malformed(
        `asks for ${asked}, but only tensors and plain containers are built`,
        saveStateDict,
      );
    }
    this.push(found);
  }

  /** Calls the global on the stack with the tuple above it. */
  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isKind(callee, 'global') || callee.build === undefined) {
      throw this.cursor.malformed(`calls ${typeName(callee)}`, saveStateDict);
    }
    const built = isKind(args, 'tuple') ? callee.build(args.items) : undefined;
    if (built === undefined)
      throw this.cursor.malformed(`calls ${callee.name} with arguments it does not take`);
    this.push(built);
  }

  /** Python sets attributes here. A state_dict's own (`_metadata`) say nothing of its tensors. */
  build(): void {
    this.pop();
    const object = this.#top();
    if (!(object instanceof Map))
      throw this.cursor.malformed(`sets the state of ${typeName(object)}`, saveStateDict);
  }

  persistentId(): void {
    const id = this.pop();
    const value = isKind(id, 'tuple') ? this.#resolve(id.items) : undefined;
    if (value === undefined)
      throw this.cursor.malformed('a persistent id that is not a storage', saveStateDict);
    this.push(value);
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.cursor.malformed('the stack is empty');
    return value;
  }
}
