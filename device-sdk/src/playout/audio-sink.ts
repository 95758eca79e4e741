/** What plays audio: a loudspeaker, a file, a page. */

export interface AudioFormat {
  /** Mono, 16 bits. */
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  readonly frameSamples: number;
}

export interface AudioSink {
  /** Called before the first frame, again for every session. Rejects with a DeviceError when there is no device. */
  open(format: AudioFormat): void | Promise<void>;
  /** One frame, at the time it is to be heard. The samples are the sink's. Never waits. */
  write(pcm: Int16Array): void;
  /** Audio that was taken and is not heard yet. Default 0. */
  latencyMs?(): number;
  /** Forget what is not heard yet. */
  flush?(): void;
  /** An answer is complete: push out what is held back. */
  endOfAnswer?(): void;
  /**
   * A sink with a clock of its own (a sound card) takes frames by `pull` instead of being written to in real time.
   * `pull` returns undefined when there is nothing to play now.
   */
  demand?(pull: () => Int16Array | undefined): void;
  /** Idempotent. */
  close(): void | Promise<void>;
}
