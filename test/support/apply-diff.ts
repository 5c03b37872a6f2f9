/** The second network's outline, from the first's and what a report says of the difference, and from nothing else. */

import { type Report, type ReportEntry, reportSchema } from '../../compiler/diff/report/schema.ts';
import { type Layer, type Outline, type Part, partsOf } from '../../compiler/outline/outline.ts';

/** A layer without what is counted rather than said: parameters and MACs. */
type PlainLayer = Omit<Layer, 'parameters' | 'shares' | 'macs'>;

/** A part in those terms. */
type Plain =
  | PlainLayer
  | {
      readonly kind: 'module';
      readonly id: string;
      readonly name: string;
      readonly type: string;
      readonly children: readonly Plain[];
    };

/** An outline in those terms. */
export interface PlainOutline extends Omit<Outline, 'root'> {
  readonly root: Plain;
}

/** An outline without parameters and MACs. */
export const plain = (outline: Outline): PlainOutline => ({ ...outline, root: plainPart(outline.root) });

function plainPart(part: Part): Plain {
  if (part.kind === 'module') return { ...part, children: part.children.map(plainPart) };
  const { parameters: _, shares: __, macs: ___, ...rest } = part;
  return rest;
}

/**
 * Applies a report as an edit script.
 *
 * @param json - the report as it was printed and parsed
 */
export function applyDiff(before: Outline, json: unknown): PlainOutline {
  const report = reportSchema.parse(json);
  const { name, inputs, outputs } = report.after;
  return { name, inputs, outputs, root: new Script(before, report).part(report.parts) };
}

/** Changes that are no attribute of the layer. The result's shape is a list; the attribute of that name is none. */
const own = (attribute: string, value: unknown): boolean =>
  ['name', 'type', 'inputs', 'shares', 'outputs'].includes(attribute) ||
  (attribute === 'shape' && Array.isArray(value));

class Script {
  readonly #parts: ReadonlyMap<string, Part>;
  /** The second network's names of values. */
  readonly #images = new Map<string, string>();

  constructor(before: Outline, report: Report) {
    this.#parts = new Map(partsOf(before.root).map(part => [part.id, part]));
    for (const [i, { name }] of before.inputs.entries()) {
      const image = report.after.inputs[i];
      if (image) this.#images.set(name, image.name);
    }
    const visit = ({ before: from, after: to, children }: ReportEntry): void => {
      const isLayer = from !== undefined && this.#parts.get(from)?.kind === 'layer';
      if (isLayer && to !== undefined) this.#images.set(from, to);
      children.forEach(visit);
    };
    visit(report.parts);
  }

  /** The second network's part that an entry stands for. */
  part({ before, after = '', part, changes, children }: ReportEntry): Plain {
    const members = () =>
      children.filter(({ status }) => status !== 'removed').map(child => this.part(child));
    if (part?.kind === 'module') return { ...part, children: members() };
    if (part) return plainPart({ ...part, form: part.form as Layer['form'] }) as PlainLayer;
    const origin = this.#parts.get(before ?? '');
    if (!origin) throw new Error(`${before} is no part of the first network`);
    const change = (attribute: string) =>
      changes.find(each => each.attribute === attribute && own(attribute, each.after))?.after;
    const { name, type } = { name: change('name') ?? origin.name, type: change('type') ?? origin.type };
    if (typeof name !== 'string' || typeof type !== 'string') throw new Error('names are texts');
    if (origin.kind === 'module') return { kind: 'module', id: after, name, type, children: members() };
    const kept = origin.inputs.map(id => this.#images.get(id) ?? `nothing for ${id}`);
    return {
      kind: 'layer',
      id: after,
      name,
      type,
      form: origin.form,
      attributes: this.#attributes(origin, changes),
      inputs: (change('inputs') as readonly string[] | undefined) ?? kept,
      shape: (change('shape') as readonly number[] | undefined) ?? origin.shape,
    };
  }

  #attributes(origin: Layer, changes: ReportEntry['changes']): Layer['attributes'] {
    const attributes: Record<string, string | number | boolean> = { ...origin.attributes };
    for (const { attribute, before, after } of changes) {
      if (own(attribute, after ?? before)) continue;
      if (after === undefined) delete attributes[attribute];
      else if (typeof after !== 'object') attributes[attribute] = after;
    }
    return attributes;
  }
}
