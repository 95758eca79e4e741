/** Files that the bundler puts into the bundle as data URLs. */
declare module '*.wasm?url&inline' {
  const dataUrl: string;
  export default dataUrl;
}
