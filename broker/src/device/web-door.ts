/** For devices that come as WebSockets to a server that is not ours, like a browser to that of the dashboard. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Admission } from './admission.ts';
import type { Peer } from './device-connection.ts';
import type { ListenerBounds, ListenerEvents } from './listeners.ts';
import { createWebSocketServer, streamOf } from './web-sockets.ts';

export interface WebDoor {
  /** Of a request that wishes to become a WebSocket. It is answered here, whatever it says. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Lets nobody in any more; who is in stays. Idempotent. */
  close(): void;
}

export function createWebDoor(
  bounds: ListenerBounds,
  admission: Admission,
  { onStream, onTurnedAway, onFailure }: ListenerEvents,
): WebDoor {
  const sockets = createWebSocketServer();
  let isOpen = true;
  return {
    upgrade(request, socket, head) {
      const peer: Peer = { transport: 'ws', address: request.socket.remoteAddress ?? 'unknown' };
      socket.on('error', () => {});
      if (!isOpen) return void socket.destroy();
      const place = admission.enter(peer.address);
      if (!place) {
        socket.destroy();
        return onTurnedAway(peer);
      }
      let isThrough = false;
      socket.once('close', () => {
        place.leave();
        if (!isThrough) onFailure(peer, 'no WebSocket of MQTT');
      });
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        isThrough = true;
        onStream(streamOf(webSocket, socket, place, bounds), peer, place);
      });
    },
    close() {
      isOpen = false;
    },
  };
}
