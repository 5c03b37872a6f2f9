/** Workgroups of which there may be more than a device allows along one axis. */

/** WebGPU's default for `maxComputeWorkgroupsPerDimension`. */
export const mostWorkgroups = 65_535;

/** Workgroups that a shader counts. */
export interface Numbered {
  /** The number of a workgroup, of its `group: vec3u`. */
  readonly number: string;
  readonly x: number;
  readonly z: number;
  /** Whether there are no more than were asked for. */
  readonly isExact: boolean;
}

/** So many workgroups: along x, and where they are too many, along z too. */
export function numbered(count: number): Numbered {
  if (count <= mostWorkgroups) return { number: 'group.x', x: count, z: 1, isExact: true };
  const z = Math.ceil(count / mostWorkgroups);
  return {
    number: `(group.z * ${mostWorkgroups} + group.x)`,
    x: mostWorkgroups,
    z,
    isExact: count === z * mostWorkgroups,
  };
}
