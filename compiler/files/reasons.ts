/** What an operating system's refusal means, in words. */

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use, or something is mounted there',
  EDQUOT: 'no space is left to you on its disk',
  EFBIG: 'it is larger than its disk takes',
  EISDIR: 'is a folder, expected a file',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'no such file',
  ENOSPC: 'no space is left on its disk',
  ENOTDIR: 'it lies in a file, not in a folder',
  EPERM: 'permission denied',
  EROFS: 'its disk is read-only',
};

/** The reason of an error, in words where it is a usual one. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = codeOf(cause);
  const words = code === undefined ? undefined : reasons[code];
  return words ?? cause.message;
}

/** An error's code, of those that have one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
