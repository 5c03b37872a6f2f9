/** The members that a container is given, one by one or in a list. */

import { UserError } from '../errors.ts';
import { printGiven } from './given.ts';
import { Module } from './module.ts';
import { placeOfCall } from './place.ts';

/**
 * @param container - the class, for errors
 * @throws UserError naming the first member that is no module
 */
export function readMembers(container: string, given: readonly unknown[]): readonly Module[] {
  const [first] = given;
  const members = given.length === 1 && Array.isArray(first) ? (first as readonly unknown[]) : given;
  for (const [i, member] of members.entries()) {
    if (member instanceof Module) continue;
    const place = placeOfCall();
    throw new UserError('bad-arguments', `member ${i} is ${printGiven(member)}, not a module`, {
      at: place === undefined ? container : `${container} at ${place}`,
      fix: isModuleClass(member)
        ? `write new ${member.name}(…)`
        : `list modules, as new ${container}(a, b) or new ${container}([a, b])`,
    });
  }
  return members as readonly Module[];
}

function isModuleClass(value: unknown): value is { readonly name: string } {
  return typeof value === 'function' && value.prototype instanceof Module;
}
