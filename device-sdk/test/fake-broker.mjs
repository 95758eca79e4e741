/**
 * A small broker for tests, in plain JavaScript so that the published package can be tested with it: Aedes, hello,
 * pings, and sessions in which the answer is an echo of what was said. Not the real one, which has its own tests.
 */
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import {
  AudioFlag,
  decodeAudio,
  decodeDeviceMessage,
  encodeAudio,
  encodeBrokerMessage,
  Reason,
  Role,
  SessionState,
  topicFor,
  toWireTime,
  TranscriptStage,
  parseTopic,
} from '@pipit/protocol';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

/**
 * @param {object} [options]
 * @param {Record<string, string>} [options.devices] ids and secrets; default: any
 * @param {boolean} [options.answerHello] default true
 * @param {number} [options.clockOffsetMs] of the broker's clock against this process's
 * @param {boolean} [options.echo] answer with what was said when the speech ends; default true
 * @param {number} [options.frameDurationMs] what hello settles; default the device's first
 * @param {number} [options.playbackSampleRateHz] likewise
 */
export async function startFakeBroker(options = {}) {
  const { answerHello = true, clockOffsetMs = 0, echo = true } = options;
  const aedes = await Aedes.createBroker();
  const connections = new Map();
  const waiters = new Set();
  /** Everything heard, in order: `{ deviceId, kind, value }`. */
  const heard = [];

  const note = (entry) => {
    heard.push(entry);
    for (const waiter of waiters) waiter(entry);
  };
  const now = () => toWireTime(performance.now() + clockOffsetMs + 2 ** 32);

  aedes.authenticate = (client, username, password, done) => {
    const secret = options.devices?.[client.id];
    const ok = username === client.id && (!options.devices || secret === String(password));
    if (ok) return done(null, true);
    done(Object.assign(new Error('bad secret'), { returnCode: 4 }), false);
  };
  // As a broker does that keeps to the access rules: a foreign topic closes the connection.
  aedes.authorizePublish = (client, packet, done) => {
    const topic = parseTopic(packet.topic);
    if (!topic || topic.deviceId !== client?.id) return done(new Error('not your topic'));
    const connection = connections.get(client.id) ?? connect(client);
    if (topic.name === 'audioUp') connection.onAudio(packet.payload);
    else connection.onMessage(packet.payload);
    done(null);
  };
  aedes.on('clientDisconnect', (client) => {
    if (connections.get(client.id)?.client === client) connections.delete(client.id);
    note({ deviceId: client.id, kind: 'disconnected', value: {} });
  });

  function connect(client) {
    let messageId = 0;
    let frameDurationMs = 60;
    const sessions = new Map();
    const publish = (topic, payload, qos) =>
      client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, () => {});

    const connection = {
      client,
      send(kind, value, correlationId = 0) {
        const bytes = encodeBrokerMessage({ messageId: ++messageId, correlationId }, { kind, value });
        publish(topicFor('controlDown', client.id), Buffer.from(bytes), 1);
      },
      sendAudio(audio) {
        publish(topicFor('audioDown', client.id), Buffer.from(encodeAudio(audio)), 0);
      },
      sendRaw: (name, payload) => publish(topicFor(name, client.id), Buffer.from(payload), 0),
      frameDurationMs: () => frameDurationMs,
      /** Says an answer: its first packets at once, the rest as they are played. */
      answer(session, generation, packets, { leadFrames = 3, end = true, firstSequence = 0 } = {}) {
        const state = sessions.get(session);
        if (state) state.generation = Math.max(state.generation, generation);
        connection.send('stateChanged', { session, state: SessionState.SPEAKING, generation });
        const startMs = performance.now();
        const sendFrame = (i) => {
          if (connections.get(client.id) !== connection || sessions.get(session)?.flushed >= generation)
            return;
          const last = i === packets.length - 1;
          connection.sendAudio({
            session,
            generation,
            sequence: (firstSequence + i) >>> 0,
            captureTimeMs: (now() + i * frameDurationMs) >>> 0,
            packets: [packets[i]],
            flags: last && end ? AudioFlag.END : 0,
          });
          if (last) connection.send('stateChanged', { session, state: SessionState.LISTENING, generation });
        };
        for (const i of packets.keys()) {
          const dueMs = startMs + Math.max(0, i - leadFrames) * frameDurationMs;
          if (i < leadFrames) sendFrame(i);
          else setTimeout(() => sendFrame(i), Math.max(1, dueMs - performance.now()));
        }
      },
      onMessage(payload) {
        const decoded = decodeDeviceMessage(payload);
        if (!decoded.ok) return note({ deviceId: client.id, kind: 'malformed', value: decoded.error });
        const { messageId: theirId, body } = decoded.message;
        note({ deviceId: client.id, kind: body.kind, value: body.value });
        handle(body, theirId);
      },
      onAudio(payload) {
        const decoded = decodeAudio(payload);
        if (!decoded.ok) return note({ deviceId: client.id, kind: 'malformed', value: decoded.error });
        const audio = decoded.message;
        note({ deviceId: client.id, kind: 'audio', value: audio });
        const session = sessions.get(audio.session);
        if (!session) return;
        for (const packet of audio.packets) session.packets.push(Uint8Array.from(packet));
        if (echo && audio.flags & AudioFlag.END && session.packets.length > 0) {
          const value = { session: audio.session, generation: ++session.generation };
          const text = `I heard ${session.packets.length} packets.`;
          const heardText = { role: Role.USER, stage: TranscriptStage.FINAL, text: 'echo' };
          connection.send('transcript', { ...value, ...heardText });
          connection.send('transcript', {
            ...value,
            role: Role.ASSISTANT,
            stage: TranscriptStage.SPECULATIVE,
            text,
          });
          connection.answer(audio.session, session.generation, session.packets.splice(0));
        }
      },
    };

    function handle(body, theirId) {
      switch (body.kind) {
        case 'hello': {
          const {
            frameDurationsMs = [60],
            playbackSampleRatesHz = [24000],
            leadMs,
          } = body.value.capabilities ?? {};
          frameDurationMs = options.frameDurationMs ?? frameDurationsMs[0];
          const playbackSampleRateHz = options.playbackSampleRateHz ?? playbackSampleRatesHz[0];
          const ack = {
            protocolVersion: 1,
            frameDurationMs,
            playbackSampleRateHz,
            leadMs,
            brokerVersion: 'fake',
          };
          if (answerHello) connection.send('helloAck', { ...ack, connectionId: 'fake-1' }, theirId);
          return;
        }
        case 'ping':
          return connection.send(
            'pong',
            { originTimeMs: body.value.originTimeMs, receiveTimeMs: now(), transmitTimeMs: now() },
            theirId,
          );
        case 'sessionOpen': {
          const { session } = body.value;
          sessions.set(session, { packets: [], generation: 0, flushed: 0 });
          connection.send('sessionOpened', { session, sessionId: `fake-session-${session}` });
          connection.send('stateChanged', { session, state: SessionState.LISTENING });
          return;
        }
        case 'interrupt': {
          const session = sessions.get(body.value.session);
          if (!session) return;
          session.flushed = session.generation;
          connection.send('flush', { session: body.value.session, generation: session.generation });
          connection.send('stateChanged', { session: body.value.session, state: SessionState.LISTENING });
          return;
        }
        case 'sessionClose': {
          const { session } = body.value;
          sessions.delete(session);
          connection.send('sessionClosed', { session, reason: Reason.REQUESTED });
          return;
        }
      }
    }
    connections.set(client.id, connection);
    return connection;
  }

  const listening = (server) =>
    new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
  const tcp = createTcpServer({ noDelay: true }, aedes.handle);
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: () => 'mqtt',
    perMessageDeflate: false,
  });
  sockets.on('connection', (socket, request) => aedes.handle(createWebSocketStream(socket), request));
  const tcpPort = await listening(tcp);
  const wsPort = await listening(http);

  return {
    aedes,
    heard,
    url: `mqtt://127.0.0.1:${tcpPort}`,
    wsUrl: `ws://127.0.0.1:${wsPort}`,
    tcpPort,
    connection: (deviceId) => connections.get(deviceId),
    /** Resolves with the next, or an earlier, entry that fits. */
    async hear(kind, fits = () => true) {
      const found = heard.find((entry) => entry.kind === kind && fits(entry.value));
      if (found) return found.value;
      return new Promise((resolve) => {
        const waiter = (entry) => {
          if (entry.kind !== kind || !fits(entry.value)) return;
          waiters.delete(waiter);
          resolve(entry.value);
        };
        waiters.add(waiter);
      });
    },
    /** Cuts every connection as a network failure does. */
    cut() {
      for (const { client } of connections.values()) client.conn.destroy();
    },
    async close() {
      connections.clear();
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => aedes.close(resolve));
      await Promise.all([tcp, http].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
