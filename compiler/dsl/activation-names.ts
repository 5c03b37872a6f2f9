/** What `Activation` takes a name of. */

import * as elementwise from '../ops/elementwise.ts';

/** Names of the elementwise operators that have one operand. */
export const activationNames: readonly string[] = Object.values(elementwise)
  .filter(op => typeof op === 'object' && op.inputs.length === 1)
  .map(({ name }) => name);
