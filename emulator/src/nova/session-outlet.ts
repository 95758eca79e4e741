/** Turns what a conversation does into the events of the service, and counts tokens on the way. */
import { randomUUID } from 'node:crypto';
import type { Outlet } from '../conversation/outlet.ts';
import type { EmulatorEvent, EmulatorStats } from '../emulator-events.ts';
import type { OutputEvents } from './output-events.ts';
import type { Behaviour } from './settings.ts';
import type { UsageMeter } from './usage-meter.ts';

export interface SessionOutletOptions {
  readonly streamId: string;
  readonly events: OutputEvents;
  readonly meter: UsageMeter;
  readonly behaviour: Behaviour;
  readonly sampleRateHz: number;
  readonly stats: EmulatorStats;
  readonly send: (json: string) => void;
  readonly startCompletion: () => void;
  readonly room: () => Promise<void> | undefined;
  readonly fail: (cause: unknown) => void;
  readonly onEvent: (event: EmulatorEvent) => void;
}

export function createSessionOutlet(options: SessionOutletOptions): Outlet {
  const { streamId, events, meter, behaviour, stats, send, onEvent } = options;
  let speechStartMs = 0;
  let audioId = '';
  const sendAll = (messages: readonly string[]) => {
    for (const message of messages) send(message);
  };
  const reportUsage = () => send(events.usage(meter.report()));

  return {
    userSpeechStarted(atMs) {
      speechStartMs = atMs;
      if (behaviour.userSpeechEvents) send(events.userSpeechStart(atMs));
      options.startCompletion();
    },
    userSpeechEnded(atMs, detectedAtMs) {
      // Silence is not counted.
      meter.speechInput(Math.max(0, atMs - speechStartMs));
      if (behaviour.userSpeechEvents) send(events.userSpeechEnd(atMs, detectedAtMs));
      reportUsage();
    },
    userSaid(text) {
      onEvent({ kind: 'heard', streamId, text });
      sendAll(events.text('USER', 'FINAL', text, 'PARTIAL_TURN'));
    },
    answerStarted(context) {
      stats.turns += 1;
      options.startCompletion();
      meter.contextRead(context);
    },
    toolCalled(toolUseId, toolName, input) {
      stats.toolCalls += 1;
      onEvent({ kind: 'toolCalled', streamId, toolName, input });
      const json = JSON.stringify(input);
      meter.textOutput(json);
      sendAll(
        events.toolUse(toolUseId, toolName, behaviour.doubleEncodedToolInput ? JSON.stringify(json) : json),
      );
      reportUsage();
    },
    planned(text) {
      onEvent({ kind: 'said', streamId, text });
      meter.textOutput(text);
      sendAll(events.text('ASSISTANT', 'SPECULATIVE', text, 'PARTIAL_TURN'));
    },
    audioStarted() {
      audioId = randomUUID();
      send(events.audioStart(audioId, options.sampleRateHz));
    },
    audio(pcm) {
      meter.speechOutput((pcm.length * 1000) / options.sampleRateHz);
      send(events.audio(audioId, pcm));
    },
    audioEnded(stopReason) {
      send(events.audioEnd(audioId, stopReason));
      reportUsage();
    },
    spoken(text, stopReason) {
      sendAll(events.text('ASSISTANT', 'FINAL', text, stopReason));
    },
    interrupted() {
      stats.interruptions += 1;
      onEvent({ kind: 'interrupted', streamId });
    },
    room: options.room,
    failed: options.fail,
  };
}
