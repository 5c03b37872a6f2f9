/** A network that the bench is tested with: small, without pooling over windows and without sums. */

import { AdaptiveAvgPool2d, Conv2d, defineSpec, flatten, Linear, Module, ReLU, type Tensor } from 'netwright';
import { z } from 'zod';

class Small extends Module {
  readonly conv1 = new Conv2d(16, 32, { kernel: 3, padding: 1 });
  readonly conv2 = new Conv2d(32, 40, { kernel: 1 });
  readonly relu = new ReLU();
  readonly pool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc = new Linear(40, 10);

  forward<N extends number, S extends number>(x: Tensor<[N, 16, S, S]>) {
    return this.fc.forward(
      flatten(this.pool.forward(this.relu.forward(this.conv2.forward(this.conv1.forward(x))))),
    );
  }
}

const size = z.coerce.number().int().positive();

export default defineSpec({
  name: 'small',
  summary: 'two convolutions and a classifier',
  settings: z.strictObject({ batch: size.default(1), size: size.default(7) }),
  network: () => new Small(),
  input: ({ batch, size }) => [batch, 16, size, size],
});
