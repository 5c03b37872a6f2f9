/**
 * Judges of WGSL, two that know nothing of each other: Tint, which Chromium has, and naga, which Firefox has. Neither
 * needs a GPU.
 *
 * Tint says what a browser would say, of pipelines too: uniformity, limits, what features allow. It runs on a backend
 * that has every feature, the least limits, and does nothing.
 *
 * Naga parses and validates modules only, without limits and uniformity. It knows the functions and values of
 * subgroups except `subgroupElect`, but refuses `enable subgroups;`, so it is shown code without that. It allows no
 * pointers into storage as parameters, which WGSL does.
 */

import { NagaError, parseWgsl, validate } from 'naga-wasm';
import { createGpu } from './dawn.ts';

/** What a shader may use. Limits are those that every device has. */
export interface Allowance {
  /** Default: none. */
  readonly features?: readonly GPUFeatureName[];
  /** Values of its overrides. */
  readonly constants?: Readonly<Record<string, number>>;
}

/**
 * Asks both judges.
 *
 * @param code - a module of compute shaders, whose pipelines have the layout `auto`
 * @returns their complaints, each after the judge's name; `undefined` if they have none
 */
export async function validateWgsl(code: string, allowance: Allowance = {}): Promise<string | undefined> {
  const complaints: string[] = [];
  const tint = await askTint(code, allowance);
  if (tint !== undefined) complaints.push(`Tint: ${tint}`);
  const naga = askNaga(code);
  if (naga !== undefined) complaints.push(`naga: ${naga}`);
  return complaints.length > 0 ? complaints.join('\n') : undefined;
}

/** @returns Tint's complaint, if it has one */
export async function askTint(code: string, allowance: Allowance = {}): Promise<string | undefined> {
  const device = await validationDevice(allowance.features);
  try {
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code });
    const { messages } = await module.getCompilationInfo();
    const refusal = await device.popErrorScope();
    const errors = messages.filter(({ type }) => type === 'error');
    if (refusal || errors.length > 0) {
      return errors.map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`).join('\n');
    }
    const complaints: string[] = [];
    for (const entryPoint of entryPointsOf(code)) {
      const compute = { module, entryPoint, constants: { ...allowance.constants } };
      try {
        await device.createComputePipelineAsync({ layout: 'auto', compute });
      } catch (error) {
        complaints.push(`${entryPoint}: ${error instanceof Error ? error.message : error}`);
      }
    }
    return complaints.length > 0 ? complaints.join('\n') : undefined;
  } finally {
    device.destroy();
  }
}

/** @returns naga's complaint, if it has one */
export function askNaga(code: string): string | undefined {
  try {
    const module = parseWgsl(withoutSubgroups(code));
    try {
      validate(module).free();
    } finally {
      module.free();
    }
  } catch (error) {
    if (error instanceof NagaError) return error.formatted.trimEnd();
    throw error;
  }
  return undefined;
}

let nullGpu: Promise<GPU> | undefined;

/** A device that validates all it is asked to do, and does nothing. Whoever asks for it destroys it. */
export async function validationDevice(features: readonly GPUFeatureName[] = []): Promise<GPUDevice> {
  nullGpu ??= createGpu('backend=null');
  const adapter = await (await nullGpu).requestAdapter();
  if (!adapter) throw new Error('Dawn has no null backend any more: hold the npm package webgpu back');
  return adapter.requestDevice({ requiredFeatures: [...features] });
}

/** Names of compute entry points. */
function entryPointsOf(code: string): readonly string[] {
  const bare = code.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ' ');
  return [...bare.matchAll(/@compute\b[^;{}]*?\bfn\s+(\w+)/g)].map(([, name = '']) => name);
}

/** The code without what enables subgroups. */
function withoutSubgroups(code: string): string {
  return code.replace(/^(\s*enable\s+)([^;]+);/gm, (_, enable: string, names: string) => {
    const others = names.split(',').filter(name => name.trim() !== 'subgroups');
    return others.length > 0 ? `${enable}${others.join(',')};` : enable.replace('enable', '');
  });
}
