/**
 * The graph of a network that is given as data. A layer has the same path in every network that has it
 * (`stages.1.0.conv2`), so that what an edit leaves alone is found by its path. `rename.ts` gives other names.
 */

import {
  type Graph,
  type ModuleRecord,
  makeGraph,
  makeNode,
  type Node,
  unnamed,
} from '../../compiler/ir/graph.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { concat, dropout, flatten } from '../../compiler/ops/movement.ts';
import {
  type Activation,
  type Block,
  blockKinds,
  type Extra,
  hasDownsample,
  hasSum,
  type Network,
} from './network.ts';
import * as s from './sketch.ts';

/** The graph of a network. */
export const buildNetwork = (network: Network): Graph => new Builder(network).build();

const { relu, relu6, silu, hardSwish, tanh, sigmoid } = elementwise;
const activations = { relu, relu6, silu, hardSwish, tanh, sigmoid } satisfies Record<Activation, unknown>;

class Builder {
  readonly #network: Network;
  readonly #records: ModuleRecord[] = [];
  #path = '';

  constructor(network: Network) {
    this.#network = network;
  }

  build(): Graph {
    const { image, typed } = this.#network;
    const x = s.image([1, ...image], 'image');
    const logits = this.#within('', 'Net', () => this.#net(x));
    const graph = makeGraph('random', unnamed([logits]), [x]);
    return typed ? { ...graph, modules: this.#records } : graph;
  }

  #net(x: Node): Node {
    const { stem, stages, head } = this.#network;
    let y = this.#within('stem', 'Stem', () => this.#stem(stem, x));
    y = this.#within('stages', 'ModuleList', () => {
      for (const [i, blocks] of stages.entries()) {
        y = this.#within(`${i}`, 'Sequential', () => this.#stage(blocks, y));
      }
      return y;
    });
    return this.#within('head', 'Head', () => {
      const pooled = this.#member('pool', 'AdaptiveAvgPool2d', path => s.globalPool(y, path));
      const flat = this.#extra(head.extra, makeNode(flatten, { start: 1 }, [pooled], this.#path));
      return this.#member('fc', 'Linear', path => s.fullyConnected(path, flat, head.features, head.bias));
    });
  }

  #stem({ out, kernel, stride, activation, extra, pool }: Network['stem'], x: Node): Node {
    const y = this.#norm('norm', this.#conv('conv', x, out, { kernel, stride }));
    const z = this.#extra(extra, this.#activation(activation, y));
    if (pool === 'max') return this.#member('pool', 'MaxPool2d', path => s.largest(z, path));
    if (pool === 'mean') return this.#member('pool', 'AvgPool2d', path => s.mean(z, path));
    return z;
  }

  #stage(blocks: readonly Block[], x: Node): Node {
    let y = x;
    for (const [i, block] of blocks.entries()) {
      y = this.#within(`${i}`, blockKinds[block.kind], () => this.#block(block, y));
    }
    return y;
  }

  #block(block: Block, x: Node): Node {
    const y = this.#extra(block.extra, this.#beside(block, x));
    if (block.kind === 'dense') return this.#concat(x, y);
    const sum = hasSum(block, channelsOf(x)) ? s.add(y, this.#skip(block, x), this.#path) : y;
    const endsLinear = block.kind === 'preactivation' || block.kind === 'depthwise';
    return endsLinear ? sum : this.#activation(block.activation, sum);
  }

  #skip(block: Block, x: Node): Node {
    if (!hasDownsample(block, channelsOf(x))) return x;
    return this.#within('downsample', 'Sequential', () =>
      this.#norm('1', this.#conv('0', x, block.out, { stride: block.stride })),
    );
  }

  /** What a block does beside its skip. */
  #beside({ kind, out, inner, stride, kernel, activation, bias, early }: Block, x: Node): Node {
    const act = (y: Node): Node => this.#activation(activation, y);
    switch (kind) {
      case 'basic':
      case 'squeeze': {
        const y = act(this.#norm('norm1', this.#conv('conv1', x, inner, { kernel, stride, bias })));
        const z = this.#norm('norm2', this.#conv('conv2', y, out, { kernel: 3 }));
        return kind === 'basic' ? z : this.#within('gate', 'SqueezeExcite', () => this.#gate(z));
      }
      case 'bottleneck': {
        const [first, second] = early ? [stride, 1] : [1, stride];
        const y = act(this.#norm('norm1', this.#conv('conv1', x, inner, { stride: first, bias })));
        const z = act(this.#norm('norm2', this.#conv('conv2', y, inner, { kernel, stride: second })));
        return this.#norm('norm3', this.#conv('conv3', z, out));
      }
      case 'preactivation': {
        const y = this.#conv('conv1', act(this.#norm('norm1', x)), inner, { kernel, stride, bias });
        return this.#conv('conv2', act(this.#norm('norm2', y)), out, { kernel: 3 });
      }
      case 'depthwise': {
        const groups = channelsOf(x) * inner;
        const y = act(this.#norm('norm1', this.#conv('conv1', x, groups, { bias })));
        const z = act(this.#norm('norm2', this.#conv('conv2', y, groups, { kernel, stride, groups })));
        return this.#norm('norm3', this.#conv('conv3', z, out));
      }
      case 'branches': {
        const one = act(this.#conv('conv1', x, inner, { kernel, stride, bias }));
        const two = act(this.#conv('conv2', x, inner, { kernel: 3, stride }));
        return this.#norm('norm1', this.#conv('mix', this.#concat(one, two), out));
      }
      case 'dense':
        return this.#conv('conv1', act(this.#norm('norm1', x)), inner, { kernel, bias });
    }
  }

  /** A squeeze and excitation: a factor a channel, from the mean of each. */
  #gate(x: Node): Node {
    const mean = this.#member('pool', 'AdaptiveAvgPool2d', path => s.globalPool(x, path));
    const few = this.#conv('reduce', mean, Math.max(1, channelsOf(x) / 4), { bias: true });
    const kept = this.#member('act', 'ReLU', path => s.relu(few, path));
    const many = this.#conv('expand', kept, channelsOf(x), { bias: true });
    const scale = this.#member('scale', 'Sigmoid', path => makeNode(elementwise.sigmoid, {}, [many], path));
    return s.mul(x, scale, this.#path);
  }

  #extra(extra: Extra | undefined, x: Node): Node {
    switch (extra) {
      case undefined:
        return x;
      case 'batchNorm':
        return this.#norm('extra', x);
      case 'conv2d':
        return this.#conv('extra', x, channelsOf(x), { kernel: 3 });
      case 'dropout':
        return this.#member('extra', 'Dropout', path => makeNode(dropout, { probability: 0.5 }, [x], path));
      case 'gelu':
        return this.#member('extra', 'GELU', path =>
          makeNode(elementwise.gelu, { approximate: 'none' }, [x], path),
        );
    }
  }

  /** An activation is a member that runs each time, or a function that the module calls. */
  #activation(name: Activation, x: Node): Node {
    const apply = (path: string): Node => makeNode(activations[name], {}, [x], path);
    return this.#network.functional ? apply(this.#path) : this.#member('act', 'Activation', apply);
  }

  #concat(a: Node, b: Node): Node {
    return makeNode(concat, { axis: 1 }, [a, b], this.#path);
  }

  #conv(name: string, x: Node, out: number, options: s.ConvOptions = {}): Node {
    return this.#member(name, 'Conv2d', path => s.conv(path, x, out, options));
  }

  #norm(name: string, x: Node): Node {
    return this.#member(name, 'BatchNorm', path => s.norm(path, x));
  }

  #member(name: string, type: string, make: (path: string) => Node): Node {
    return this.#within(name, type, () => make(this.#path));
  }

  #within(name: string, type: string, body: () => Node): Node {
    const outside = this.#path;
    this.#path = outside === '' ? name : `${outside}.${name}`;
    const isKnown = this.#records.some(({ path }) => path === this.#path);
    if (!isKnown) this.#records.push({ path: this.#path, type, text: '' });
    const result = body();
    this.#path = outside;
    return result;
  }
}

const channelsOf = ({ type }: Node): number => type.shape[1] ?? 0;
