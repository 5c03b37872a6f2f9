/** `netwright targets` and `netwright specs`: what there is. */

import { Command } from 'commander';
import { z } from 'zod';
import { targets } from '../../../../targets/index.ts';
import type { Spec } from '../../../dsl/spec.ts';
import { jsonOption } from '../options.ts';
import { print, printJsonResult, table } from '../output.ts';
import { loadSpec, specNames } from '../specs.ts';

export const targetsCommand = (): Command =>
  new Command('targets')
    .description('list the targets')
    .addOption(jsonOption())
    .action(({ json }: { json?: true }) => {
      const rows = targets.map(({ name, summary }) => ({ name, summary }));
      if (json) printJsonResult(rows);
      else
        print(
          table(
            [{ title: 'target' }, { title: 'what it generates', fit: 'wrap' }],
            rows.map(row => [row.name, row.summary]),
          ),
        );
    });

export const specsCommand = (): Command =>
  new Command('specs')
    .description('list the specs that come with netwright, and their settings')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const specs = await Promise.all(specNames().map(loadSpec));
      if (json) {
        printJsonResult(
          specs.map(({ name, summary, settings }) => ({
            name,
            summary,
            settings: z.toJSONSchema(settings, { io: 'input' }),
          })),
        );
        return;
      }
      print(
        table(
          [{ title: 'spec' }, { title: 'settings', fit: 'wrap' }, { title: 'what it is', fit: 'wrap' }],
          specs.map(spec => [spec.name, settingsOf(spec), spec.summary]),
        ),
      );
    });

/** `classes=1000 batch=1 ...`. */
function settingsOf({ settings }: Spec): string {
  if (!(settings instanceof z.ZodObject)) return '';
  const defaults = settings.safeParse({});
  if (!defaults.success) return Object.keys(settings.shape).join(' ');
  return Object.entries(defaults.data)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
