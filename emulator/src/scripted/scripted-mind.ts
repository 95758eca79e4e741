/** A mind that says what the script says. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Mind } from '../conversation/parts.ts';
import { defaultScript, roundRobin, type Script, type ScriptedStep } from './script.ts';

export function createScriptedMind(script: Script): Mind {
  const nextReply = roundRobin<ScriptedStep | readonly ScriptedStep[]>(
    script.replies ?? defaultScript.replies,
  );
  return {
    async *reply({ signal }) {
      let result: string | undefined;
      for (const step of stepsOf(nextReply())) {
        // An aborted delay ends the turn: its answer is not wanted any more.
        if (step.delayMs && !(await delay(step.delayMs, true, { signal }).catch(() => false))) return;
        if (signal.aborted) return;
        if ('call' in step) result = yield { kind: 'call', toolName: step.call, input: { ...step.input } };
        else yield { kind: 'say', text: step.text.replaceAll('{result}', () => result ?? '') };
      }
    },
  };
}

function stepsOf(reply: ScriptedStep | readonly ScriptedStep[] | undefined): readonly ScriptedStep[] {
  if (!reply) return [];
  return Array.isArray(reply) ? (reply as readonly ScriptedStep[]) : [reply as ScriptedStep];
}
