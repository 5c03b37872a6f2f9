/** Which layers a text names: a layer, a module with all its layers, or many by `*`. */

/** Whether a layer, such as `layer1.0.conv1`, is among `layer1.0.conv1`, `layer1` or `layer*.conv1`. */
export function isAmong(pattern: string, layer: string): boolean {
  const text = pattern
    .split('*')
    .map(part => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${text}(?:\\..*)?$`, 's').test(layer);
}
