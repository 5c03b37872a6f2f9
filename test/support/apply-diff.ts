/** The second network's outline, from the first's and what a report says of the difference, and from nothing else. */

import type { Report, ReportEntry } from '../../compiler/diff/report/schema.ts';
import { type Outline, type Part, partsOf } from '../../compiler/outline/outline.ts';

/** A part without what follows from the rest: parameters, MACs, the form of its operator. */
export interface Plain {
  readonly id: string | undefined;
  readonly name: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly inputs?: readonly string[];
  readonly shape?: readonly number[];
  readonly children?: readonly Plain[];
}

/** An outline in those terms. */
export function plain(part: Part): Plain {
  const { id, name, type } = part;
  if (part.kind === 'module') return { id, name, type, children: part.children.map(plain) };
  const { attributes, inputs, shape } = part;
  return { id, name, type, attributes, inputs, shape };
}

/** Applies a report as an edit script. Ids are the report's own; all else comes from the first network or a change. */
export function applyDiff(before: Outline, report: Report): Plain {
  const parts = new Map(partsOf(before.root).map(part => [part.id, part]));
  const images = new Map<string, string>();
  const inputs = new Map(before.inputs.map(({ name }) => [name, name]));
  const visit = (entry: ReportEntry): void => {
    if (entry.before !== undefined && entry.after !== undefined) images.set(entry.before, entry.after);
    entry.children.forEach(visit);
  };
  visit(report.parts);
  const build = (entry: ReportEntry): Plain => {
    const children = entry.children.filter(({ status }) => status !== 'removed').map(build);
    const { part } = entry;
    if (part?.kind === 'layer') {
      const { id, name, type, attributes, inputs: read, shape } = part;
      return { id, name, type, attributes, inputs: read, shape };
    }
    if (part) return { id: part.id, name: part.name, type: part.type, children };
    const origin = parts.get(entry.before ?? '');
    if (!origin) throw new Error(`${entry.before} is no part of the first network`);
    const changed = new Map(entry.changes.map(change => [change.attribute, change.after]));
    const now = (attribute: string, old: unknown): unknown =>
      changed.has(attribute) ? changed.get(attribute) : old;
    const own = {
      id: entry.after,
      name: String(now('name', origin.name)),
      type: String(now('type', origin.type)),
    };
    if (origin.kind === 'module') return { ...own, children };
    const attributes: Record<string, unknown> = { ...origin.attributes };
    for (const [attribute, value] of changed) {
      if (['name', 'type', 'inputs', 'shape'].includes(attribute)) continue;
      if (value === undefined) delete attributes[attribute];
      else attributes[attribute] = value;
    }
    const kept = origin.inputs.map(id => images.get(id) ?? inputs.get(id) ?? id);
    return {
      ...own,
      attributes,
      inputs: now('inputs', kept) as readonly string[],
      shape: now('shape', origin.shape) as readonly number[],
    };
  };
  return build(report.parts);
}
