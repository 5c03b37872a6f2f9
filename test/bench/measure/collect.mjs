/**
 * All text of a stream of a child process.
 *
 * @param {unknown} stream
 * @returns {Promise<string>}
 */
export async function collect(stream) {
  let text = '';
  for await (const chunk of /** @type {AsyncIterable<Buffer>} */ (stream)) text += chunk.toString();
  return text;
}
