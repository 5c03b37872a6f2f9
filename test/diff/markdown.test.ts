/** A report as a comment: it fits, and what networks are called can neither leave its place nor call anyone. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printMarkdown } from '../../compiler/diff/print/markdown.ts';
import { reportOn } from '../../compiler/diff/report/report.ts';
import type { Report } from '../../compiler/diff/report/schema.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { shipped } from '../support/diff.ts';
import * as s from '../support/sketch.ts';

/** GitHub's limit. */
const mostCharacters = 65_536;

const named = (from: string, graph: Graph) => ({
  from,
  configured: { spec: from, settings: { note: from }, graph },
});

const report = (before: ReturnType<typeof named>, after: ReturnType<typeof named>): Report =>
  reportOn(before, after, { target: typescript, structural: false }).report;

/** The comment without what Markdown shows as it is: fenced blocks, code spans, what is escaped. */
function outsideCode(text: string): string {
  const lines: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const [run = ''] = /^`{3,}(?=[^`]*$)/.exec(line) ?? [];
    if (fence === '' && run !== '') fence = run;
    else if (fence !== '' && new RegExp(`^\`{${fence.length},}$`).test(line)) fence = '';
    else if (fence === '') lines.push(outsideSpans(line));
  }
  expect(fence).toBe('');
  return lines.join('\n');
}

/** As CommonMark reads a line: an escaped character, a span up to as many ticks as it began with, any other character. */
function outsideSpans(line: string): string {
  const token = /\\[!-/:-@[-`{-~]|(?<![`])(`+)(?!`)(?:.*?[^`])\1(?!`)|./gu;
  return [...line.matchAll(token)].map(([text]) => (text.length === 1 ? text : '')).join('');
}

/** A network of a few layers whose names are hostile, and one of other layers. */
function hostile(names: readonly string[]): Report {
  const build = (kernel: number, list: readonly string[]): Graph => {
    let value = s.image([1, 3, 8, 8]);
    for (const [i, name] of list.entries()) {
      value = s.relu(s.conv(`${name}.${i}`, value, 4, { kernel }), `${name}.act${i}`);
    }
    const modules = [{ path: '', type: list[0] ?? '', text: '' }];
    return { ...s.graphOf(value), modules };
  };
  const [first = ''] = names;
  return report(named(first, build(3, names)), named(`${first}!`, build(1, names.toReversed())));
}

const piece = fc.constantFrom(
  ...[
    '`',
    '```',
    '````',
    '|',
    '<',
    '>',
    '</details>',
    '<script>',
    '&lt;',
    '\\',
    '\\`',
    '*',
    '_',
    '~~',
    '#',
    '[a](b)',
  ],
  ...['![x](y)', '@someone', '$x$', '- ', '> ', '1. ', ' ', '\n', '\r\n', 'name', '0', '…', '\u2028', '‮'],
);
const nasty = fc.array(piece, { minLength: 1, maxLength: 6 }).map(pieces => pieces.join(''));

describe('hostile names', () => {
  test('stay in their place', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), names => {
        const text = printMarkdown(hostile(names));
        const outside = outsideCode(text);
        // The only markup is the printer's own.
        expect(outside.match(/<[^>]*>/g) ?? []).toEqual(
          outside.includes('<details>') ? expect.arrayContaining(['<details>', '</details>']) : [],
        );
        const own = outside.replaceAll(/<details><summary>\w+<\/summary>|<\/details>/g, '');
        expect(own).not.toMatch(/[<[\]$~_]|&|!\[/);
        // Nobody is called: GitHub takes @ and a letter for a person.
        expect(own).not.toMatch(/@\w/);
        // Each line is a heading, a list's, a table's, a quote, or a sentence.
        for (const line of own.split('\n')) {
          expect(line).toMatch(
            /^($|### |- |\| |\|---|> \*\*Breaking:\*\* |an old checkpoint |and \d+ more$)/,
          );
        }
        const rows = own.split('\n').filter(line => line.startsWith('|'));
        const cells = rows.map(row => row.split('|').length);
        expect(new Set(cells.slice(0, 4)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });

  test('however long, fit a comment', () => {
    const long = '`|<b>@you '.repeat(100);
    const names = Array.from({ length: 300 }, (_, i) => `${i}${long}`);
    expect(printMarkdown(hostile(names)).length).toBeLessThan(mostCharacters);
  });
});

describe('shipped networks', () => {
  test.each([
    ['resnet18', 'resnet152'],
    ['resnet152', 'resnet18'],
    ['resnext50-32x4d', 'article-resnet50'],
  ])('%s → %s fits a comment', async (before, after) => {
    const text = printMarkdown(
      report(named(before, await shipped(before)), named(after, await shipped(after))),
    );
    expect(text.length).toBeLessThan(mostCharacters);
    expect(text).toMatch(/^### `resn|^### `article/);
    expect(text).toContain('<details><summary>Tree</summary>');
  });

  test('one edit reads so', async () => {
    const [before, after] = [await shipped('resnet50-v1'), await shipped('resnet50')];
    const text = printMarkdown(report(named('a', before), named('b', after)));
    expect(text.slice(0, text.indexOf('<details>'))).toMatchInlineSnapshot(`
      "### \`a (note=a)\` → \`b (note=b)\`: different: 1 edit

      - \`layer2.0, layer3.0, layer4.0\`: stride 2 moved from conv1 to conv2

      |  | a | b | change |
      |---|---:|---:|---:|
      | parameters | 25,557,032 | 25,557,032 | · |
      | MACs | 3.86 G | 4.09 G | +231 M (+6.0 %) |

      | stage | MACs |
      |---|---:|
      | layer2 | +77.1 M |
      | layer3 | +77.1 M |
      | layer4 | +77.1 M |

      an old checkpoint fits as it is: 267 tensors as they are

      "
    `);
  });

  test('the same is one line', async () => {
    const graph = await shipped('resnet18');
    const { report: same } = reportOn(named('x', graph), named('x', graph), {
      target: typescript,
      structural: false,
    });
    expect(printMarkdown(same)).toBe('### `x` → `x`: the same\n');
  });
});
