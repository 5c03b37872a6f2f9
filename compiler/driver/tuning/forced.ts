/** Algorithms that a user forces, for experiments: wherever they apply, or of some layers. */

import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../errors.ts';
import { printName, printSome } from '../../names.ts';
import type { Contraction } from '../../plan/implementation.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Target } from '../../target.ts';
import { algorithmsOf, named } from './algorithms.ts';
import { isAmong } from './layers.ts';

/** `winograd2`, or `layer1.*=winograd2`. */
export interface Forced {
  /** The layers, as `isAmong` reads them; all of them where it is absent. */
  readonly layers?: string;
  readonly name: string;
}

/** As it is written. */
export const printForced = ({ layers, name }: Forced): string =>
  layers === undefined ? name : `${layers}=${name}`;

/** @throws UserError where the target has no algorithm of a name */
export function checkNames(forced: readonly Forced[], target: Target): void {
  const names = algorithmsOf(target).map(each => each.name);
  for (const { name } of forced) {
    if (names.includes(name)) continue;
    throw new UserError(
      'no-such-algorithm',
      `the target ${target.name} has no algorithm ${printName(name)}${didYouMean(name, names)}`,
      { at: '--algorithm', fix: `it has ${names.join(', ')}` },
    );
  }
}

/** The target with algorithms forced where they apply. What is said of some layers goes before what is said of all; of several, the last. */
export function forcing(target: Target, forced: readonly Forced[]): Target {
  const inOrder = [
    ...forced.filter(({ layers }) => layers !== undefined).toReversed(),
    ...forced.filter(({ layers }) => layers === undefined).toReversed(),
  ];
  return {
    ...target,
    schedule(contraction, layer = '') {
      for (const { layers, name } of inOrder) {
        const isMeant = layers === undefined || isAmong(layers, layer);
        const schedule = isMeant ? named(target, name, contraction) : undefined;
        if (schedule) return schedule;
      }
      return target.schedule(contraction, layer);
    },
  };
}

/**
 * Whatever is forced has to apply somewhere.
 *
 * @param plans - of the networks that it is forced in, at least one
 * @throws UserError where there are no such layers, or none of them can be computed so
 */
export function checkApplied(plans: readonly Plan[], target: Target, forced: readonly Forced[]): void {
  const all = plans.flatMap(contractionsOf);
  const name = plans.map(plan => plan.name).join(', ');
  for (const each of forced) {
    const { layers } = each;
    const meant = all.filter(({ layer }) => layers === undefined || isAmong(layers, layer));
    if (layers !== undefined && meant.length === 0) {
      throw noSuchLayer(
        name,
        layers,
        all.map(({ layer }) => layer),
        `--algorithm ${printForced(each)}`,
      );
    }
    if (meant.some(({ contraction }) => named(target, each.name, contraction))) continue;
    const algorithms = algorithmsOf(target);
    const able = algorithms.filter(other =>
      meant.some(({ contraction }) => named(target, other.name, contraction)),
    );
    throw new UserError(
      'no-such-form',
      `${each.name} ${layers === undefined ? `can compute no layer of ${name}` : `cannot compute ${printName(layers)}`}: it is for ${algorithms.find(other => other.name === each.name)?.about}`,
      {
        at: `--algorithm ${printForced(each)}`,
        fix: `take one of ${able.map(other => other.name).join(', ')}`,
      },
    );
  }
}

/** The contractions of a plan with their layers. */
const contractionsOf = (
  plan: Plan,
): readonly { readonly layer: string; readonly contraction: Contraction }[] =>
  plan.steps.flatMap(({ layer, kernel }) => {
    const contraction = plan.kernels[kernel];
    return contraction?.kind === 'contract' ? [{ layer, contraction }] : [];
  });

/** A layer's path, and those of the modules around it. */
const withModules = (layer: string): readonly string[] =>
  layer.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'));

/** What is said of layers that no convolution or linear layer of a network is among. */
export function noSuchLayer(
  network: string,
  wanted: string,
  layers: readonly string[],
  at: string,
): UserError {
  const known = [...new Set(layers.flatMap(withModules))];
  return new UserError(
    'no-such-layer',
    `${network} has no convolution or linear layer ${printName(wanted)}${didYouMean(wanted, known)}`,
    { at, fix: `\`netwright show\` lists layers: ${printSome(layers.map(printName), 5)}` },
  );
}
