/** A shader's text. */
declare module '*.wgsl' {
  const text: string;
  export default text;
}
