/** The text of a program that runs any of several packages, by their number: they share what packages have in common. */

import type { PackageFile, TextFile } from '../../../compiler/target.ts';

/** A package's source, and what its C API is called. */
export interface Driven {
  /** The path of its `.cu`. */
  readonly source: string;
  readonly prefix: string;
}

/** The package's own source. @throws where it has none */
export function sourceOf(name: string, files: readonly PackageFile[]): TextFile {
  const source = files.find(({ path }) => /^[^/]*\.cu$/.test(path));
  if (source?.text === undefined) throw new Error(`the package ${name} has no .cu file`);
  return source;
}

/**
 * The program.
 *
 * Several packages are each in a namespace of its own. Headers are the same in all of them: they are included before, outside, and
 * what is in their namespace `netwright` is seen from the package's.
 *
 * @param headers - paths of all that the packages include
 */
export function printDriver(packages: readonly Driven[], headers: readonly string[]): string {
  const [only, ...others] = packages;
  if (only && others.length === 0) {
    return ['#include "driver.h"', `#include "${only.source}"`, ...printMain([printCall(only)])].join('\n');
  }
  const includes = headers.map(path => `#include "${path}"\n`).join('');
  const bodies = packages.map(({ source }, i) =>
    [
      `namespace package_${i} {`,
      'namespace netwright {',
      'using namespace ::netwright;',
      '}',
      `#include "${source}"`,
      '}',
      '',
    ].join('\n'),
  );
  const calls = packages.map((each, i) => printCall(each, `package_${i}::`));
  return ['#include "driver.h"', includes, ...bodies, ...printMain(calls)].join('\n');
}

/** Runs a package. */
function printCall({ prefix }: Driven, namespace = ''): string {
  const of = (name: string): string => `${namespace}${prefix}_${name}`;
  const capitals = prefix.toUpperCase();
  const sizes = `${capitals}_INPUT_ELEMENTS, ${capitals}_OUTPUT_ELEMENTS`;
  return `driver::Api{${of('create')}, ${of('run')}, ${of('destroy')}, ${sizes}}.drive(arguments + 2);`;
}

const printMain = (calls: readonly string[]): readonly string[] => [
  'int main(int count, char** arguments) {',
  '  if (count != 5) driver::stop("usage", "program <number> weights.bin input.f32 output.f32");',
  '  switch (std::atoi(arguments[1])) {',
  ...calls.map((call, i) => `    case ${i}:\n      ${call}\n      return 0;`),
  '    default:',
  '      driver::stop("no package", arguments[1]);',
  '  }',
  '}',
  '',
];
