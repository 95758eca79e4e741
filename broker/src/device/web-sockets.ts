/** MQTT over WebSocket, of whichever server the socket comes from: what is refused, and from when on it is a stream. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer, createWebSocketStream } from 'ws';
import type { Place } from './admission.ts';
import type { ListenerBounds } from './listeners.ts';

/** mqtt.js packs many packets into one WebSocket message; the guard bounds the packets. */
const MAX_WEBSOCKET_MESSAGE_BYTES = 65_536;
/** A frame's header takes up to 14 bytes, so what may be sent before sign-in fits in with room to spare. */
const FRAMING_FACTOR = 2;

/** Takes over the upgrades of `server`, or none (`handleUpgrade` is for those that are brought). */
export function createWebSocketServer(server?: HttpServer): WebSocketServer {
  return new WebSocketServer({
    ...(server ? { server } : { noServer: true }),
    perMessageDeflate: false,
    maxPayload: MAX_WEBSOCKET_MESSAGE_BYTES,
    clientTracking: false,
    // MQTT-6.0.0-3, -4: the subprotocol is "mqtt", and nothing else will do.
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
    verifyClient: ({ req }: { req: IncomingMessage }, done) => {
      const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',');
      if (offered.some((name) => name.trim() === 'mqtt')) done(true);
      else done(false, 400, 'Offer the WebSocket subprotocol "mqtt".');
    },
  });
}

/** @param carrier what the WebSocket travels in. */
export function streamOf(
  socket: WebSocket,
  carrier: Duplex,
  place: Place,
  { socketHighWaterBytes, maxUnauthenticatedBytes }: ListenerBounds,
): Duplex {
  const stream = createWebSocketStream(socket, { highWaterMark: socketHighWaterBytes });
  refuseText(socket, stream);
  boundBeforeSignIn(carrier, place, stream, maxUnauthenticatedBytes * FRAMING_FACTOR);
  return stream;
}

/** MQTT-6.0.0-1: MQTT travels in binary frames. */
function refuseText(socket: WebSocket, stream: Duplex): void {
  socket.on('message', (_data, isBinary) => {
    if (!isBinary) stream.destroy(new Error('WebSocket text frame [MQTT-6.0.0-1]'));
  });
}

/** A frame is held until it is whole, where the guard does not see it. */
function boundBeforeSignIn(carrier: Duplex, place: Place, stream: Duplex, mostBytes: number): void {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (!place.held) carrier.off('data', count);
    else if (bytes > mostBytes) stream.destroy(new Error(`more than ${mostBytes} bytes before sign-in`));
  };
  carrier.on('data', count);
}
