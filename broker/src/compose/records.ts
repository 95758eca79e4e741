/** Puts together what is kept of conversations, and what of it is shown: one observer in, routes and live events out. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { EventFeed } from '../api/habits/sse.ts';
import type { IdempotencyStore } from '../api/habits/idempotency.ts';
import type { RecordServices } from '../api/routes/records.ts';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { Tag } from '../identity/principal.ts';
import type { ObserveConversation } from '../session/conversation-events.ts';
import type { OpenTape } from '../session/conversation-sound.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { Audience } from '../history/audience.ts';
import { createDatabaseIdempotencyStore } from '../api/habits/database-idempotency-store.ts';
import { DevicePlaces } from '../history/device-places.ts';
import { PreparedSessions } from '../history/prepared-sessions.ts';
import { noCounts } from '../history/record-changes.ts';
import { RecordsCleaner } from '../history/records-cleaner.ts';
import { writeRecords } from '../history/record-writes.ts';
import { ListeningLog } from '../history/recordings/listening-log.ts';
import { SoundFiles } from '../history/recordings/sound-files.ts';
import { SoundRecorder } from '../history/recordings/sound-recorder.ts';
import { SessionPublisher } from '../history/session-publisher.ts';
import { WallFeed } from '../history/wall-feed.ts';
import { SessionRecorder } from '../history/session-recorder.ts';
import { WriteQueue } from '../history/write-queue.ts';

export interface RecordsOptions {
  readonly database: Database;
  readonly settings: Config['records'];
  readonly session: Pick<Config['session'], 'retentionMs' | 'historyAgeMs' | 'graceMs'>;
  readonly modelId: string;
  /** For recordings, where the settings name no other. */
  readonly dataDir: string;
  /** Asks a conversation to end; false when it is not under way in this broker. */
  readonly endSession: (sessionId: string) => boolean;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

/** Of a device, for live events. */
export interface PresenceChange {
  readonly deviceId: string;
  readonly presence: 'online' | 'offline' | 'unstable';
  readonly at: Date;
  /** Why it went. */
  readonly reason?: string | undefined;
}

/** Which settings; `id` is empty for the fleet. */
export interface ConfiguredChange {
  readonly tenantId: string;
  readonly scope: 'fleet' | 'group' | 'device';
  readonly id: string;
}

export interface Records {
  /** For the session host. Never throws for want of a database. */
  readonly observe: ObserveConversation;
  /** What the routes need. */
  readonly services: RecordServices;
  /** For the session host. */
  readonly takePrepared: (deviceId: string) => string | undefined;
  /** For the session host. */
  readonly openTape: OpenTape;
  /** For the HTTP side. */
  readonly idempotency: IdempotencyStore;
  /** For others who have something to tell to browsers, under a topic of `TOPICS`. */
  readonly feed: EventFeed;
  /** Tells browsers that a device came or went. */
  presence(change: PresenceChange): void;
  /** Tells browsers that a device has said what became of its settings. */
  reported(deviceId: string): void;
  /** Tells browsers that settings are others now. */
  configured(change: ConfiguredChange): void;
  /** A device has another owner or tenant. */
  deviceChanged(deviceId: string): void;
  /** Ends the live streams of whoever was signed out, disabled, or has other rights now. */
  rightsChanged(tag: Tag): void;
  /** Writes what waits; false when the database does not take it. */
  flush(): Promise<boolean>;
  /** Removes what is too old, now. Never rejects. */
  clean(): Promise<void>;
  /** Waits until all is written that can be. Idempotent. */
  close(): Promise<void>;
}

/** After an open conversation could be continued, somebody may still be on the way. */
const ABANDONED_AFTER_MS = 900_000;

