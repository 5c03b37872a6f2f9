/** What PyTorch says of the trained network: test/reference/train_cifar.py makes it. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const count = z.int().nonnegative();
const logits = z.record(z.string(), z.array(z.number()).length(10));

const answers = z.strictObject({
  made_by: z.string(),
  /** SHA-256 of the checkpoint. */
  weights: z.string(),
  classes: z.array(z.string()).length(10),
  images: count,
  correct: count,
  top5: count,
  /** For each class, the answers for its images in the order of their names, a digit each. */
  answers: z.record(z.string(), z.string().regex(/^\d+$/)),
  logits,
  photographs: logits,
});

/** See above. */
export type CifarAnswers = z.output<typeof answers>;

/** Reads them. */
export const readCifarAnswers = (): CifarAnswers =>
  answers.parse(JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8')));
