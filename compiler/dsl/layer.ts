/** What the layers here have in common: one tensor in, one tensor out, and a signature of what they are made of. */

import { UserError } from '../errors.ts';
import { printGiven } from './given.ts';
import { Module, nameOf, setForward } from './module.ts';
import { placeOfCall } from './place.ts';
import { Tensor, Trace } from './tensor.ts';

/** A module whose `forward` reads a tensor. */
export abstract class Layer extends Module {
  constructor() {
    super();
    const { forward } = this;
    setForward(this, (...inputs) => {
      checkInput(this, inputs);
      return forward(...inputs);
    });
  }
}

/** @throws UserError where a layer is run on anything but a tensor */
function checkInput(layer: Layer, inputs: readonly unknown[]): void {
  const [x, ...rest] = inputs;
  const extra = rest.find(input => input !== undefined);
  if (x instanceof Tensor && extra === undefined) return;
  const path = Trace.current?.pathOf(layer);
  const type = nameOf(layer);
  throw new UserError(
    'bad-input',
    x instanceof Tensor
      ? `a ${type} reads one tensor, got ${printGiven(extra)} beside it`
      : `a ${type} reads a tensor, got ${printGiven(x)}`,
    {
      at: path || (placeOfCall() ?? type),
      fix:
        x instanceof Tensor
          ? 'options are given when the layer is made, to its constructor'
          : 'give it what the layer before it returns; a `forward` must return its result',
    },
  );
}
