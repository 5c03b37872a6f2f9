/** Modules in a list, for a `forward` that composes them itself. */

import { UserError } from '../errors.ts';
import { readMembers } from './members.ts';
import { Module } from './module.ts';

/**
 * Members named `0`, `1`, …, which the module that owns the list runs as it likes:
 * `for (const block of this.blocks) x = block.forward(x)`. A plain array as a field would leave its modules without
 * a path. https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 */
export class ModuleList<const Members extends readonly Module[]> extends Module {
  readonly #members: Members;

  /** Members in a list, or one by one. */
  constructor(members: Members);
  constructor(...members: Members);
  constructor(...given: readonly unknown[]) {
    super();
    const members = readMembers('ModuleList', given);
    Object.assign(this, members);
    this.#members = members as unknown as Members;
  }

  get length(): Members['length'] {
    return this.#members.length;
  }

  /** The member at this place, under its own type where the place is a literal. */
  at<I extends number>(place: I): Members[I] {
    return this.#members[place];
  }

  [Symbol.iterator](): IterableIterator<Members[number]> {
    return this.#members.values();
  }

  /** @throws UserError always: a list has no order of its own to run in */
  forward(): never {
    throw new UserError('bad-network', 'a ModuleList cannot be run', {
      fix: "run its members one by one in the owner's forward, or use Sequential",
    });
  }
}
