/** A user's own spec: a small VGG with a gate on its channels, settings and labels of its own, and a helper beside it. */

/** Its files, by path. They hold under full `strict`. */
export const vggSpec = {
  'my-net.ts': `
import { AdaptiveAvgPool2d, defineSpec, flatten, Linear, MaxPool2d, Module, mul, ReLU, Sequential, Sigmoid, Conv2d, type Tensor } from 'netwright';
import { z } from 'zod';
import { Block } from './lib/block.ts';

class MyNet extends Module {
  readonly stage1;
  readonly pool = new MaxPool2d({ kernel: 2, stride: 2 });
  readonly stage2;
  readonly squeeze = new AdaptiveAvgPool2d(1);
  readonly gate;
  readonly average = new AdaptiveAvgPool2d(1);
  readonly head;
  readonly gated: boolean;

  constructor(width: number, gated: boolean) {
    super();
    this.stage1 = new Sequential(new Block(3, width), new Block(width, width));
    this.stage2 = new Sequential(new Block(width, width));
    this.gate = new Sequential(new Conv2d(width, 2, { kernel: 1 }), new ReLU(), new Conv2d(2, width, { kernel: 1 }), new Sigmoid());
    this.head = new Linear(width, 2);
    this.gated = gated;
  }

  forward<N extends number>(x: Tensor<[N, 3, 16, 16]>): Tensor<[N, 2]> {
    const y = this.stage2.forward(this.pool.forward(this.stage1.forward(x)));
    const z = this.gated ? mul(y, this.gate.forward(this.squeeze.forward(y))) : y;
    return this.head.forward(flatten(this.average.forward(z)));
  }
}

export default defineSpec({
  name: 'my-net',
  summary: 'left or right',
  settings: z.strictObject({
    width: z.coerce.number().int().positive().default(8).describe('channels'),
    squeeze: z.stringbool().default(true).describe('whether channels are gated'),
  }),
  network: ({ width, squeeze }) => new MyNet(width, squeeze),
  input: () => [1, 3, 16, 16],
  labels: ['left', 'right'],
});
`,
  'lib/block.ts': `
import { BatchNorm2d, Conv2d, Module, ReLU, type Tensor } from 'netwright';

/** A 3x3 convolution that keeps the size, its batch norm, its activation. */
export class Block<In extends number, Out extends number> extends Module {
  readonly conv;
  readonly bn;
  readonly relu = new ReLU();

  constructor(channels: In, out: Out) {
    super();
    this.conv = new Conv2d(channels, out, { kernel: 3, padding: 1, bias: false });
    this.bn = new BatchNorm2d(out);
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    return this.relu.forward(this.bn.forward(this.conv.forward(x)));
  }
}
`,
} as const;
