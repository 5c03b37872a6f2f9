/** A whole network's kernels as one module of WebAssembly, as text. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { scaled } from '../../compiler/quantities.ts';
import { describeBorders } from '../describe.ts';
import { inComment } from '../escape.ts';
import { wrap } from '../text.ts';
import { printKernel } from './kernels/index.ts';
import { type MemoryMap, mostPages } from './memory-map.ts';
import { printModule } from './wat/module.ts';

/** A module's text, and the units of each kernel's work. */
export interface PrintedNetwork {
  readonly text: string;
  readonly units: readonly number[];
}

/** `kernels.wat`, of which `kernels.wasm` and `kernels-relaxed.wasm` are assembled. */
export function printNetwork(plan: Plan, { pages }: MemoryMap): PrintedNetwork {
  const kernels = plan.kernels.map(kernel => printKernel(kernel, plan));
  const text = printModule({
    head: headOf(plan),
    // With a maximum, which memory that threads share needs. Rooms of threads come on top: so it is the most there is.
    memory: `(memory ${pages} ${mostPages})`,
    functions: kernels.map(each => each.text),
  });
  return { text, units: kernels.map(({ units }) => units) };
}

const headOf = ({ name, inputs, outputs, macs, kernels, steps }: Plan): readonly string[] => [
  ...wrap(
    `${inComment(name)}, ${describeBorders(inputs)} -> ${describeBorders(outputs)}: ${kernels.length} kernels that ${steps.length} steps call, ${scaled(macs)}MACs a run.`,
    3,
  ),
  '',
  ...wrap(abi, 3),
  '',
  ...builds,
];

const abi =
  'A kernel is given the addresses, in bytes, of what it reads and writes ($x an image, $w weights, $b a bias, $r0 and on what its end reads, $y the result), of room to work in, and which units of its work to do: $from up to, not including, $to. All numbers are float32; channels of an image lie side by side.';

const builds: readonly string[] = [
  'Assembled, this text is kernels.wasm. So is kernels-relaxed.wasm, with each',
  '',
  '  (f32x4.add (f32x4.mul a b) c)    as    (f32x4.relaxed_madd a b c)',
  '',
  'which is one instruction, rounded once, where the CPU has it, and else the same.',
];
