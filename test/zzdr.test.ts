import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { importSpec } from './support/specs.ts';
import { compile } from '../compiler/compile.ts';
import { typescript } from '../targets/typescript/target.ts';
import { drawNetwork, showData } from '../compiler/drawing/show.ts';
import { bundle } from '../compiler/drawing/bundle.ts';
test('x', async () => {
  for (const name of (process.env.SPECS ?? 'resnet50,resnet152').split(',')) {
    const c = compile((await importSpec(name)).configure({}), typescript);
    const t = performance.now();
    const html = drawNetwork(c, typescript);
    const b = bundle();
    const d = showData(c, typescript);
    console.log(name, html.length, 'script', b.script.length, 'style', b.style.length, 'lic', b.licences.length, (performance.now()-t).toFixed(0)+'ms', Object.fromEntries(Object.entries(d).map(([k,v])=>[k,JSON.stringify(v).length])));
    writeFileSync(`/tmp/dr/${name}.html`, html);
  }
});
import { compare } from '../compiler/diff/compare.ts';
import { drawDifference } from '../compiler/drawing/diff.ts';
test('diff', async () => {
  for (const [a,b] of [['resnet50','resnet50-v1'],['resnet50','resnext50-32x4d'],['resnet50','article-resnet50'],['resnet50','resnet101']]) {
    const [ca,cb] = await Promise.all([a,b].map(async n => compile((await importSpec(n)).configure({}), typescript)));
    const d = compare(ca.source, cb.source);
    const rows = [{label:'Parameters',before:ca.plan.parameters,after:cb.plan.parameters},{label:'MACs',before:ca.plan.macs,after:cb.plan.macs,unit:'MACs'},{label:'Activations',before:4*ca.plan.arena.elements,after:4*cb.plan.arena.elements,unit:'bytes'},{label:'Steps',before:ca.plan.steps.length,after:cb.plan.steps.length},{label:'Kernels',before:ca.plan.kernels.length,after:cb.plan.kernels.length}] as const;
    const html = drawDifference(d, ca, cb, typescript, rows);
    console.log(a,b, html.length);
    writeFileSync(`/tmp/dr/diff-${b}.html`, html);
  }
});
