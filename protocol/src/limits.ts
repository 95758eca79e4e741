/** Limits that both sides keep. Field bounds are generated from the .options files; these are the rest. */
import { TOPICS } from './topics.ts';

export const PROTOCOL_VERSION = 1;

/** Opus frame durations a session may use. */
export const FRAME_DURATIONS_MS = [20, 40, 60] as const;
export type FrameDurationMs = (typeof FRAME_DURATIONS_MS)[number];

/** Rates an Opus decoder can play at (RFC 6716, section 2). */
export const PLAYBACK_SAMPLE_RATES_HZ = [8000, 12000, 16000, 24000, 48000] as const;
export type PlaybackSampleRateHz = (typeof PLAYBACK_SAMPLE_RATES_HZ)[number];

export const MAX_CONTROL_BYTES = TOPICS.controlUp.maxBytes;
export const MAX_AUDIO_BYTES = TOPICS.audioUp.maxBytes;
export const MAX_CONFIG_BYTES = TOPICS.config.maxBytes;

/** A device may ask for no more than this much audio ahead of playback. */
export const MAX_LEAD_MS = 2000;
export const DEFAULT_LEAD_MS = 200;

export const isFrameDuration = (value: number): value is FrameDurationMs =>
  (FRAME_DURATIONS_MS as readonly number[]).includes(value);

export const isPlaybackSampleRate = (value: number): value is PlaybackSampleRateHz =>
  (PLAYBACK_SAMPLE_RATES_HZ as readonly number[]).includes(value);
