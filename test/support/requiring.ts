/**
 * Tests that need more of a machine than Node. Where it is missing they skip and say so; `NETWRIGHT_REQUIRE=webgpu,g++`
 * names what must be there, and makes its absence a failure.
 */

import { beforeAll, describe } from 'vitest';

/** Something that tests need. */
export interface Need {
  /** As `NETWRIGHT_REQUIRE` calls it. */
  readonly name: string;
  /** Why it is not there, and how to get it; undefined where it is. */
  readonly lack: string | undefined;
}

/** Tests that run where nothing is missing, or where what is missing is required, to fail. */
export function describeRequiring(title: string, needs: readonly Need[], body: () => void): void {
  const missing = needs.filter(({ lack }) => lack !== undefined);
  const names = (process.env.NETWRIGHT_REQUIRE ?? '').split(',');
  const required = missing.filter(({ name }) => names.includes(name));
  const isSkipped = missing.length > 0 && required.length === 0;
  if (isSkipped) console.warn(`${title}: skipped, ${missing.map(({ lack }) => lack).join('; ')}`);
  describe.skipIf(isSkipped)(title, () => {
    beforeAll(() => {
      if (required.length === 0) return;
      const asked = required.map(({ name, lack }) => `${name}, but ${lack}`).join('; ');
      throw new Error(`NETWRIGHT_REQUIRE asks for ${asked}`);
    });
    body();
  });
}
