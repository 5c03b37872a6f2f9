/** How values lie: at the border of a package, between images and rows, joined, shared, in place. */

import type { Node } from '../../../compiler/ir/graph.ts';
import type { Shape } from '../../../compiler/shape.ts';
import type { Case } from './case.ts';
import { Network } from './network.ts';
import { kinds, sharesKernel, writesInPlace } from './situations.ts';

/** The rows. */
export function layoutCases(): readonly Case[] {
  const rows: Case[] = [];
  const row = (
    name: string,
    shape: Shape,
    build: (network: Network) => Node,
    situation?: Case['situation'],
  ): void => {
    const network = new Network(name, shape);
    rows.push(network.case(build(network), situation));
  };

  // The output is the input, or made from it without a convolution.
  row('output-is-the-input', [2, 3, 4, 5], ({ dropout, input }) => dropout(input), kinds());
  row('output-is-the-input-reshaped', [2, 3, 4, 5], ({ flatten, input }) => flatten(input), kinds());
  row('output-is-the-input-rectified', [2, 3, 4, 5], ({ input, relu }) => relu(input), writesInPlace);
  row('point-conv-of-few-pixels-of-the-input', [2, 8, 1, 2], network => network.conv(network.input, 6));
  row('input-of-one-number', [1], ({ add, input }) => add(input, input));
  row('input-of-five-axes', [2, 3, 2, 3, 2], network =>
    network.mul(network.sigmoid(network.input), network.parameter([3, 1, 3, 1])),
  );

  for (const batch of [1, 3]) {
    const shape = [batch, 5, 6, 4];
    const of = (name: string, build: (network: Network) => Node, situation?: Case['situation']): void =>
      row(`${name}-batch-${batch}`, shape, build, situation);

    // Images as output are row-major, whatever made them.
    of(
      'output-of-conv',
      network => network.conv(network.input, 7, { kernel: 3, padding: 1 }),
      kinds('contract'),
    );
    of('output-of-point-conv', network => network.conv(network.conv(network.input, 6), 7));
    of('output-of-max-pool', network => network.maxPool(network.conv(network.input, 6), { stride: 2 }));
    of('output-of-average-pool', network => network.averagePool(network.input, { kernel: 3 }), kinds('pool'));
    of('output-of-adaptive-pool', network => network.adaptivePool(network.conv(network.input, 6), [2, 3]));
    of('output-of-global-pool', network => network.adaptivePool(network.input));
    of('output-of-softmax', network => network.softmax(network.conv(network.input, 6), 1));
    of('output-of-sum', ({ add, input }) => add(input, input));
    of('output-of-concat', network => network.concat(1, network.input, network.conv(network.input, 3)));

    // Between images, which lie channels last, and rows.
    of('output-of-reshape', network => network.reshape(network.conv(network.input, 6), [batch, 12, 12]));
    of('flatten-to-linear', network => network.linear(network.flatten(network.conv(network.input, 6)), 9));
    of('flatten-of-pixel-to-linear', network =>
      network.linear(network.flatten(network.adaptivePool(network.conv(network.input, 6))), 9),
    );
    of('flatten-of-input-to-linear', network => network.linear(network.flatten(network.input), 9));
    of('flatten-of-one-channel', network =>
      network.linear(network.flatten(network.conv(network.input, 1)), 3),
    );
    of('reshape-to-image-to-conv', network => {
      const image = network.reshape(network.conv(network.input, 6), [batch, 4, 6, 6]);
      return network.conv(network.relu(network.conv(image, 7)), 5, { kernel: 3, padding: 1 });
    });
    of('reshape-of-input-to-conv', network => {
      const image = network.reshape(network.input, [batch, 4, 5, 6]);
      return network.add(network.conv(image, 4), image);
    });
    of('reshaped-value-read-both-ways', network => {
      const x = network.conv(network.input, 6);
      const flat = network.linear(network.flatten(x), 6);
      return network.mul(x, network.reshape(network.sigmoid(flat), [batch, 6, 1, 1]));
    });
    of('reshape-in-place', network => {
      const image = network.relu(network.reshape(network.input, [batch, 4, 5, 6]));
      return network.softmax(network.reshape(image, [batch * 12, 10]), 1);
    });

    // Joined values.
    of('concat-to-conv', network => {
      const a = network.conv(network.input, 3);
      const b = network.relu(network.conv(network.input, 4, { kernel: 3, padding: 1 }));
      return network.conv(network.concat(1, a, network.input, b, a), 6, { kernel: 3, padding: 1 });
    });
    of('concat-of-rows-to-conv', network => {
      const x = network.conv(network.input, 4);
      return network.conv(network.concat(2, x, network.maxPool(x, { kernel: [2, 1] }), x), 6);
    });
    of('concat-of-images', network => {
      const x = network.conv(network.input, 4);
      return network.conv(network.concat(0, x, network.sigmoid(x)), 6);
    });
    of('concat-of-one', network => network.conv(network.concat(1, network.conv(network.input, 4)), 6));
    of('concat-of-parameter', network =>
      network.conv(network.concat(1, network.parameter([batch, 2, 6, 4]), network.input), 6),
    );
    of('concat-of-concat', network => {
      const x = network.concat(1, network.input, network.conv(network.input, 2));
      return network.relu(network.conv(network.concat(1, x, network.conv(x, 3)), 4));
    });
    of('concat-of-vectors', network => {
      const x = network.flatten(network.adaptivePool(network.input));
      return network.linear(network.relu(network.concat(1, x, network.linear(x, 3), x)), 4);
    });

    // Softmax along every axis, of images that lie channels last, and once in place.
    for (const axis of [0, 1, 2, 3]) {
      of(`softmax-axis-${axis}`, network =>
        network.conv(network.softmax(network.conv(network.input, 6), axis), 3, { kernel: 3, padding: 1 }),
      );
    }

    // Images of one pixel, and windows that are left with one place.
    of('grouped-conv-of-a-pixel', network => {
      const x = network.adaptivePool(network.conv(network.input, 6));
      return network.conv(network.conv(x, 6, { groups: 6, kernel: 3, padding: 1 }), 4, { groups: 2 });
    });
    of('pool-to-a-pixel', network => {
      const x = network.conv(network.input, 8);
      return network.conv(network.maxPool(x, { kernel: 1, stride: 6 }), 4);
    });
    of('average-pool-to-a-column', network => {
      const x = network.conv(network.input, 8);
      return network.conv(network.averagePool(x, { kernel: [1, 3], stride: [1, 4] }), 4);
    });
    of('mean-read-by-a-linear-layer-and-beside-it', network => {
      const mean = network.flatten(network.adaptivePool(network.conv(network.input, 8)));
      return network.add(network.linear(mean, 8), mean);
    });
    of('sum-of-many-constants', network => {
      let x = network.conv(network.input, 4);
      for (let i = 0; i < 7; i++) {
        const numbers = Array.from({ length: 4 }, (_, c) => (c - i) / 8);
        x = network.add(x, network.constant([1, 4, 1, 1], numbers));
      }
      return network.conv(x, 3);
    });

    // One kernel used more than once.
    of(
      'two-uses-of-a-kernel',
      network => {
        const x = network.relu(network.conv(network.input, 6));
        return network.conv(network.relu(network.conv(network.relu(network.conv(x, 6)), 6)), 5);
      },
      sharesKernel,
    );
  }

  for (const batch of [1, 2, 3, 7, 13]) {
    row(`linear-batch-${batch}`, [batch, 10], network => {
      const x = network.relu(network.linear(network.input, 12));
      return network.linear(network.add(x, network.linear(x, 12)), 7, false);
    });
  }
  row('linear-of-three-axes', [3, 5, 6], network => {
    const x = network.linear(network.input, 8);
    return network.relu(network.add(network.linear(network.relu(x), 8), x));
  });
  row('linear-of-four-axes', [2, 3, 4, 5], network => {
    const x = network.linear(network.input, 6);
    return network.add(network.linear(network.relu(network.linear(x, 6)), 6), x);
  });
  row('linear-over-the-width-of-images', [2, 3, 4, 5], network =>
    network.conv(network.relu(network.linear(network.conv(network.input, 6), 7)), 3),
  );
  row('linear-after-reshape', [2, 6, 4, 3], network =>
    network.linear(network.reshape(network.conv(network.input, 6), [2, 12, 6]), 5),
  );
  row('linear-with-stretched-operands', [3, 5, 6], network => {
    const x = network.linear(network.input, 8);
    const { add, mul } = network;
    return add(mul(x, network.parameter([5, 1])), network.parameter([3, 1, 8]));
  });
  row('softmax-of-three-axes', [3, 4, 5], ({ input, softmax }) => softmax(softmax(softmax(input, 0), 1), 2));
  row('channel-of-one', [2, 1, 5, 6], network =>
    network.add(network.conv(network.conv(network.input, 1, { kernel: 3, padding: 1 }), 1), network.input),
  );
  return rows;
}
