/** The table of a conversation's states in docs/architecture.md, from the policy that the broker follows. */
import { join } from 'node:path';
import { type Deadline, POLICY } from '../../broker/src/session/lifecycle.ts';
import { code, fillTables, table } from './markdown.ts';

/** The settings in which the deadlines can be changed. */
const DEADLINE_SETTINGS: Record<Deadline, string> = {
  open: '`session.openTimeoutMs`',
  silence: '`session.silenceTimeoutMs`',
  stall: '`session.stallTimeoutMs`, only while the device may run dry',
  drain: '3 s',
};

export async function generateLifecycle(root: string): Promise<Map<string, string>> {
  const rows = Object.entries(POLICY).map(([name, { needs, uplink, downlink, deadline }]) => [
    code(name),
    needs.join(', ') || 'nothing',
    uplink,
    downlink,
    deadline ? `${deadline}: ${DEADLINE_SETTINGS[deadline]}` : '',
  ]);
  const head = ['state', 'what exists', 'microphone audio', 'audio of the model', 'deadline'];
  const path = join(root, 'docs', 'architecture.md');
  return new Map([[path, fillTables(path, { states: table(head, rows) })]]);
}
