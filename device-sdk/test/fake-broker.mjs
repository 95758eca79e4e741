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
  encodeDeviceConfig,
  ErrorCode,
  Reason,
  ResumePolicy,
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
 * @param {boolean} [options.answerOpen] default true
 * @param {boolean} [options.knowsConfig] false for a broker of before configurations; default true
 * @param {number} [options.clockOffsetMs] of the broker's clock against this process's
 * @param {boolean} [options.echo] answer with what was said when the speech ends; default true
 * @param {number} [options.frameDurationMs] what hello settles; default the device's first
 * @param {number} [options.playbackSampleRateHz] likewise
 * @param {'go on' | 'forget' | 'restarted' | 'say nothing'} [options.resume] what it does with a session after a lost
 *   link; default `go on`
 * @param {object} [options.selfTest] what goes wrong in a self-test; default nothing
 * @param {object} [options.selfTest.report] fields of its report that differ
 * @param {number} [options.selfTest.error] the code it refuses with
 * @param {(sequence: number) => boolean} [options.selfTest.loses] frames that get lost on their way back
 */
export async function startFakeBroker(options = {}) {
  const { clockOffsetMs = 0, echo = true } = options;
  /** Of each device, by number; they outlive its connection. */
  const conversations = new Map();
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
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const refused = options.knowsConfig === false && parseTopic(subscription.topic)?.name === 'config';
    done(null, refused ? null : subscription);
  };
  aedes.on('clientDisconnect', (client) => {
    if (connections.get(client.id)?.client === client) connections.delete(client.id);
    note({ deviceId: client.id, kind: 'disconnected', value: {} });
  });

  function connect(client) {
    let messageId = 0;
    let frameDurationMs = 60;
    let leadMs = 200;
    const sessions = conversations.get(client.id) ?? new Map();
    conversations.set(client.id, sessions);
    const publish = (topic, payload, qos) =>
      client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, () => {});

    const connection = {
      client,
      send(kind, value, correlationId = 0, deadlineMs = 0) {
        const envelope = { messageId: ++messageId, correlationId, deadlineMs };
        const bytes = encodeBrokerMessage(envelope, { kind, value });
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
        const startTimeMs = now();
        const sendFrame = (i) => {
          if (connections.get(client.id) !== connection || sessions.get(session)?.flushed >= generation)
            return;
          const last = i === packets.length - 1;
          connection.sendAudio({
            session,
            generation,
            sequence: (firstSequence + i) >>> 0,
            captureTimeMs: (startTimeMs + i * frameDurationMs) >>> 0,
            packets: [packets[i]],
            flags: last && end ? AudioFlag.END : 0,
          });
          if (!last || !end) return;
          connection.send('stateChanged', { session, state: SessionState.LISTENING, generation });
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
        if (session.isTest) return test(session, audio);
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

    /** Sends the tone back as it came. */
    function test(session, audio) {
      session.packets.push(...audio.packets.map((packet) => Uint8Array.from(packet)));
      if (!(audio.flags & AudioFlag.END)) return;
      const { report = {}, loses = () => false } = options.selfTest ?? {};
      const { packets } = session;
      const heard = { framesReceived: packets.length, levelDbfs: -15, tonePercent: 98, uplinkMs: 4 };
      const model = { modelOpened: true, modelOpenMs: 70 };
      connection.send('selfTestReport', { session: audio.session, ...heard, ...model, ...report });
      for (const [sequence, packet] of packets.entries()) {
        const flags = sequence === packets.length - 1 ? AudioFlag.END : 0;
        const frame = { session: audio.session, generation: 1, sequence, packets: [packet], flags };
        const captureTimeMs = (now() + sequence * frameDurationMs) >>> 0;
        const send = () => !loses(sequence) && connection.sendAudio({ ...frame, captureTimeMs });
        setTimeout(send, Math.max(0, sequence * frameDurationMs - leadMs));
      }
    }

    function handle(body, theirId) {
      switch (body.kind) {
        case 'hello': {
          const { frameDurationsMs = [60], playbackSampleRatesHz = [24000] } = body.value.capabilities ?? {};
          leadMs = body.value.capabilities?.leadMs ?? leadMs;
          frameDurationMs = options.frameDurationMs ?? frameDurationsMs[0];
          const playbackSampleRateHz = options.playbackSampleRateHz ?? playbackSampleRatesHz[0];
          const ack = {
            protocolVersion: 1,
            frameDurationMs,
            playbackSampleRateHz,
            leadMs,
            brokerVersion: 'fake',
          };
          if (options.answerHello !== false)
            connection.send('helloAck', { ...ack, connectionId: 'fake-1' }, theirId);
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
          if (options.answerOpen === false) return;
          sessions.set(session, { packets: [], generation: 0, flushed: 0 });
          connection.send('sessionOpened', { session, sessionId: `fake-session-${session}` });
          connection.send('stateChanged', { session, state: SessionState.LISTENING });
          return;
        }
        case 'sessionResume': {
          const { session, sessionId, generation } = body.value;
          const { resume = 'go on' } = options;
          if (resume === 'say nothing') return;
          if (resume === 'forget' || !sessions.has(session)) {
            const value = { code: ErrorCode.NO_SESSION, text: 'There is no such session.' };
            return connection.send('error', value, theirId);
          }
          const restored = resume === 'restarted';
          const resumed = { session, sessionId, restored, policy: ResumePolicy.CONTINUE };
          if (!restored) {
            const state = SessionState.LISTENING;
            return connection.send('sessionResumed', { ...resumed, state, generation }, theirId);
          }
          sessions.set(session, { packets: [], generation: 0, flushed: 0 });
          connection.send('sessionResumed', { ...resumed, state: SessionState.OPENING }, theirId);
          return connection.send('stateChanged', { session, state: SessionState.LISTENING });
        }
        case 'selfTestStart': {
          const { error } = options.selfTest ?? {};
          if (error) return connection.send('error', { code: error }, theirId);
          sessions.set(body.value.session, { packets: [], isTest: true });
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
    options,
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
    /** Keeps it for whoever subscribes, and tells those who have. */
    configure(deviceId, config) {
      const payload = Buffer.from(encodeDeviceConfig(config));
      return new Promise((resolve) =>
        aedes.publish(
          { cmd: 'publish', topic: topicFor('config', deviceId), payload, qos: 1, retain: true },
          resolve,
        ),
      );
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
