/** The page for authors, specs/README.md, says what the code does: every export, every argument, every field. */

import { readFileSync } from 'node:fs';
import * as netwright from 'netwright';
import { describe, expect, test } from 'vitest';
import { activationNames } from '../../compiler/dsl/activation-names.ts';
import { definitionFields } from '../../compiler/dsl/definition.ts';
import { functionSignatures } from '../../compiler/dsl/functions.ts';
import type { Signature } from '../../compiler/dsl/signature.ts';
import { interpolations, preprocessingSchema } from '../../compiler/preprocessing/preprocessing.ts';
import { check } from '../types/checker.ts';

const page = readFileSync(new URL('../../specs/README.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter(line => line.startsWith('| `'));
const layers = Object.values(netwright).flatMap(value =>
  typeof value === 'function' && 'signature' in value ? [value.signature as Signature] : [],
);

/** Rows whose first cell names this. */
const rowsOf = (name: string): readonly string[] =>
  rows.filter(row => new RegExp(`\`${name}[\`(]`).test(row.split(' | ')[0] ?? ''));

test.each(Object.keys(netwright))('names %s', name => {
  // The base class of one's own, and the type that a forward reads, are told of in the text.
  expect(page).toMatch(new RegExp(`\\b${name}\\b`));
});

describe('layers', () => {
  test.each(layers.map(signature => [signature.name, signature] as const))('%s', (name, signature) => {
    const found = rowsOf(name);
    expect(found).toHaveLength(1);
    const [row = ''] = found;
    for (const [key, parameter] of Object.entries(signature.parameters)) {
      const { pytorch } = parameter;
      expect(row).toContain(pytorch === key ? `\`${key}\`` : `\`${key}\` (\`${pytorch}\`)`);
      if (parameter.default === undefined) continue;
      const printed =
        typeof parameter.default === 'string' ? `\`'${parameter.default}'\`` : parameter.default;
      const [, said] = new RegExp(`\`${key}\`[^=|]*= ([^\\s,:;]+)`).exec(row) ?? [];
      if (typeof printed === 'number') expect(Number(said)).toBe(printed);
      else expect(said).toBe(String(printed));
    }
    const [first = '', second = ''] = row.split(' / ');
    for (const [key, { manner }] of Object.entries(signature.parameters)) {
      if (manner === 'position') expect(first).toContain(`\`${key}\``);
      else if (second !== '') expect(second).toContain(`\`${key}\``);
    }
  });

  test('what PyTorch has and there is not', () => {
    for (const { refused } of layers)
      for (const name of Object.keys(refused)) expect(page).toContain(`\`${name}\``);
  });

  test('the operators that are activations', () => {
    const [row = ''] = rowsOf('Activation');
    for (const name of activationNames) expect(row).toMatch(new RegExp(`[\`']${name}[\`']`));
  });
});

test.each(functionSignatures.map(signature => [signature.name, signature] as const))(
  'the function %s',
  (name, { parameters }) => {
    const [row = ''] = rowsOf(name);
    for (const [key, parameter] of Object.entries(parameters)) {
      expect(row).toMatch(new RegExp(`[(, ]${key}\\b`));
      if (parameter.default !== undefined) expect(row).toContain(`${key} = ${parameter.default}`);
    }
  },
);

test.each(Object.keys(definitionFields))('the field %s of a definition', field => {
  const [row = ''] = rowsOf(field);
  expect(row.includes('required')).toBe(definitionFields[field]?.isOptional === false);
});

test('what preprocessing gives', () => {
  const [, paragraph = ''] = /\n(`preprocessing` gives .*)\n/.exec(page) ?? [];
  for (const part of Object.keys(preprocessingSchema.shape)) expect(paragraph).toContain(`\`${part}\``);
  for (const filter of interpolations) expect(paragraph).toContain(`\`'${filter}'\``);
});

test('its example type-checks', async () => {
  const [, example = ''] = /```ts\n(import.*?)```/s.exec(page) ?? [];
  expect(example).toContain('export default');
  expect((await check({ 'example.ts': example })).diagnostics).toEqual([]);
});
