/** An outline as Graphviz text: modules are clusters, layers are boxes. */

import { type Layer, layersOf, type Outline, type Part } from '../outline/outline.ts';
import { printShape, type Shape } from '../shape.ts';

const head = `  graph [rankdir=TB, fontname="Helvetica", fontsize=11, labeljust=l, style=rounded, color="#8a939d"]
  node [shape=box, style="rounded,filled", fillcolor="#f4f6f8", color="#8a939d", fontname="Helvetica", fontsize=11]
  edge [color="#5b6570", arrowsize=0.7]`;

/** The network as a `digraph`. Names are data, whatever is in them. */
export function drawDot(outline: Outline): string {
  const { name, inputs, outputs, root } = outline;
  const layers = layersOf(root);
  const ids = new Map<string, string>([
    ...inputs.map(input => [input.name, `input ${input.name}`] as const),
    ...layers.map(layer => [layer.id, `layer ${layer.id}`] as const),
  ]);
  const edge = (from: string, to: string): string =>
    `  ${quoted(ids.get(from) ?? `input ${from}`)} -> ${quoted(to)}`;
  return [
    `digraph ${quoted(name)} {`,
    head,
    ...inputs.map(input => border(`input ${input.name}`, input.name, input.shape)),
    ...membersOf(root),
    ...outputs.map(output =>
      border(`output ${output.name}`, outputs.length === 1 ? 'output' : output.name, output.shape),
    ),
    ...layers.flatMap(layer => layer.inputs.map(from => edge(from, `layer ${layer.id}`))),
    ...outputs.map(output => edge(output.id, `output ${output.name}`)),
    '}',
    '',
  ].join('\n');
}

/** Further in, lines are no longer indented: a text of deep modules would be mostly spaces. */
const deepest = 40;

/** What is in the network, module by module. An explicit stack: outlines are as deep as they like. */
function membersOf(root: Part): readonly string[] {
  const lines: string[] = [];
  const pending: (Part | 'end')[] = root.kind === 'module' ? root.children.toReversed() : [root];
  let depth = 1;
  let clusters = 0;
  const margin = (): string => '  '.repeat(Math.min(depth, deepest));
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === 'end') {
      depth--;
      lines.push(`${margin()}}`);
      continue;
    }
    if (part.kind === 'layer') {
      lines.push(margin() + box(part));
      continue;
    }
    const label = labelled(part.type ? [`${part.name}: ${part.type}`] : [part.name]);
    lines.push(`${margin()}subgraph "cluster ${clusters++}" {`, `${margin()}  label=${label}`);
    depth++;
    pending.push('end', ...part.children.toReversed());
  }
  return lines;
}

const box = ({ id, name, type, shape }: Layer): string =>
  `${quoted(`layer ${id}`)} [label=${labelled([name, ...(name === type ? [] : [type]), printShape(shape)])}]`;

const border = (id: string, name: string, shape: Shape): string =>
  `  ${quoted(id)} [shape=oval, label=${labelled([name, printShape(shape)])}]`;

/** A quoted string: in it a quote, and what stands before one, may not be plain. */
const quoted = (text: string): string =>
  `"${plain(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Lines of a label, in which Graphviz reads entities too. */
const labelled = (lines: readonly string[]): string =>
  quoted(lines.map(line => line.replaceAll('&', '&amp;')).join('\n'));

/** Without what no text file may hold: control characters, halves of surrogate pairs. */
const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}]/gu, character => (character === '\n' ? character : '\ufffd'));
