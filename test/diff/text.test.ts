/** A report on a terminal: what differs in full, what does not in few words, colours only where there are any. */

import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { printReport } from '../../compiler/diff/print/text.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { reportOf, shipped } from '../support/diff.ts';
import { asMember } from '../support/rename.ts';
import { importSpec } from '../support/specs.ts';

const text = (report: Report): string => printReport(report, picocolors.createColors(false));

test('another depth, with everything that it costs', async () => {
  const side = async (name: string) => {
    const configured = (await importSpec(name)).configure({});
    return { from: name, configured, plan: compile(configured, typescript).plan };
  };
  const { report } = reportOn(await side('resnet34'), await side('resnet18'), {
    target: typescript,
    structural: false,
  });
  expect(text(report)).toMatchInlineSnapshot(`
    "resnet34 → resnet18: different: 3 edits

    layer1, layer4: 3→2 BasicBlock
    layer2: 4→2 BasicBlock
    layer3: 6→2 BasicBlock

      the network
        … 4 unchanged: conv1 to maxpool
        layer1
          … 2 unchanged: 0 to 1
    -     2  BasicBlock, 7 layers
        layer2
          … 2 unchanged: 0 to 1
    -     2-3  BasicBlock, 7 layers
        layer3
          … 2 unchanged: 0 to 1
    -     2-5  BasicBlock, 7 layers
        layer4
          … 2 unchanged: 0 to 1
    -     2  BasicBlock, 7 layers
        … 3 unchanged: avgpool to fc

                         resnet34    resnet18                 change
    parameters         21,797,672  11,689,512  −10,108,160 (−46.4 %)
    MACs                   3.66 G      1.81 G      −1.85 G (−50.5 %)
    activation memory     4.01 MB     4.01 MB                      ·
    weights              87.16 MB    46.74 MB    −40.42 MB (−46.4 %)
    steps                      39          23          −16 (−41.0 %)
    kernels                    24          24                      ·
    kernel code          90.95 kB    90.95 kB                      ·

    stage   parameters    MACs    weights  steps
    layer1     −73,984  −231 M   −0.30 MB     −2
    layer2    −590,848  −462 M   −2.36 MB     −4
    layer3  −4,722,688  −925 M  −18.88 MB     −8
    layer4  −4,720,640  −231 M  −18.88 MB     −2

    an old checkpoint fits as it is: 102 tensors as they are, 80 left over
      left over  layer1.2.conv1.weight [64, 64, 3, 3]
      left over  layer1.2.bn1.weight [64]
      left over  layer1.2.bn1.bias [64]
      left over  layer1.2.bn1.running_mean [64]
      left over  layer1.2.bn1.running_var [64]
      left over  layer1.2.conv2.weight [64, 64, 3, 3]
      left over  layer1.2.bn2.weight [64]
      left over  layer1.2.bn2.bias [64]
      left over  layer1.2.bn2.running_mean [64]
      left over  layer1.2.bn2.running_var [64]
      left over  layer2.2-3.conv1.weight [128, 128, 3, 3]
      left over  layer2.2-3.bn1.weight [128]
      left over  layer2.2-3.bn1.bias [128]
      left over  layer2.2-3.bn1.running_mean [128]
      left over  layer2.2-3.bn1.running_var [128]
      left over  layer2.2-3.conv2.weight [128, 128, 3, 3]
      left over  layer2.2-3.bn2.weight [128]
      left over  layer2.2-3.bn2.bias [128]
      left over  layer2.2-3.bn2.running_mean [128]
      left over  layer2.2-3.bn2.running_var [128]
      left over  layer3.2-5.conv1.weight [256, 256, 3, 3]
      left over  layer3.2-5.bn1.weight [256]
      left over  layer3.2-5.bn1.bias [256]
      left over  layer3.2-5.bn1.running_mean [256]
      and 16 more (--json lists all)"
  `);
});

