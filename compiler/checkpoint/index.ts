/** The public door of checkpoints: open one, match it to a network, write safetensors. */

export type { ElementType } from './element-types.ts';
export type { ExpectedNetwork, ExpectedTensor } from './expected.ts';
export { type Match, type MatchOptions, matchCheckpoint } from './match.ts';
export { openCheckpoint } from './open.ts';
export { printRenameMap, type RenameMap, readRenameMap } from './rename.ts';
export { type TensorToWrite, writeSafetensors } from './safetensors/write.ts';
export type { Checkpoint, CheckpointTensor, StateDict } from './types.ts';
