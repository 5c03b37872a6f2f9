/**
 * The page's policy lets no text become the address of a script. Packages start workers by addresses of their own, so
 * those in the page's folder are let through, and no others.
 */

/** Trusted Types, which TypeScript's own library may lack. */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(text: string): string | null }): unknown;
}

/** Call it once, before a package is loaded. Browsers without Trusted Types need nothing. */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  const folder = new URL('.', document.baseURI).href;
  trustedTypes?.createPolicy('default', {
    createScriptURL: text => (new URL(text, document.baseURI).href.startsWith(folder) ? text : null),
  });
}
