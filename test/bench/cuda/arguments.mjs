/** Whether this bench is asked for: a file of its own, so that no other need be loaded to tell. */

/**
 * What follows `cuda`, or `--race cuda`, if the bench is asked for that.
 *
 * @param {readonly string[]} args
 * @returns {readonly string[] | undefined}
 */
export function cudaArguments(args) {
  if (args[0] === 'cuda') return args.slice(1);
  const at = args.findIndex(
    (each, i) => each === '--race=cuda' || (each === '--race' && args[i + 1] === 'cuda'),
  );
  return at < 0 ? undefined : args.toSpliced(at, args[at] === '--race' ? 2 : 1);
}
