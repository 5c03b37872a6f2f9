/** What a package calls itself: in C, in Python, in its frames. Files are called as the C API is: one word finds all. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { inComment } from '../escape.ts';

/** What the names of the C API begin with, and what the `.cu`, the header and the libraries are called. */
export function prefixOf({ name }: Pick<Plan, 'name'>): string {
  const identifier = name.replaceAll(/[^A-Za-z0-9]/g, '_').replace(/^(?![A-Za-z])/, 'net_');
  return taken.has(identifier) ? `${identifier}_net` : identifier;
}

/** Python's: with a beginning of ours, so that `import resnet50` stays free for the caller's own. */
export const moduleOf = (plan: Plan): string => `netwright_${prefixOf(plan)}`;

/** Slots of every frame. */
export function nameSlots(plan: Plan): Readonly<Record<string, string>> {
  const prefix = prefixOf(plan);
  // Frames tell files from identifiers, though both are spelled alike.
  return { name: inComment(plan.name), file: prefix, p: prefix, P: prefix.toUpperCase() };
}

/** Words that are no names for a type of C and C++: keywords, and functions that their headers declare. */
const taken: ReadonlySet<string> = new Set(
  `alignas alignof and asm auto bool break case catch char class compl concept const constexpr continue decltype
  default delete do double else enum explicit export extern false float for friend goto half if inline int long main
  mutable namespace new noexcept not nullptr operator or private protected public register requires restrict return
  short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual
  void volatile while xor
  abort abs acos acosh asin asinh assert atan atanh cbrt ceil clock copysign cos cosh div erf erfc exit exp fabs fdim
  floor fma fmax fmin fmod free frexp gamma hypot index isinf isnan ldexp lgamma linux log logb malloc max min modf
  nearbyint pow printf raise rand read remainder remove rename rint round scalb select signal signbit significand sin
  sinh sqrt stdin system tan tanh tgamma time trunc unix write y0 y1 yn j0 j1 jn`.split(/\s+/),
);
