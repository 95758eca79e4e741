/** All routes about conversations and what is kept of them. */
import type { Routes } from '../api.ts';
import { type EventRoutesOptions, eventRoutes } from './events.ts';
import { type MessageRoutesOptions, messageRoutes } from './messages.ts';
import { type RecordingRoutesOptions, recordingRoutes } from './recordings.ts';
import { type OnlineRoutesOptions, onlineRoutes } from './online.ts';
import { type SessionRoutesOptions, sessionRoutes } from './sessions.ts';
import { type TurnRoutesOptions, turnRoutes } from './turns.ts';
import { type UsageRoutesOptions, usageRoutes } from './usage.ts';

export interface RecordServices
  extends
    SessionRoutesOptions,
    RecordingRoutesOptions,
    MessageRoutesOptions,
    TurnRoutesOptions,
    UsageRoutesOptions,
    OnlineRoutesOptions,
    EventRoutesOptions {
  readonly recorder: SessionRoutesOptions['recorder'];
}

export const recordRoutes = (services: RecordServices): readonly Routes[] => [
  sessionRoutes(services),
  recordingRoutes(services),
  messageRoutes(services),
  turnRoutes(services),
  usageRoutes(services),
  onlineRoutes(services),
  eventRoutes(services),
];
