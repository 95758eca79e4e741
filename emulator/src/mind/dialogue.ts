/**
 * The built-in mind: a handful of skills and the session's tools, honest about being no language model.
 * The first that knows an answer gives it.
 */
import type { Mind, MindStep, MindTurn, ToolSpec } from '../conversation/parts.ts';
import { sentencesOf } from './sentences.ts';
import { plainWords, type Question, type Skill } from './skill.ts';
import { aboutItself } from './skills/about-itself.ts';
import { arithmetic } from './skills/arithmetic.ts';
import { calendar } from './skills/calendar.ts';
import { clock } from './skills/clock.ts';
import { echo } from './skills/echo.ts';
import { greeting } from './skills/greeting.ts';
import { repeating } from './skills/repeating.ts';
import { spelling } from './skills/spelling.ts';
import { nameInHistory, userName } from './skills/user-name.ts';
import { fillArguments, schemaProperties, valueFrom } from './tool-arguments.ts';
import { matchTool } from './tool-match.ts';
import { sayResult } from './tool-result.ts';

/** Asked before the tools: no tool should take them. */
const PERSONAL: readonly Skill[] = [repeating, userName, greeting, aboutItself];
const SKILLS: readonly Skill[] = [clock, calendar, spelling, arithmetic, echo];

export interface DialogueOptions {
  /** The clock of "what time is it". */
  readonly now: () => Date;
}

/** A call that waits for the user to name what it lacks. */
interface PendingCall {
  readonly tool: ToolSpec;
  readonly input: Record<string, unknown>;
  readonly missing: readonly string[];
}

export function createDialogue({ now }: DialogueOptions): Mind {
  let knownName: string | undefined;
  let pending: PendingCall | undefined;

  async function* call(wanted: PendingCall): AsyncGenerator<MindStep, void, string | undefined> {
    const [missing] = wanted.missing;
    if (missing) {
      pending = wanted;
      yield { kind: 'say', text: `What should I take as the ${missing.replaceAll(/[_-]+/g, ' ')}?` };
      return;
    }
    const result = yield { kind: 'call', toolName: wanted.tool.name, input: wanted.input };
    if (result !== undefined) yield* say(sayResult(wanted.tool.name, result));
  }

  /** Takes the user's words for the first thing that the waiting call lacks. */
  function complete(
    { tool, input, missing: [name, ...missing] }: PendingCall,
    text: string,
  ): PendingCall | undefined {
    const value = valueFrom(schemaProperties(tool.inputSchema).properties[name!] ?? {}, text);
    return value === undefined ? undefined : { tool, input: { ...input, [name!]: value }, missing };
  }

  return {
    async *reply({ history, tools }: MindTurn): AsyncGenerator<MindStep, void, string | undefined> {
      const text = history.at(-1)?.text.trim() ?? '';
      const earlier = history.slice(0, -1);
      knownName = nameInHistory(history) ?? knownName;
      const question: Question = { text, plain: plainWords(text), earlier, now: now(), userName: knownName };

      const waiting = pending;
      pending = undefined;
      if (waiting && /\b(?:never mind|nevermind|cancel|forget it|stop)\b/.test(question.plain)) {
        yield { kind: 'say', text: 'All right.' };
        return;
      }
      const personal = ask(PERSONAL, question);
      const completed = !personal && waiting ? complete(waiting, text) : undefined;
      const tool = personal || completed ? undefined : matchTool(text, tools);
      if (personal) yield* say(personal);
      else if (completed) yield* call(completed);
      else if (tool) yield* call({ tool, ...fillArguments(tool.inputSchema, text) });
      else yield* say(ask(SKILLS, question) ?? '');
    },
  };
}

function ask(skills: readonly Skill[], question: Question): string | undefined {
  for (const skill of skills) {
    const answer = skill.answer(question);
    if (answer) return answer;
  }
  return undefined;
}

function* say(text: string): Generator<MindStep, void, string | undefined> {
  for (const sentence of sentencesOf(text)) yield { kind: 'say', text: sentence };
}
