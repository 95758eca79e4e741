/** The whole SDK for browsers in one file: the core, the microphone and the loudspeaker. */
export * from '../index.ts';
export { microphone, type MicrophoneOptions } from './microphone.ts';
export { opusCodec } from './opus-codec.ts';
export { Speaker, type SpeakerOptions } from './speaker.ts';