/** @throws when the database does not answer */
export async function createRecords(options: RecordsOptions): Promise<Records> {
  const { database, settings, session, modelId, clock, log, figures, now = Date.now } = options;
  const { queries } = database;

  // Live events
  const places = new DevicePlaces({ queries, clock });
  const feed = new EventFeed({ clock });
  const sessionFeed = new EventFeed({ clock, maxEvents: 5000 });
  const audience = new Audience(now);
  const wall = new WallFeed({ feed, clock });
  const publisher = new SessionPublisher({ places, feed, sessionFeed, wall, clock });
  figures.gauge('events_published_total', () => feed.figures.published + sessionFeed.figures.published);
  figures.gauge('events_streams', () => feed.figures.streams + sessionFeed.figures.streams);
  figures.gauge('events_resets_total', () => feed.figures.resets + sessionFeed.figures.resets);

  // What is written
  const texts = session.retentionMs > 0;
  const queue = new WriteQueue({
    write: (batch) => writeRecords(queries, batch, { countMessages: !texts }),
    clock,
    log,
  });
  figures.gauge('records_waiting', () => queue.figures.waiting);
  figures.gauge('records_written_total', () => queue.figures.written);
  figures.gauge('records_dropped_total', () => queue.figures.dropped);
  figures.gauge('records_failures_total', () => queue.figures.failures);
  const recorder = new SessionRecorder({
    queue,
    prices: settings.prices,
    modelId,
    events: settings.events,
    texts,
    onEvent: (context, event, summary) => publisher.publish(context, event, summary),
    onPeaks: (context, event) => publisher.publishPeaks(context, event),
    clock,
    now,
    figures,
  });
  const prepared = new PreparedSessions({ database, now, log });
  await prepared.load();

  // Sound
  const recordings = new SoundFiles(settings.audioDir ?? join(options.dataDir, 'recordings'));
  const sound = await SoundRecorder.open({
    files: recordings,
    minFreeBytes: settings.audioMinFreeMb * 1024 * 1024,
    onRecorded: ({ sessionId, deviceId }) => {
      const adds = noCounts();
      queue.session({ sessionId, deviceId, at: now(), facts: { hasAudio: true }, adds });
    },
    clock,
    now,
    log,
    figures,
  });

  // What is removed
  const cleaner = new RecordsCleaner({
    database,
    retention: {
      ...settings,
      textMs: session.retentionMs,
      abandonedMs: Math.max(session.historyAgeMs, session.graceMs) + ABANDONED_AFTER_MS,
    },
    prepared,
    recordings,
    clock,
    now,
    log,
  });

  const services: RecordServices = {
    queries,
    now,
    recorder,
    queue,
    prepared,
    recordings,
    listening: new ListeningLog(clock),
    places,
    feed,
    sessionFeed,
    audience,
    endSession: options.endSession,
    audit: options.audit,
  };
  let closed: Promise<void> | undefined;
  return {
    observe: recorder.observe,
    services,
    takePrepared: prepared.take,
    openTape: sound.tape,
    idempotency: createDatabaseIdempotencyStore({ queries, now }),
    feed,
    presence: ({ deviceId, presence, at, reason }) => {
      void places.find(deviceId).then((place) => {
        if (!place) return;
        const data = { deviceId, presence, at: at.toISOString(), ...(reason !== undefined && { reason }) };
        const { tenantId } = place;
        const key = `presence ${deviceId}`;
        feed.publish({ topic: 'presence', type: `device.${presence}`, tenantId, deviceId, key, data });
      });
    },
    reported: (deviceId) => {
      void places.find(deviceId).then((place) => {
        if (!place) return;
        const { tenantId } = place;
        const key = `reported ${deviceId}`;
        const type = 'device.reported';
        feed.publish({ topic: 'configuration', type, tenantId, deviceId, key, data: { deviceId } });
      });
    },
    configured: ({ tenantId, scope, id }) => {
      const key = `configured ${scope} ${id}`;
      const type = 'configuration.changed';
      const about = scope === 'device' ? { deviceId: id } : {};
      feed.publish({ topic: 'configuration', type, tenantId, key, data: { scope, id }, ...about });
    },
    deviceChanged: (deviceId) => places.forget(deviceId),
    rightsChanged: (tag) => {
      feed.closeBoundTo(tag);
      sessionFeed.closeBoundTo(tag);
    },
    flush: () => queue.flush(),
    clean: () => cleaner.clean(),
    close: () =>
      (closed ??= (async () => {
        wall.close();
        feed.close();
        sessionFeed.close();
        prepared.close();
        await cleaner.close();
        await sound.close();
        recorder.close();
        await queue.close();
      })()),
  };
}