test('a stride that moved', async () => {
  const report = reportOf(await shipped('resnet50-v1'), await shipped('resnet50'));
  expect(text(report)).toMatchInlineSnapshot(`
    "resnet50-v1 → resnet50: different: 1 edit

    layer2.0, layer3.0, layer4.0: stride 2 moved from conv1 to conv2

      the network
        … 5 unchanged: conv1 to layer1
        layer2
          0
    ~       conv1  stride 2→1
            … 2 follow: bn1 to relu
    ~       conv2  stride 1→2
            … 7 unchanged: bn2 to relu#3
          … 3 unchanged: 1 to 3
        layer3
          0
    ~       conv1  stride 2→1
            … 2 follow: bn1 to relu
    ~       conv2  stride 1→2
            … 7 unchanged: bn2 to relu#3
          … 5 unchanged: 1 to 5
        layer4
          0
    ~       conv1  stride 2→1
            … 2 follow: bn1 to relu
    ~       conv2  stride 1→2
            … 7 unchanged: bn2 to relu#3
          … 2 unchanged: 1 to 2
        … 3 unchanged: avgpool to fc

                resnet50-v1    resnet50           change
    parameters   25,557,032  25,557,032                ·
    MACs             3.86 G      4.09 G  +231 M (+6.0 %)

    stage      MACs
    layer2  +77.1 M
    layer3  +77.1 M
    layer4  +77.1 M

    an old checkpoint fits as it is: 267 tensors as they are"
  `);
});

test('a network in another', async () => {
  const graph = await shipped('resnet18');
  expect(text(reportOf(graph, asMember(graph, 'backbone')))).toMatchInlineSnapshot(`
    "resnet18 → renamed: the same up to renaming

    the network: class ResNet→Wrapper
    backbone: added: ResNet around what is there

    ~ the network  class ResNet→Wrapper
    +   backbone  ResNet around what is there
          … 11 unchanged: conv1 to fc

                  resnet18     renamed  change
    parameters  11,689,512  11,689,512       ·
    MACs            1.81 G      1.81 G       ·

    an old checkpoint fits once its tensors are renamed: 102 under another name
      renamed    conv1.weight → backbone.conv1.weight
      renamed    bn1.weight → backbone.bn1.weight
      renamed    bn1.bias → backbone.bn1.bias
      renamed    bn1.running_mean → backbone.bn1.running_mean
      renamed    bn1.running_var → backbone.bn1.running_var
      renamed    layer1.0.conv1.weight → backbone.layer1.0.conv1.weight
      renamed    layer1.0.bn1.weight → backbone.layer1.0.bn1.weight
      renamed    layer1.0.bn1.bias → backbone.layer1.0.bn1.bias
      renamed    layer1.0.bn1.running_mean → backbone.layer1.0.bn1.running_mean
      renamed    layer1.0.bn1.running_var → backbone.layer1.0.bn1.running_var
      renamed    layer1.0.conv2.weight → backbone.layer1.0.conv2.weight
      renamed    layer1.0.bn2.weight → backbone.layer1.0.bn2.weight
      renamed    layer1.0.bn2.bias → backbone.layer1.0.bn2.bias
      renamed    layer1.0.bn2.running_mean → backbone.layer1.0.bn2.running_mean
      renamed    layer1.0.bn2.running_var → backbone.layer1.0.bn2.running_var
      renamed    layer1.1.conv1.weight → backbone.layer1.1.conv1.weight
      renamed    layer1.1.bn1.weight → backbone.layer1.1.bn1.weight
      renamed    layer1.1.bn1.bias → backbone.layer1.1.bn1.bias
      renamed    layer1.1.bn1.running_mean → backbone.layer1.1.bn1.running_mean
      renamed    layer1.1.bn1.running_var → backbone.layer1.1.bn1.running_var
      renamed    layer1.1.conv2.weight → backbone.layer1.1.conv2.weight
      renamed    layer1.1.bn2.weight → backbone.layer1.1.bn2.weight
      renamed    layer1.1.bn2.bias → backbone.layer1.1.bn2.bias
      renamed    layer1.1.bn2.running_mean → backbone.layer1.1.bn2.running_mean
      and 78 more (--json lists all)"
  `);
});

test('what a target cannot run is said', async () => {
  const configured = (await importSpec('resnet18')).configure({});
  const { report } = reportOn(
    { from: 'old', configured, unplanned: 'no kernel for this' },
    { from: 'new', configured: (await importSpec('resnet34')).configure({}) },
    { target: typescript, structural: false },
  );
  expect(text(report)).toContain('\n\nold has no plan for typescript: no kernel for this\n\n');
});

describe('colours', () => {
  test('mark lines as they are marked without', async () => {
    const report = reportOf(await shipped('resnet50-v1'), await shipped('resnet18'));
    const colored = printReport(report, picocolors.createColors(true));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what starts a colour
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(text(report));
    expect(colored).toContain(picocolors.createColors(true).red('-       conv3  conv2d'));
  });
});

test('nothing is said twice of what is the same', async () => {
  const graph = await shipped('resnet18');
  expect(text(reportOf(graph, graph))).toBe('resnet18 → resnet18: the same');
  expect(text(reportOf(graph, asMember(graph, 'b'), true))).toBe(
    'resnet18 → renamed: the same up to renaming',
  );
});
