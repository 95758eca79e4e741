/**
 * Which weights the ears need, and the published package that carries them.
 * The hash, not the package, decides whether a file is the right one.
 */

export interface ModelFile {
  /** The name in the cache. */
  readonly name: string;
  /** The file's path inside the package's tarball. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ModelPackage {
  /** `name@version` as npm takes it. */
  readonly spec: string;
  readonly license: string;
  readonly files: readonly ModelFile[];
}

/** Moonshine Tiny (English, MIT) and Silero VAD v6 (MIT). */
export const MODEL_PACKAGES: readonly ModelPackage[] = [
  {
    spec: '@livekit/agents-plugin-silero@1.9.0',
    license: 'MIT (model)',
    files: [
      {
        name: 'silero-vad-v6.onnx',
        path: 'package/dist/silero_vad.onnx',
        bytes: 2_327_524,
        sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
      },
    ],
  },
  {
    spec: '@moonshine-ai/moonshine-js@0.1.29',
    license: 'MIT',
    files: [
      {
        name: 'moonshine-tiny-encoder.onnx',
        path: 'package/dist/model/tiny/quantized/encoder_model.onnx',
        bytes: 7_937_661,
        sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
      },
      {
        name: 'moonshine-tiny-decoder.onnx',
        path: 'package/dist/model/tiny/quantized/decoder_model_merged.onnx',
        bytes: 20_243_286,
        sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
      },
    ],
  },
];

/** Where the verified files of the catalogue are. */
export interface ModelPaths {
  readonly silero: string;
  readonly encoder: string;
  readonly decoder: string;
}
