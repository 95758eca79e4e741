/** Which synthetic voice stands for which of Nova's. They speak English only, and can be told apart. */

export interface VoiceSettings {
  /** The name inside flite. */
  readonly flite: 'slt' | 'rms' | 'awb';
  /** How much slower than flite's own pace. */
  readonly stretch: number;
  /** The mean pitch in Hz that flite is asked for; its own when absent. `rms` has no choice. */
  readonly pitchHz?: number;
  /** Raises (above 1) or lowers the whole voice, its timbre with it; steps of 0.05 keep the filters small. */
  readonly shift?: number;
  /** Brings the voices to one loudness. */
  readonly gain: number;
}

const woman = (settings: Partial<VoiceSettings> = {}): VoiceSettings => ({
  flite: 'slt',
  stretch: 1.05,
  gain: 0.6,
  ...settings,
});
const man = (settings: Partial<VoiceSettings> = {}): VoiceSettings => ({
  flite: 'rms',
  stretch: 1.1,
  gain: 1,
  ...settings,
});

const VOICES: Readonly<Record<string, VoiceSettings>> = {
  tiffany: woman(),
  amy: woman({ pitchHz: 185, stretch: 1.1 }),
  olivia: woman({ pitchHz: 160 }),
  kiara: woman({ pitchHz: 195, stretch: 1 }),
  ambre: woman({ shift: 1.05 }),
  beatrice: woman({ shift: 1.05, pitchHz: 185 }),
  greta: woman({ shift: 0.95 }),
  tina: woman({ shift: 0.95, pitchHz: 180 }),
  lupe: woman({ shift: 1.1, pitchHz: 165 }),
  carolina: woman({ pitchHz: 150, stretch: 1.1 }),
  matthew: man(),
  arjun: man({ shift: 1.05 }),
  florian: man({ shift: 1.1 }),
  lorenzo: man({ stretch: 1.2 }),
  lennart: man({ shift: 0.95 }),
  carlos: man({ shift: 0.9 }),
  leo: man({ shift: 1.05, stretch: 1.2 }),
};

/** The settings of Nova's voice; an unknown one sounds like `matthew`. */
export function voiceSettings(voiceId: string): VoiceSettings {
  return VOICES[voiceId.toLowerCase()] ?? VOICES['matthew']!;
}
