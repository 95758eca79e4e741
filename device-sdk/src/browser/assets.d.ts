/** Files that the bundler puts into the bundle as data URLs. */
declare module '*.wasm?url' {
  const dataUrl: string;
  export default dataUrl;
}
