/** Joins what changed in two specs with what that does to parameters, work, memory, kernels and old checkpoints. */

import type { Configured } from '../../dsl/spec.ts';
import type { Outline, Part } from '../../outline/outline.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Target } from '../../target.ts';
import { compare } from '../compare.ts';
import { type Difference, type Entry, entriesOf, statusOf } from '../difference.ts';
import { compatibilityOf, isCompatible } from './checkpoint.ts';
import { type Edit, editsOf } from './edits.ts';
import { Accounts, type Figures } from './figures.ts';
import { type Report, type ReportEntry, type ReportPart, reportSchema, reportVersion } from './schema.ts';
import { breakingChanges } from './signature.ts';
import { stagesOf } from './stages.ts';

/** One of two networks that are compared. */
export interface Side {
  /** As it was given: a spec, a file, a folder. */
  readonly from: string;
  readonly configured: Configured;
  /** Absent where the target cannot run it. */
  readonly plan?: Plan;
  /** Why it cannot. */
  readonly unplanned?: string;
}

/** How networks are reported. */
export interface ReportOptions {
  readonly target: Target;
  /** Ignore names, paths and classes. */
  readonly structural: boolean;
}

/** The difference of two networks, and its report. */
export function reportOn(
  before: Side,
  after: Side,
  { target, structural }: ReportOptions,
): { readonly difference: Difference; readonly report: Report } {
  const difference = compare(before.configured.graph, after.configured.graph, { structural });
  const { root } = difference;
  const breaking = breakingChanges(
    [before.configured, difference.before],
    [after.configured, difference.after],
  );
  const compatibility = compatibilityOf(difference);
  const same = breaking.length === 0 && isSame(difference, structural);
  const edits = editsOf(root, structural);
  const report = {
    version: reportVersion,
    before: describe(before, difference.before),
    after: describe(after, difference.after),
    target: target.name,
    structural,
    same,
    sameStructure: difference.sameStructure,
    breaking,
    edits: same || breaking.length > 0 || edits.length > 0 ? edits : [unseen],
    figures: figuresOf(difference, before, after, target),
    checkpoint: { compatible: isCompatible(compatibility), ...compatibility },
    parts: entryOf(root),
  };
  return { difference, report: reportSchema.parse(report) };
}

/** What is said of networks that differ where no layer does. */
const unseen: Edit = {
  kind: 'changed',
  paths: ['the network'],
  text: 'differs in what layers do not tell: how weights are computed, shared or trained',
};

/** Whether nothing is left to tell. Isomorphic networks are the same where names do not count. */
function isSame({ root, sameStructure }: Difference, structural: boolean): boolean {
  if (structural) return sameStructure;
  return sameStructure && entriesOf(root).every(entry => statusOf(entry) === 'same');
}

const describe = ({ from, configured, unplanned }: Side, { inputs, outputs }: Outline) => ({
  from,
  name: configured.spec,
  inputs,
  outputs,
  settings: configured.settings,
  ...(unplanned !== undefined && { unplanned }),
});

function figuresOf({ before, after, root }: Difference, a: Side, b: Side, target: Target) {
  const [old, now] = [new Accounts(a.plan, target), new Accounts(b.plan, target)];
  const of = (accounts: Accounts, parts: readonly Part[]): Figures | undefined =>
    parts.length > 0 ? accounts.figures(parts) : undefined;
  return {
    before: old.figures([before.root]),
    after: now.figures([after.root]),
    stages: stagesOf(root).map(stage => ({
      name: stage.name,
      before: of(old, stage.before),
      after: of(now, stage.after),
    })),
  };
}

function entryOf(entry: Entry): ReportEntry {
  const { before, after, changes, moved, children } = entry;
  const alone = before && after ? undefined : (before ?? after);
  return {
    status: statusOf(entry),
    ...(before && { before: before.id }),
    ...(after && { after: after.id }),
    ...(alone && { part: partOf(alone) }),
    moved,
    changes: changes.map(change => ({ ...change })) as ReportEntry['changes'],
    children: children.map(entryOf),
  };
}

function partOf(part: Part): ReportPart {
  if (part.kind === 'layer') return { ...part } as ReportPart;
  const { kind, id, name, type } = part;
  return { kind, id, name, type };
}

/** The first network's names of tensors that fit under another name, with the second's. */
export function renamesOf({ checkpoint }: Report): ReadonlyMap<string, string> {
  return new Map(checkpoint.renamed.map(({ before, after }) => [before.name, after.name]));
}
