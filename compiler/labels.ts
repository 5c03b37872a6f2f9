/** Names of classes. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Labels } from './dsl/spec.ts';
import { packageRoot } from './root.ts';

/** The names that a spec's labels stand for, in the order of the logits. */
export function labelNames(labels: Labels): readonly string[] {
  if (labels !== 'imagenet') return labels;
  const path = join(packageRoot(), 'specs', 'data', 'imagenet-classes.txt');
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}
