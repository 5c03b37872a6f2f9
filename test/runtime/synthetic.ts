import type { Pixels } from '../../targets/javascript/runtime/preprocess.ts';

/** The image that `synthetic` of test/reference/preprocess.py makes; its alpha is noise, which must not count. */
export function synthetic(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const odd = (Math.floor(x / 3) + Math.floor(y / 5)) % 2 === 1;
      for (let c = 0; c < 3; c++) {
        const noise = (x * 73 + y * 151 + c * 199 + ((x * y) % 61) * 17) % 256;
        data[at++] = odd ? 255 - c * 20 - (y % 7) : noise;
      }
      data[at++] = (x * 31 + y * 17) % 256;
    }
  }
  return { width, height, data };
}
