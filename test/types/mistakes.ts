/** Specs with one mistake each. The checker must object to the marked line and to no other. */

/** A spec that must not pass. */
export interface Mistake {
  readonly name: string;
  /** Body of a file; `nn` is what `netwright` exports. */
  readonly code: string;
  /** What the message must say. */
  readonly message: RegExp;
}

/** Lines that every snippet starts with. `image(1, 3, 32, 32)` is a tensor of that shape. */
export const prelude = `import * as nn from 'netwright';
import { BasicBlock, Bottleneck } from '@netwright/specs/resnet/blocks.ts';
import { ResNet } from '@netwright/specs/resnet/bottleneck.ts';
declare function image<const S extends readonly number[]>(...shape: S): nn.Tensor<[...S]>;
declare const setting: number;
`;

export const mistakes: readonly Mistake[] = [
  {
    name: 'a convolution reads other channels than it is given',
    message: /'64' is not assignable to type '32'/,
    code: `
export class Net extends nn.Module {
  readonly conv1 = new nn.Conv2d(3, 64, { kernel: 3, padding: 1 });
  readonly conv2 = new nn.Conv2d(32, 64, { kernel: 3, padding: 1 });
  forward<N extends number, H extends number, W extends number>(x: nn.Tensor<[N, 3, H, W]>) {
    const first = this.conv1.forward(x);
    const second = this.conv2.forward(first); // error
    return second;
  }
}`,
  },
  {
    name: 'the same inside a chain of layers',
    message: /'64' is not assignable to type '128'/,
    code: `
export class Net extends nn.Module {
  readonly conv = new nn.Conv2d(3, 64, { kernel: 3, padding: 1 });
  readonly bn = new nn.BatchNorm2d(128);
  readonly relu = new nn.ReLU();
  forward<N extends number, H extends number, W extends number>(x: nn.Tensor<[N, 3, H, W]>) {
    return this.relu.forward(
      this.bn.forward(
        this.conv.forward(x), // error
      ),
    );
  }
}`,
  },
  {
    name: 'channels that are type parameters of a block, swapped',
    message: /'Out' is not assignable to type 'In'/,
    code: `
export class Block<In extends number, Out extends number> extends nn.Module {
  readonly conv1;
  readonly conv2;
  constructor(inChannels: In, out: Out) {
    super();
    this.conv1 = new nn.Conv2d(inChannels, out, { kernel: 1 });
    this.conv2 = new nn.Conv2d(inChannels, out, { kernel: 1 });
  }
  forward<N extends number, H extends number, W extends number>(x: nn.Tensor<[N, In, H, W]>) {
    return this.conv2.forward(this.conv1.forward(x)); // error
  }
}`,
  },
  {
    name: 'a residual of other channels',
    message: /'64' is not assignable to type '128'/,
    code: `
const conv = new nn.Conv2d(64, 128, { kernel: 3, padding: 1 });
const x = image(1, 64, 28, 28);
const y = conv.forward(x);
export const sum = nn.add(y, x); // error
export const product = nn.mul(y, y);`,
  },
  {
    name: 'a stride on one branch only',
    message: /'56' is not assignable to type '28'/,
    code: `
const main = new nn.Conv2d(64, 64, { kernel: 3, stride: 2, padding: 1 });
const skip = new nn.Conv2d(64, 64, { kernel: 1 });
const x = image(1, 64, 56, 56);
export const sum = nn.add(main.forward(x), skip.forward(x)); // error`,
  },
  {
    name: 'a stride on one branch only, in a generic block',
    message: /not assignable to parameter of type 'Beside</,
    code: `
export class Block<C extends number> extends nn.Module {
  readonly main;
  constructor(channels: C) {
    super();
    this.main = new nn.Conv2d(channels, channels, { kernel: 3, stride: 2, padding: 1 });
  }
  forward<N extends number, H extends number, W extends number>(x: nn.Tensor<[N, C, H, W]>) {
    return nn.add(this.main.forward(x), x); // error
  }
}`,
  },
  {
    name: 'a window that loses a border against the skip',
    message: /'30' is not assignable to type '32'|'32' is not assignable to type '30'/,
    code: `
const unpadded = new nn.Conv2d(8, 8, { kernel: 3 });
const x = image(1, 8, 32, 32);
export const sum = nn.add(x, unpadded.forward(x)); // error`,
  },
  {
    name: 'features of a linear layer after flattening',
    message: /'25088' is not assignable to type '512'/,
    code: `
const pool = new nn.AdaptiveAvgPool2d(7);
const fc = new nn.Linear(512, 1000);
const features = nn.flatten(pool.forward(image(1, 512, 14, 14)));
export const logits = fc.forward(features); // error`,
  },
  {
    name: 'a linear layer without flattening',
    message: /Source has 4 element\(s\) but target allows only 2/,
    code: `
const pool = new nn.AdaptiveAvgPool2d(1);
const fc = new nn.Linear(512, 1000);
export const logits = fc.forward(pool.forward(image(1, 512, 7, 7))); // error`,
  },
  {
    name: 'an image where a batch is missing',
    message: /Source has 3 element\(s\) but target requires 4/,
    code: `
const conv = new nn.Conv2d(3, 8, { kernel: 3 });
export const y = conv.forward(image(3, 32, 32)); // error`,
  },
  {
    name: 'batch norm of images given vectors',
    message: /Source has 2 element\(s\) but target requires 4/,
    code: `
const bn = new nn.BatchNorm2d(10);
export const y = bn.forward(image(1, 10)); // error`,
  },
  {
    name: 'concat of different sizes',
    message: /'14' is not assignable to type '28'/,
    code: `
const a = image(1, 64, 28, 28);
export const good = nn.concat(a, image(1, 32, 28, 28), a);
export const joined = nn.concat(
  a,
  image(1, 32, 28, 28),
  image(1, 16, 14, 14), // error
);`,
  },
  {
    name: 'concat of different batches',
    message: /'2' is not assignable to type '1'/,
    code: `
export const joined = nn.concat(image(1, 64, 28, 28), image(2, 64, 28, 28)); // error`,
  },
  {
    name: 'the channels of a concat read wrongly',
    message: /'96' is not assignable to type '64'/,
    code: `
const conv = new nn.Conv2d(64, 8, { kernel: 1 });
const joined = nn.concat(image(1, 64, 28, 28), image(1, 32, 28, 28));
export const y = conv.forward(joined); // error`,
  },
  {
    name: 'a window larger than its input',
    message: /a window is larger than its padded input/,
    code: `
const conv = new nn.Conv2d(3, 8, { kernel: 7 });
export const fits = conv.forward(image(1, 3, 7, 7));
export const y = conv.forward(image(1, 3, 6, 32)); // error`,
  },
  {
    name: 'a dilated window larger than its input',
    message: /a window is larger than its padded input/,
    code: `
const conv = new nn.Conv2d(3, 8, { kernel: 3, dilation: 4, padding: [0, 1] });
export const fits = conv.forward(image(1, 3, 9, 7));
export const y = conv.forward(image(1, 3, 9, 6)); // error`,
  },
  {
    name: 'a pooling window larger than its input, ceil mode or not',
    message: /a window is larger than its padded input/,
    code: `
const floor = new nn.AvgPool2d({ kernel: 3 });
const ceil = new nn.MaxPool2d({ kernel: 3, ceilMode: true });
export const fits = [floor.forward(image(1, 8, 3, 3)), ceil.forward(image(1, 8, 4, 4))];
export const a = floor.forward(image(1, 8, 2, 2)); // error
export const b = ceil.forward(image(1, 8, 2, 2)); // error`,
  },
  {
    name: 'a block used after one of another size, as the residual network would have it',
    message: /'256' is not assignable to type '512'/,
    code: `
const block1 = new Bottleneck(64, 256, 1);
const block2 = new Bottleneck(512, 512, 1);
const x = block1.forward(image(1, 64, 56, 56));
export const y = block2.forward(x); // error`,
  },
  {
    name: 'a whole ResNet-50 given four channels',
    message: /'4' is not assignable to type '3'/,
    code: `
const net = new ResNet([3, 4, 6, 3], 1000);
export const good: nn.Tensor<[1, 1000]> = net.forward(image(1, 3, 224, 224)).logits;
export const bad = net.forward(image(1, 4, 224, 224)); // error`,
  },
  {
    name: 'the result of ResNet-50 taken for another',
    message: /'1000' is not assignable to type '10'/,
    code: `
const net = new ResNet([3, 4, 6, 3], 1000);
export const bad: nn.Tensor<[1, 10]> = net.forward(image(1, 3, 224, 224)).logits; // error`,
  },
  {
    name: 'a member of a Sequential that does not fit the one before',
    message: /BatchNorm2d<32>.*ModuleThatReads<\[number, 64, number, number\]>/,
    code: `
export const stem = new nn.Sequential(
  new nn.Conv2d(3, 64, { kernel: 3, padding: 1 }),
  new nn.BatchNorm2d(32), // error
  new nn.ReLU(),
);`,
  },
  {
    name: 'a member of a Sequential that does not fit what shape-changing ones before it give',
    message: /Conv2d<32, 64, .*ModuleThatReads<\[number, 64, number, number\]>/,
    code: `
export const features = new nn.Sequential(
  new nn.Conv2d(3, 64, { kernel: 3, padding: 1 }),
  new nn.ReLU(),
  new nn.MaxPool2d({ kernel: 2 }),
  new nn.Conv2d(32, 64, { kernel: 3, padding: 1 }), // error
  new nn.Conv2d(64, 64, { kernel: 3, padding: 1 }),
);`,
  },
  {
    name: 'a Sequential that forgets to flatten',
    message: /Linear<64, 10>.*ModuleThatReads<\[number, 64, 1, 1\]>/,
    code: `
export const head = new nn.Sequential(
  new nn.Conv2d(3, 64, { kernel: 3 }),
  new nn.AdaptiveAvgPool2d(1),
  new nn.Linear(64, 10), // error
);`,
  },
  {
    name: 'nested Sequentials that do not fit',
    message: /ModuleThatReads<\[number, 16, number, number\]>/,
    code: `
function unit<In extends number, Out extends number>(inChannels: In, out: Out) {
  return new nn.Sequential(new nn.Conv2d(inChannels, out, { kernel: 3 }), new nn.BatchNorm2d(out), new nn.ReLU());
}
export const good = new nn.Sequential(unit(3, 16), unit(16, 32));
export const bad = new nn.Sequential(
  unit(3, 16),
  unit(17, 32), // error
);`,
  },
  {
    name: 'a Sequential within a generic function that does not fit',
    message: /ModuleThatReads/,
    code: `
export function unit<In extends number, Out extends number>(inChannels: In, out: Out) {
  return new nn.Sequential(
    new nn.Conv2d(inChannels, out, { kernel: 3 }),
    new nn.BatchNorm2d(inChannels), // error
    new nn.ReLU(),
  );
}`,
  },
  {
    name: "blocks of one's own in a Sequential",
    message: /BasicBlock<64, 128, 1>.*ModuleThatReads<\[number, 128, number, number\]>/,
    code: `
export const stage = new nn.Sequential(
  new BasicBlock(64, 128, 2),
  new BasicBlock(64, 128, 1), // error
);`,
  },
  {
    name: 'repeated blocks that do not keep the shape',
    message: /not assignable to parameter of type 'Preserving<128>'/,
    code: `
const rest = [new BasicBlock(128, 64, 1)];
export const stage = new nn.Sequential(
  new BasicBlock(64, 128, 2),
  ...rest, // error
);`,
  },
  {
    name: 'a Sequential given sizes for which its linear layer is not made',
    message: /one of the members cannot read what it is given/,
    code: `
const net = new nn.Sequential(
  new nn.Conv2d(3, 8, { kernel: 3, padding: 1 }),
  new nn.MaxPool2d({ kernel: 2 }),
  new nn.Flatten(),
  new nn.Linear(512, 10),
  new nn.Dropout(),
);
export const good: nn.Tensor<[1, 10]> = net.forward(image(1, 3, 16, 16));
export const bad = net.forward(image(1, 3, 17, 18)); // error`,
  },
  {
    name: 'a Sequential given an input that a window does not fit',
    message: /a window is larger than its padded input/,
    code: `
const net = new nn.Sequential(new nn.Conv2d(3, 8, { kernel: 5 }), new nn.ReLU(), new nn.MaxPool2d({ kernel: 2 }));
export const good = net.forward(image(1, 3, 6, 6));
export const bad = net.forward(image(1, 3, 5, 5)); // error`,
  },
  {
    name: 'a member of a ModuleList given other channels',
    message: /'8' is not assignable to type '16'/,
    code: `
const list = new nn.ModuleList(new nn.BatchNorm2d(8), new nn.BatchNorm2d(16));
const x = image(1, 8, 5, 5);
export const good = list.at(0).forward(x);
export const bad = list.at(1).forward(x); // error`,
  },
  {
    name: 'an activation that there is not, or without its attributes',
    message: /"swoosh".*not assignable|slope/,
    code: `
export const good = [new nn.Activation('silu', {}), new nn.Activation('leakyRelu', { slope: 0.2 })];
export const unknown = new nn.Activation('swoosh', {}); // error
export const bare = new nn.Activation('leakyRelu', {}); // error`,
  },
  {
    name: 'an option that there is not',
    message: /'strides' does not exist/,
    code: `
export const conv = new nn.Conv2d(3, 8, { kernel: 3, strides: 2 }); // error`,
  },
  {
    name: 'options by position are sizes too',
    message: /'16' is not assignable to type '32'|'32' is not assignable to type '16'/,
    code: `
const half = new nn.Conv2d(8, 8, 3, 2, 1);
const same = new nn.Conv2d(8, 8, 3, { padding: 1 });
const pool = new nn.MaxPool2d(2);
const x = image(1, 8, 32, 32);
export const good = nn.add(pool.forward(x), half.forward(x));
export const bad = nn.add(half.forward(x), same.forward(x)); // error`,
  },
  {
    name: 'an option that there is not, behind those by position',
    message: /'strides' does not exist/,
    code: `
export const conv = new nn.Conv2d(3, 8, 3, { strides: 2 }); // error`,
  },
  {
    name: "PyTorch's name of an option",
    message: /'eps' does not exist/,
    code: `
export const bn = new nn.BatchNorm2d(3, { eps: 1e-3 }); // error`,
  },
  {
    name: 'the features of axes flattened otherwise',
    message: /'35' is not assignable to type '105'/,
    code: `
const fc = new nn.Linear(105, 2);
export const good = fc.forward(nn.flatten(image(2, 3, 5, 7), 1));
export const merged: nn.Tensor<[2, 3, 35]> = nn.flatten(image(2, 3, 5, 7), 2);
export const bad = fc.forward(nn.flatten(image(2, 5, 7, 1), 1, 3)); // error`,
  },
  {
    name: 'channels of a list of tensors',
    message: /'96' is not assignable to type '64'/,
    code: `
const conv = new nn.Conv2d(64, 8, 1);
const joined = nn.concat([image(1, 64, 28, 28), image(1, 32, 28, 28)], 1);
export const y = conv.forward(joined); // error`,
  },
  {
    name: 'a member of a listed Sequential that does not fit',
    message: /ModuleThatReads<\[number, 64, number, number\]>/,
    code: `
export const good = new nn.Sequential([new nn.Conv2d(3, 64, 3), new nn.BatchNorm2d(64), new nn.ReLU()]);
export const stem = new nn.Sequential([
  new nn.Conv2d(3, 64, 3),
  new nn.BatchNorm2d(32), // error
  new nn.ReLU(),
]);`,
  },
  {
    name: 'an input of another shape than forward reads',
    message: /'64' is not assignable to type '32'/,
    code: `
class Net extends nn.Module {
  readonly conv = new nn.Conv2d(3, 8, 3);
  forward(x: nn.Tensor<[1, 3, 32, 32]>) {
    return this.conv.forward(x);
  }
}
const settings = nn.z.strictObject({ size: nn.z.coerce.number().default(32) });
export const good = nn.defineSpec({ name: 'net', network: () => new Net(), input: () => [1, 3, 32, 32] });
export const set = nn.defineSpec({ name: 'net', settings, network: () => new Net(), input: ({ size }) => [1, 3, size, size] });
export const bad = nn.defineSpec({ name: 'net', network: () => new Net(), input: () => [1, 3, 64, 64] }); // error`,
  },
  {
    name: 'one of several inputs of another shape than forward reads',
    message: /'4' is not assignable to type '3'/,
    code: `
class Two extends nn.Module {
  forward({ left, right }: { left: nn.Tensor<[1, 3]>; right: nn.Tensor<[1, 3]> }) {
    return { sum: nn.add(left, right), left };
  }
}
export const good = nn.defineSpec({ name: 'two', network: () => new Two(), input: () => ({ left: [1, 3], right: [1, 3] }) });
export const bad = nn.defineSpec({ name: 'two', network: () => new Two(), input: () => ({ left: [1, 3], right: [1, 4] }) }); // error`,
  },
  {
    name: 'an input of other channels than a generic forward reads',
    message: /'1' is not assignable to type '3'/,
    code: `
export const good = nn.defineSpec({ name: 'net', network: () => new ResNet([1, 1, 1, 1], 10), input: () => [2, 3, 64, 64] });
export const bad = nn.defineSpec({ name: 'net', network: () => new ResNet([1, 1, 1, 1], 10), input: () => [2, 1, 64, 64] }); // error`,
  },
  {
    name: 'a setting that there is not',
    message: /'depth' does not exist/,
    code: `
export const spec = nn.defineSpec({
  name: 'net',
  settings: nn.z.strictObject({ width: nn.z.coerce.number().default(8) }),
  network: ({ depth }) => new nn.ReLU(), // error
  input: ({ width }) => [1, width],
});`,
  },
  {
    name: 'a DenseNet layer that joins other channels than it says',
    message: /is not assignable to type/,
    code: `
export class DenseLayer<C extends number, G extends number> extends nn.Module {
  readonly conv;
  constructor(channels: C, growth: G) {
    super();
    this.conv = new nn.Conv2d(channels, growth, 3, { padding: 1 });
  }
  forward<N extends number, H extends number, W extends number>(
    x: nn.Tensor<[N, C, H, W]>,
  ): nn.Tensor<[N, nn.Sum<[C, G]>, H, W]> {
    return nn.concat(x, this.conv.forward(x));
  }
}
const first = new DenseLayer(64, 32);
const second = new DenseLayer(96, 32);
const wrong = new DenseLayer(95, 32);
const x = image(1, 64, 8, 8);
export const good: nn.Tensor<[1, 128, 8, 8]> = second.forward(first.forward(x));
export const bad = wrong.forward(first.forward(x)); // error`,
  },
  {
    name: 'sizes known at run time pass, but other channels beside them do not',
    message: /'4' is not assignable to type '3'/,
    code: `
const net = new ResNet([3, 4, 6, 3], setting);
export const good: nn.Tensor<[number, number]> = net.forward(image(setting, 3, setting, setting)).logits;
export const bad = net.forward(image(setting, 4, setting, setting)); // error`,
  },
];
