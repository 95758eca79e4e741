/** The life of a conversation on paper: tables and diagram, from the policy and the function that the broker follows. */
import { join } from 'node:path';
import {
  type DeadlineName,
  POLICY,
  type SessionCommand,
  type SessionEvent,
  type StateName,
  step,
} from '../../broker/src/session/lifecycle/lifecycle.ts';
import { EVENTS, STATES } from '../../broker/src/testing/lifecycle-samples.ts';
import { code, fillTables, table } from './markdown.ts';

/** The settings in which the deadlines can be changed. */
const DEADLINE_SETTINGS: Record<DeadlineName, string> = {
  open: '`session.openTimeoutMs`',
  queue: 'that and `model.queueTimeoutMs`, while all streams are taken',
  silence: '`session.silenceTimeoutMs`',
  answer: '`session.answerTimeoutMs`, while an answer must come',
  stall: '`session.stallTimeoutMs`, only while the device may run dry',
  grace: '`session.graceMs`',
  renewal: 'what is left until `session.renewByMs`',
  drain: '3 s',
  farewell: '10 s, for the last words',
};

export async function generateLifecycle(root: string): Promise<Map<string, string>> {
  const architecture = join(root, 'docs', 'architecture.md');
  const page = join(root, 'docs', 'session-lifecycle.md');
  return new Map([
    [architecture, fillTables(architecture, { states: statesTable(), diagram: diagram() })],
    [page, fillTables(page, { states: statesTable(), diagram: diagram(), transitions: transitionsTable() })],
  ]);
}

function statesTable(): string {
  const rows = Object.entries(POLICY).map(([name, { needs, uplink, downlink, deadlines }]) => [
    code(name),
    needs.join(', ') || 'nothing',
    uplink,
    downlink,
    deadlines.map((deadline) => `${deadline}: ${DEADLINE_SETTINGS[deadline]}`).join('; '),
  ]);
  return table(['state', 'what exists', 'microphone audio', 'audio of the model', 'deadline'], rows);
}

interface Transition {
  readonly from: StateName;
  readonly event: string;
  readonly to: StateName;
  readonly commands: readonly SessionCommand[];
}

/** Every pair of a state and an event that is not ignored. */
function transitions(): Transition[] {
  return Object.values(STATES).flatMap((state) =>
    Object.entries(EVENTS).flatMap(([name, event]) => {
      const { state: next, commands } = step(state, event);
      const ignored = commands.some((command) => command.do === 'ignore');
      return ignored ? [] : [{ from: state.name, event: eventText(name, event), to: next.name, commands }];
    }),
  );
}

/** Source and type; the samples of one type differ only in which answer they speak of. */
function eventText(name: string, { from, type }: SessionEvent): string {
  const which = { oldAnswer: ' (an old one)', answer: ' (this one)', nextAnswer: ' (the next)' }[name] ?? '';
  return `${from}: ${type}${which}`;
}

function transitionsTable(): string {
  const rows = transitions().map(({ from, event, to, commands }) => [
    code(from),
    event,
    to === from ? '' : code(to),
    commands.map((command) => command.do).join(', '),
  ]);
  return table(['in', 'hears', 'becomes', 'and does'], rows);
}

function diagram(): string {
  const edges = new Map<string, Set<string>>();
  for (const { from, event, to } of transitions()) {
    if (from === to) continue;
    const edge = `${from} --> ${to}`;
    edges.set(edge, (edges.get(edge) ?? new Set()).add(event.replace(/ \(.*/, '').replace(': ', ' ')));
  }
  const lines = [...edges].map(([edge, events]) => `  ${edge}: ${[...events].join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> idle', ...lines, '  ended --> [*]', '```'].join('\n');
}
