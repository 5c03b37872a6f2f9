/** Files of weights, for tests of what reads them. */

import { encodeHeader, PieceHash } from '../../compiler/driver/package/weights-file.ts';
import { headerBytes } from '../../targets/javascript/runtime/header.ts';

/** A file of these numbers, for plan `abc`. */
export function file(numbers: Uint8Array): Uint8Array {
  const hash = new PieceHash();
  hash.update(numbers);
  const data = new Uint8Array(headerBytes + numbers.length);
  data.set(encodeHeader({ plan: 'abc', sha256: hash.digest(), origin: 'synthetic' }));
  data.set(numbers, headerBytes);
  return data;
}
