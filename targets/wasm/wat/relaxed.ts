/** Relaxed SIMD (https://github.com/WebAssembly/relaxed-simd): products that are added, in one instruction. */

/** Comments, parentheses, and where a sum begins with a product. */
const tokens = /;;[^\n]*|\(f32x4\.add\s+\(f32x4\.mul(?=\s)|[()]/g;

/**
 * A module's text with each `(f32x4.add (f32x4.mul a b) c)` as `(f32x4.relaxed_madd a b c)`. Nothing is computed in
 * another order.
 */
export function relax(text: string): string {
  // Of each parenthesis that is open, whether the one that closes it is left out.
  const isLeftOut: boolean[] = [];
  return text.replaceAll(tokens, token => {
    if (token.startsWith(';;')) return token;
    if (token === ')') return isLeftOut.pop() ? '' : token;
    if (token === '(') {
      isLeftOut.push(false);
      return token;
    }
    isLeftOut.push(false, true);
    return '(f32x4.relaxed_madd';
  });
}
