/** What `load` of a package in plain TypeScript takes. */
export {};
