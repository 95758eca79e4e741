/** The scripted brain: for tests and load, with next to no work per event. */
import type { SessionParts } from '../nova/session.ts';
import type { Script } from './script.ts';
import { createScriptedEars } from './scripted-ears.ts';
import { createScriptedMind } from './scripted-mind.ts';
import { createScriptedVoice } from './scripted-voice.ts';

export function createScriptedParts(script: Script = {}): SessionParts {
  return {
    ears: createScriptedEars(script),
    voice: createScriptedVoice(script),
    createMind: () => createScriptedMind(script),
  };
}
