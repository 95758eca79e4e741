/** Conversations in the log and in the figures: one line per change of state, one per turn, one at the end. */
import type { Logger } from 'pino';
import type { ConversationContext, ConversationEvent } from './conversation-events.ts';
import type { Figures } from '../telemetry/figures.ts';
import { SpanFigures } from './turns/span-figures.ts';
import { momentsOf, waterfall } from './turns/waterfall.ts';

/** `logOf`: for lines about a device. */
export function recordConversations(logOf: (deviceId: string) => Logger, figures: Figures) {
  const spans = new SpanFigures(figures);
  return (context: ConversationContext, event: ConversationEvent): void => {
    const log = logOf(context.deviceId);
    switch (event.kind) {
      case 'started':
      case 'usage':
      case 'peaks':
        return;
      case 'interrupted': {
        const { generation, heardMs } = event;
        return log.debug({ ...context, generation, heardMs }, 'answer interrupted');
      }
      case 'opened': {
        const { parts, totalMs } = event.startup;
        return log.info({ ...context, startup: parts, totalMs }, 'session opened');
      }
      case 'state':
        if (event.to === 'suspended') figures.count('session_suspended_total');
        if (event.from === 'suspended' && event.to !== 'closing') figures.count('session_resumed_total');
        return log.debug({ ...context, from: event.from, to: event.to, cause: event.cause }, 'session state');
      case 'transcript': {
        const { role, stage, generation, text, unsaid } = event;
        return log.debug({ ...context, role, stage, generation, pii: { text, unsaid } }, 'transcript');
      }
      case 'settings': {
        const { voice, recording, configRevision } = event;
        return log.debug({ ...context, voice, recording, configRevision }, 'session settings');
      }
      case 'modelFailed':
        figures.count('session_model_failures_total');
        return log.warn({ ...context, reason: event.reason, detail: event.detail }, 'model failed');
      case 'modelRenewed':
        figures.count('session_model_renewals_total');
        return log.info({ ...context, inAnswer: event.inAnswer }, 'model renewed');
      case 'phrase':
        figures.count('session_phrases_total');
        return log.info({ ...context, phrase: event.phrase }, 'broker speaks');
      case 'turn': {
        const { generation, marks, playedMs, heard, said } = event.turn;
        figures.count('session_turns_total');
        if (marks.interrupted !== undefined) figures.count('session_interruptions_total');
        const parts = waterfall(momentsOf(marks));
        spans.add(parts);
        const detail = log.isLevelEnabled('debug') ? parts : {};
        return log.info({ ...context, generation, marks, playedMs, ...detail, pii: { heard, said } }, 'turn');
      }
      case 'toolUse':
        return log.info({ ...context, tool: event.name, source: event.source }, 'tool called');
      case 'toolText': {
        const { toolUseId, part, text } = event;
        return log.debug({ ...context, toolUseId, part, pii: { text } }, 'tool text');
      }
      case 'toolResult': {
        const { name: tool, source, code, durationMs } = event;
        const level = code === null ? 'info' : 'warn';
        return log[level]({ ...context, tool, source, code, durationMs }, 'tool answered');
      }
      case 'ended': {
        const { reason, detail, totals } = event;
        figures.count('session_ended_total');
        figures.count(`session_ended_${reason.toLowerCase()}_total`);
        figures.count('session_frames_in_total', totals.framesIn);
        figures.count('session_frames_out_total', totals.framesOut);
        figures.count('session_frames_corrupt_total', totals.framesCorrupt);
        figures.count('session_frames_lost_total', totals.framesLost);
        figures.count('session_frames_dropped_total', totals.framesDropped);
        figures.count('session_model_dropped_ms_total', totals.modelDroppedMs);
        const level = detail === null ? 'info' : 'warn';
        return log[level]({ ...context, reason, detail, ...totals }, 'session ended');
      }
    }
  };
}
