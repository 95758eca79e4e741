/// <reference types="node" preserve="true" />
/** What Node.js adds: sound cards, WAV files, pipes. */
export { AlsaSpeaker, alsaMicrophone, type AlsaMicrophoneOptions, type AlsaOptions } from './alsa.ts';
export { opusCodec } from './opus-codec.ts';
export { PcmSink, type PcmSinkOptions, pcmSource } from './raw-pcm.ts';
export { parseWavHeader, toMono16, type WavFormat, wavHeader, type WavHeader } from './wav-format.ts';
export { WavSink } from './wav-sink.ts';
export { WAV_SOURCE_DEFAULTS, wavSource, type WavSourceOptions } from './wav-source.ts';
