/** What stands in the events of `/api/v1/events`: the broker's document calls them text, so they are described here. */

export interface PresenceEvent {
  readonly deviceId: string;
  readonly presence: 'online' | 'unstable' | 'offline';
  /** ISO 8601. */
  readonly at: string;
  readonly reason?: string;
}

export interface SessionCounts {
  readonly turns: number;
  readonly interruptions: number;
  readonly inputSpeechTokens: number;
  readonly inputTextTokens: number;
  readonly outputSpeechTokens: number;
  readonly outputTextTokens: number;
  /** In US dollars. */
  readonly cost: number;
}

export interface SessionSummary {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly startedAt: string;
  /** Of the lifecycle, like "listening". */
  readonly phase: string;
  readonly voice: string | null;
  readonly counts: SessionCounts;
  /** When it has ended. */
  readonly reason?: string;
}

export interface TurnEvent {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly at: string;
  readonly generation: number;
  /** Milliseconds, by name. */
  readonly spans: Readonly<Record<string, number>>;
  readonly interrupted: boolean;
}

export interface AlertEvent {
  readonly alertId: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly at: string;
}

/** Of settings of the fleet, a group or a device. */
export interface ConfiguredEvent {
  readonly scope: 'fleet' | 'group' | 'device';
  /** Empty for the fleet. */
  readonly id: string;
}

export interface FleetEvents {
  readonly 'device.online': PresenceEvent;
  readonly 'device.unstable': PresenceEvent;
  readonly 'device.offline': PresenceEvent;
  readonly 'session.started': SessionSummary;
  readonly 'session.opened': SessionSummary;
  readonly 'session.changed': SessionSummary;
  /** The conversation was told of other settings; a new stream of the model has them. */
  readonly 'session.settings': SessionSummary;
  readonly 'session.modelRenewed': SessionSummary;
  readonly 'session.turn': SessionSummary;
  readonly 'session.ended': SessionSummary;
  readonly turn: TurnEvent;
  readonly 'alert.opened': AlertEvent;
  readonly 'alert.acknowledged': AlertEvent;
  readonly 'alert.resolved': AlertEvent;
  readonly 'alert.superseded': AlertEvent;
  readonly 'alert.closed': AlertEvent;
  readonly 'configuration.changed': ConfiguredEvent;
  /** It has said what became of its settings. */
  readonly 'device.reported': { readonly deviceId: string };
}
