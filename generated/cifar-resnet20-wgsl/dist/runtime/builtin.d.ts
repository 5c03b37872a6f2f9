/** Modules that Node has built in, as Deno and Bun do, for scripts that pages run too. */
/**
 * Imports one, such as `fs`. Marked, and no literal, so that bundlers for browsers leave it alone: there it is never
 * reached. Joined, so that most minifiers do not make it a literal, which a second bundler would try to resolve.
 */
export declare const importBuiltin: <Module>(name: string) => Promise<Module>;
