/** A kernel as a shader. */

/** A shader's text, and how many workgroups it is dispatched to. */
export interface Printed {
  readonly text: string;
  readonly workgroups: readonly [x: number, y: number, z: number];
}
