/** What browsers with a live stream have to know of devices and people, besides conversations. */
import type { PresenceEvent } from '../device/presence.ts';
import type { Tag } from '../identity/principal.ts';
import type { Database } from '../store/database.ts';
import type { ConfiguredChange, Records } from './records.ts';

/** Of changes that any process made. Returns what ends it. */
export function tellChanges(database: Database, records: Records): () => void {
  const stops = [
    database.listen('pipit_devices', {
      onNotice: (payload) => {
        const { id } = JSON.parse(payload) as { id?: string };
        if (id === undefined) return;
        records.deviceChanged(id);
        records.rightsChanged(`device:${id}`);
      },
    }),
    database.listen('pipit_configs', {
      onNotice: (payload) => records.configured(JSON.parse(payload) as ConfiguredChange),
    }),
    // Whoever was signed out, disabled, or has another role: their page comes back and is asked anew who it is.
    // With one sign-in end the streams of that one.
    database.listen('pipit_people', {
      onNotice: (payload) => {
        for (const tag of (JSON.parse(payload) as { tags: readonly Tag[] }).tags) records.rightsChanged(tag);
      },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export function tellPresence(event: PresenceEvent, records: Records): void {
  const at = new Date();
  if (event.kind === 'online') records.presence({ deviceId: event.deviceId, presence: 'online', at });
  else if (event.kind === 'flapping')
    records.presence({ deviceId: event.deviceId, presence: 'unstable', at });
  else if (event.kind === 'offline') {
    const { deviceId, reason } = event;
    // Taken over: it is there, on another connection.
    if (reason !== 'TAKEN_OVER') records.presence({ deviceId, presence: 'offline', at, reason });
  }
}
