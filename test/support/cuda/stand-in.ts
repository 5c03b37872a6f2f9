/**
 * In nvcc's place, for whoever runs it as a program: g++ with the shim. It knows the options that packages, commands
 * and the bench give.
 */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executeWell } from '../execute.ts';

const shim = fileURLToPath(new URL('./shim/', import.meta.url));

/** As `Shim` has them, but for addresses: libraries are shared ones too. */
const flags = '-Wno-unknown-pragmas -fno-strict-aliasing -ffp-contract=off -march=native -fPIC -pthread';

/** What it does in its own way. */
interface Ways {
  /** In place of the `-O` it is given: nobody waits for code that runs once to be fast. */
  readonly level?: '-O0' | '-O1';
  /** Whether it builds a program of the same sources only once. */
  readonly remembers?: boolean;
}

/** A stand-in. */
export interface StandIn {
  readonly nvcc: string;
  /** The shim, for those who link by themselves. */
  readonly object: string;
}

/** Makes it, in a folder: it takes seconds. */
export async function makeNvcc(
  folder: string,
  { level = '-O0', remembers = false }: Ways = {},
): Promise<StandIn> {
  const [nvcc, object, built] = [join(folder, 'nvcc'), join(folder, 'shim.o'), join(folder, 'built')];
  mkdirSync(built, { recursive: true });
  await executeWell('g++', [
    '-std=c++17',
    '-O2',
    ...flags.split(' '),
    '-c',
    join(shim, 'shim.cpp'),
    '-o',
    object,
  ]);
  const compile = `g++ ${flags} -I ${shim} -include ${shim}shim.h "$@" $link`;
  const script = `#!/bin/sh
set -e
case " $* " in
  *" --dryrun "*) exit ;;
  *" --version "*) echo 'Cuda compilation tools, release 13.0, V13.0.88'; exit ;;
esac
link=${object} skip= sources=
for given in "$@"; do
  shift
  case "$skip$given" in
    gencode*|threads*) skip=; continue ;;
    Xcompiler*) skip=; given=$(echo "$given" | tr , ' ') ;;
    -gencode) skip=gencode; continue ;;
    --threads) skip=threads; continue ;;
    -Xcompiler) skip=Xcompiler; continue ;;
    -arch=*) continue ;;
    -O*) given=${level} ;;
    -c) link= ;;
    *.cu|*.cpp) sources="$sources $given"; given="-x c++ $given -x none" ;;
  esac
  set -- "$@" $given
done
`;
  const once = `built=${built}/$(cat $sources | cksum | tr ' ' -)
program=$given
[ -e $built ] || { ${compile}; cp "$program" $built; exit; }
cp $built "$program"
`;
  writeFileSync(nvcc, `${script}${remembers ? once : `exec ${compile}\n`}`);
  chmodSync(nvcc, 0o755);
  return { nvcc, object };
}
