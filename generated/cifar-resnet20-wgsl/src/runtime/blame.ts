/** What was wrong with a run: its stages again, one at a time, so that the first that fails can be named. */

import { addPass, submit } from './dispatch.ts';
import { type Complaint, watch } from './errors.ts';
import type { GpuCommandEncoder } from './gpu.ts';
import type { Arrival, Session } from './session.ts';

/**
 * Brings an input, hands in commands, and waits until the device has looked at them.
 *
 * @throws Error that names what it complains of
 */
export async function attempt(
  session: Session,
  label: string,
  bring: () => Arrival,
  encode: (encoder: GpuCommandEncoder, arrival: Arrival) => void,
): Promise<void> {
  const { device, life } = session;
  life.check();
  const { value: arrival, complaint } = watch(device, () => {
    const arriving = bring();
    submit(device, label, encoder => {
      arriving.copy?.(encoder);
      encode(encoder, arriving);
    });
    return arriving;
  });
  const refusal = await life.until(complaint);
  if (refusal) throw await explain(session, refusal, arrival);
}

/** The input where it is there already. @param layer - what is to run on it */
export const arrived = (layer: string): Arrival => ({ what: layer, dispatches: [], fix: 'report it' });

/** Part of a run that can fail by itself. */
type Stage = readonly [layer: string, encode: (encoder: GpuCommandEncoder) => void];

/**
 * The error for a complaint about a run.
 *
 * @param arrival - what was made for it may be at fault, and is let go of
 */
export async function explain(session: Session, complaint: Complaint, arrival: Arrival): Promise<Error> {
  try {
    return await find(session, complaint, arrival);
  } finally {
    arrival.forget?.();
  }
}

async function find(session: Session, complaint: Complaint, arrival: Arrival): Promise<Error> {
  const { device, program, life, dispatches } = session;
  if (complaint.kind === 'out-of-memory') {
    return new Error(
      `${program.name}: the GPU has no room for ${arrival.what}: ${complaint.message}; close what else uses it, or wait for runs before asking for more`,
    );
  }
  const stages: readonly Stage[] = [
    [
      arrival.what,
      encoder => {
        arrival.copy?.(encoder);
        addPass(encoder, arrival.what, arrival.dispatches);
      },
    ],
    ...dispatches.map(
      (dispatch): Stage => [dispatch.layer, encoder => addPass(encoder, dispatch.layer, [dispatch])],
    ),
  ];
  for (const [layer, encode] of stages) {
    life.check();
    const found = await watch(device, () => submit(device, layer, encode)).complaint;
    if (!found) continue;
    const fix =
      layer === arrival.what ? arrival.fix : 'load the model again; if that does not help, report it';
    return new Error(`${program.name}: ${layer} fails on the GPU: ${found.message}; ${fix}`);
  }
  return new Error(`${program.name}: the run failed on the GPU: ${complaint.message}; run it again`);
}
