/** Every setting, its default, its range and its meaning. The keys are the same in file, environment and flags. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isPrivateHost } from '../outbound/address-guard.ts';

const port = (what: string, fallback: number) =>
  z.int().min(0).max(65_535).default(fallback).describe(`${what}; 0 takes a free one`);
const ms = (what: string, fallback: number, min: number, max = 86_400_000) =>
  z.int().min(min).max(max).default(fallback).describe(`${what}, in milliseconds`);
const url = () =>
  z.url({ protocol: /^https?$/, error: 'expected an address like http://host:port' }).optional();
const days = (what: string, fallback: number) =>
  z.int().min(1).max(36_500).default(fallback).describe(`how long is kept: ${what}; in days`);
const price = (what: string, fallback: number) =>
  z.number().min(0).max(1000).default(fallback).describe(`US dollars for 1000 tokens of ${what}`);
const host = (fallback: string) => z.string().min(1).default(fallback).describe('address to listen on');
const list = (what: string, item: z.ZodString) => z.array(item).max(100).default([]).describe(what);
const file = (what: string) => z.string().min(1).optional().describe(`PEM file with ${what}`);

function isAddressOrRange(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}

/** What the model takes, for the settings here and for those of devices. */
export const MODEL_LIMITS = {
  maxPromptLength: 16_000,
  maxTokens: 10_000,
  topP: { min: 0, max: 1 },
  temperature: { min: 0, max: 1 },
};

const addressOrRange = z
  .string()
  .refine(isAddressOrRange, 'expected an IP address or a range like 10.0.0.0/8');
const roleForNewcomers = (who: string) =>
  z
    .enum(['admin', 'operator', 'viewer', 'device_user'])
    .optional()
    .describe(`role of ${who} who are not known yet; they are refused when left out`);

export const configSchema = z.strictObject({
  dataDir: z.string().min(1).default('.pipit/data').describe('folder for what must last'),
  nodeId: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'expected letters, digits and . _ -')
    .optional()
    .describe('names this broker among those that share a database; the name of the machine when left out'),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(
          /^postgres(ql)?:\/\/\S+$/,
          'expected an address like postgresql://user:password@host:5432/pipit',
        )
        .optional()
        .meta({
          description: 'PostgreSQL server, also DATABASE_URL; the embedded database in dataDir when left out',
          secret: true,
        }),
      caFile: file("the authorities of the server's certificate"),
      minConnections: z.int().min(0).max(100).default(5).describe('connections opened at the start and kept'),
      maxConnections: z.int().min(1).max(500).default(20).describe('connections at most'),
      acquireTimeoutMs: ms('how long work waits for a connection', 10_000, 100, 600_000),
      statementTimeoutMs: ms('after which a statement is given up', 30_000, 100, 3_600_000),
      backupEveryMs: ms('between backups of the embedded database; 0 for none', 86_400_000, 0, 2_592_000_000),
      backupsKept: z.int().min(1).max(1000).default(7).describe('backups of it that are kept'),
    })
    .refine(({ minConnections, maxConnections }) => minConnections <= maxConnections, {
      path: ['minConnections'],
      error: 'must not be more than database.maxConnections',
    })
    .prefault({}),
  secretKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}=?$/, 'expected 32 random bytes in base64url')
    .optional()
    .meta({
      description:
        'encrypts the secrets in the database, 32 bytes in base64url; secret.key in the data folder when left out',
      secret: true,
    }),
  tenancy: z
    .strictObject({
      mode: z
        .enum(['single', 'multi'])
        .default('single')
        .describe(
          'one organisation (tenants of before are kept out), or several that see nothing of each other',
        ),
    })
    .prefault({}),
  auth: z
    .strictObject({
      proxyUserHeader: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the name of a header')
        .optional()
        .describe('header in which a signing-in proxy names the e-mail address, like x-forwarded-user'),
      trustedProxies: list('addresses and ranges of proxies whose user header is believed', addressOrRange),
      proxyDefaultRole: roleForNewcomers('people from the proxy'),
      oidc: z
        .strictObject({
          issuer: url().describe('OpenID Connect provider to sign in with'),
          clientId: z.string().min(1).max(256).optional().describe('client id at the provider'),
          clientSecret: z
            .string()
            .min(1)
            .max(512)
            .optional()
            .meta({ description: 'client secret at the provider', secret: true }),
          scopes: z
            .array(z.string().min(1))
            .max(20)
            .refine((scopes) => scopes.includes('openid'), 'must include openid')
            .default(['openid', 'email', 'profile'])
            .describe('what the provider is asked for'),
          allowedDomains: list(
            'domains of e-mail addresses that may sign in; all when empty',
            z.string().min(1).max(253).toLowerCase(),
          ),
          defaultRole: roleForNewcomers('people from the provider'),
        })
        .refine(({ issuer, clientId }) => !issuer || clientId, {
          path: ['clientId'],
          error: 'is needed when auth.oidc.issuer is set',
        })
        .prefault({}),
    })
    .refine(({ proxyUserHeader, trustedProxies }) => !proxyUserHeader || trustedProxies.length > 0, {
      path: ['trustedProxies'],
      error: 'must name the proxy when auth.proxyUserHeader is set',
    })
    .prefault({}),
  mqtt: z
    .strictObject({
      host: host('0.0.0.0'),
      port: port('MQTT over TCP', 1883),
      websocketPort: port('MQTT over WebSocket', 8083),
      tlsPort: port('MQTT over TLS, when certificate files are set', 8883),
      secureWebsocketPort: port('MQTT over secure WebSocket, when certificate files are set', 8084),
      tls: z
        .strictObject({
          certFile: file('the certificate chain'),
          keyFile: file('the private key'),
          caFile: file('the authorities of client certificates'),
          requireCertificate: z
            .boolean()
            .default(false)
            .describe('devices without a client certificate are refused on the TLS ports; needs caFile'),
        })
        .prefault({}),
      publicUrl: z
        .string()
        .max(128)
        .regex(/^(mqtts?|wss?):\/\/\S+$/, 'expected an address like mqtts://host:port')
        .optional()
        .describe(
          'where devices find the broker, told to those that are claimed; the name of the machine when left out',
        ),
      maxConnections: z.int().min(1).max(1_000_000).default(5000).describe('devices connected at once'),
      messagesPerSecond: z.int().min(1).default(150).describe('messages a device may send per second'),
      bytesPerSecond: z.int().min(1000).default(64_000).describe('bytes a device may send per second'),
      maxSubscriptions: z.int().min(1).default(8).describe('subscriptions per device'),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: host('127.0.0.1'),
      port: port('HTTP: API, health and figures', 8080),
      publicUrl: url().describe(
        'where people find the broker: for links, and cookies only over TLS if https',
      ),
      corsOrigins: list(
        'origins of other pages that may use the API with cookies, like https://console.example.com',
        z.string().regex(/^https?:\/\/[^/\s,*]+$/, 'expected an origin like https://host, without a path'),
      ),
      trustProxy: list(
        'addresses and ranges of proxies whose X-Forwarded headers are believed, like 10.0.0.0/8',
        addressOrRange,
      ),
      bodyLimitBytes: z
        .int()
        .min(1024)
        .max(64 * 1024 * 1024)
        .default(256 * 1024)
        .describe('largest body of a request, in bytes'),
      rateLimitPerMinute: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(600)
        .describe('requests of one identity, or one address without sign-in, per minute'),
      signInPerMinute: z
        .int()
        .min(1)
        .max(10_000)
        .default(10)
        .describe('attempts to sign in from one address per minute'),
      metricsToken: z
        .string()
        .min(16)
        .max(256)
        .regex(/^\S+$/, 'expected text without spaces')
        .optional()
        .meta({ description: 'bearer token that /metrics demands; open to all when left out', secret: true }),
    })
    .prefault({}),
  devices: z
    .strictObject({
      passwordSignIn: z
        .boolean()
        .default(false)
        .describe("old devices may sign in with their owner's email and password; unsafe"),
      openRegistration: z
        .boolean()
        .default(false)
        .describe('unknown devices may sign in without a credential, and are created; unsafe'),
      historyDays: z
        .int()
        .min(1)
        .max(3650)
        .default(30)
        .describe('how long connections and telemetry of devices are remembered, in days'),
    })
    .prefault({}),
  model: z
    .strictObject({
      provider: z
        .enum(['local', 'bedrock'])
        .default('local')
        .describe('the emulator on this machine, or Amazon'),
      modelId: z.string().min(1).default('amazon.nova-2-sonic-v1:0').describe('model to converse with'),
      region: z
        .string()
        .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'expected the name of an AWS region like us-east-1')
        .default('us-east-1')
        .describe('AWS region of the model'),
      endpoint: url().describe('another address of the Bedrock runtime'),
      brain: z
        .enum(['local', 'scripted'])
        .default('local')
        .describe('of the emulator: real ears and voice, or a script'),
      llmUrl: url().describe('OpenAI-compatible endpoint that thinks for the emulator'),
      maxStreams: z
        .int()
        .min(1)
        .optional()
        .describe(
          'streams at once: the quota of the account, 20 when left out; without bound for the emulator',
        ),
      queueTimeoutMs: ms('how long a new conversation may wait for a free stream', 20_000, 0, 600_000),
      llmModel: z.string().min(1).default('default').describe('model to ask there'),
    })
    .prefault({}),
  conversation: z
    .strictObject({
      systemPrompt: z
        .string()
        .min(1)
        .max(MODEL_LIMITS.maxPromptLength)
        .default(
          'You are Pipit, a friendly voice assistant in a small speaker. Answer briefly, in spoken language.',
        )
        .describe('what the model is told about its role'),
      voice: z.string().min(1).default('matthew').describe('voice id of the model'),
      maxTokens: z
        .int()
        .min(1)
        .max(MODEL_LIMITS.maxTokens)
        .default(1024)
        .describe('longest answer, in tokens'),
      topP: z.number().min(0).max(1).default(0.9).describe('nucleus sampling'),
      temperature: z.number().min(0).max(1).default(0.7).describe('randomness of the answer'),
      endpointing: z
        .enum(['HIGH', 'MEDIUM', 'LOW'])
        .default('HIGH')
        .describe('how soon a pause ends the turn'),
      language: z
        .string()
        .min(2)
        .max(16)
        .default('en')
        .describe('BCP 47: of what the broker itself says to devices that do not name their language'),
      phrasesDir: z
        .string()
        .min(1)
        .optional()
        .describe('folder with recordings of your own for what the broker itself says'),
    })
    .prefault({}),
  session: z
    .strictObject({
      max: z.int().min(1).default(200).describe('conversations at once'),
      maxMemoryMb: z
        .int()
        .min(16)
        .max(1_000_000)
        .default(1024)
        .describe('what all conversations may hold together, in MiB'),
      checkIntervalMs: ms('how often both limits are looked at', 5000, 100, 600_000),
      minQuietMs: ms(
        'a conversation that was quiet for less is not ended to make room for others',
        15_000,
        0,
        3_600_000,
      ),
      openTimeoutMs: ms('how long the model may take to open', 15_000, 1),
      silenceTimeoutMs: ms('silence after which a conversation ends; 0 for never', 60_000, 0),
      answerTimeoutMs: ms(
        'how long the model may think before its stream is replaced; 0 for ever',
        15_000,
        0,
      ),
      stallTimeoutMs: ms('pause within an answer after which its stream is replaced', 15_000, 1),
      maxHeldMs: ms('microphone audio held while the model opens', 10_000, 0, 60_000),
      maxAnswerMs: ms('answer audio held for the device', 180_000, 1000, 600_000),
      graceMs: ms('how long a conversation waits for a lost device', 60_000, 0, 3_600_000),
      resume: z
        .enum(['continue', 'repeat', 'drop'])
        .default('continue')
        .describe('what becomes of an answer that was cut off by a lost link'),
      maxAwayAnswerMs: ms('answer audio held for a device that is away', 60_000, 0, 600_000),
      renewAfterMs: ms('age at which a stream of the model is renewed at the next pause', 360_000, 100),
      renewByMs: ms('age at which it is renewed in any case', 450_000, 100),
      historyAgeMs: ms(
        'how long after its end a conversation is continued by the next one; 0 for never',
        600_000,
        0,
      ),
      retentionMs: ms(
        'how long what was said is kept; 0 keeps it in memory only',
        86_400_000,
        0,
        31_536_000_000,
      ),
      drainMs: ms('how long a stopping broker waits for answers to end', 8000, 0, 120_000),
      drainAddress: z
        .string()
        .max(128)
        .regex(/^(mqtts?|wss?):\/\/\S+$/, 'expected an address like mqtts://host:port')
        .optional()
        .describe('where a stopping broker sends its devices; their own address when left out'),
    })
    .refine(({ renewAfterMs, renewByMs }) => renewAfterMs < renewByMs, {
      path: ['renewByMs'],
      error: 'must be more than session.renewAfterMs',
    })
    .prefault({}),
  records: z
    .strictObject({
      sessionDays: days('conversations, without what was said', 90),
      turnDays: days('turns with the times of their parts', 90),
      usageDays: days('what was used in which hour', 730),
      eventDays: days('the course of each conversation, event by event', 7),
      audioDays: days('the sound of conversations of devices whose people consented to it', 7),
      audioDir: z
        .string()
        .min(1)
        .optional()
        .describe('folder for the sound of conversations; default recordings/ in dataDir'),
      audioMinFreeMb: z
        .int()
        .min(0)
        .max(10_000_000)
        .default(1024)
        .describe('with less left on its disk, in MB, no sound is recorded'),
      auditDays: z
        .int()
        .min(0)
        .max(36_500)
        .default(365)
        .describe('how long is kept: who did what and was refused what; in days; 0 for ever'),
      events: z.boolean().default(true).describe('whether the course of conversations is recorded'),
      prices: z
        .strictObject({
          // Nova 2 Sonic in us-east-1, as price lists had it in 2026; what counts is your bill.
          speechIn: price('heard speech', 0.003),
          speechOut: price('spoken speech', 0.012),
          textIn: price('read text', 0.000_33),
          textOut: price('written text', 0.002_75),
        })
        .prefault({}),
    })
    .prefault({}),
  tools: z
    .strictObject({
      commands: list('programs that MCP servers may be started with, like npx', z.string().min(1).max(1024)),
      anyCommand: z
        .boolean()
        .default(false)
        .describe(
          'whether MCP servers may be started with any program: whoever may add one then owns this machine',
        ),
      allowPrivateTargets: z
        .boolean()
        .default(false)
        .describe('whether MCP servers may be at addresses that are not of the open internet'),
      connectTimeoutMs: ms('in which an MCP server has to start, or to be reached', 20_000, 100),
      idleMs: ms('after which an MCP server that nobody uses is stopped; 0 for never', 300_000, 0),
      startTimeoutMs: ms('for which the start of a conversation waits for tools', 1500, 0),
      callTimeoutMs: ms('in which a tool has to answer', 30_000, 100),
      slowAfterMs: ms(
        'after which the user hears "one moment" when a tool is not ready; 0 for never',
        4000,
        0,
      ),
      maxCalls: z.int().min(1).max(64).default(8).describe('tools at work at once for one conversation'),
      maxTools: z
        .int()
        .min(1)
        .max(256)
        .default(40)
        .describe('tools that a model is offered; of more, the last ones are left out'),
      maxResultKb: z
        .int()
        .min(1)
        .max(256)
        .default(16)
        .describe('of what a tool answers, for the model; in KB'),
      maxMessageKb: z
        .int()
        .min(16)
        .max(65_536)
        .default(4096)
        .describe('of one message of an MCP server, in KB'),
      record: z
        .enum(['names', 'arguments', 'all'])
        .default('names')
        .describe(
          'what of a call is told to viewers and recorded: which tool and how it went, also what it was asked, or also what it answered',
        ),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      offlineAfterMs: ms('after which a device that is away is an alert; 0 for never', 600_000, 0),
      errorPercent: z
        .int()
        .min(1)
        .max(100)
        .default(20)
        .describe('of the conversations of five minutes, so many that fail are an alert'),
      diskFreePercent: z
        .int()
        .min(0)
        .max(90)
        .default(10)
        .describe("less of the data folder's disk that is free is an alert, in percent"),
      renotifyMs: ms(
        'how often is said again what is still wrong and nobody has acknowledged; 0 for never',
        21_600_000,
        0,
        31_536_000_000,
      ),
      webhookUrl: url().describe('where alerts are sent as JSON, signed as Standard Webhooks says'),
      webhookSecret: z
        .string()
        .min(16)
        .max(256)
        .optional()
        .meta({ description: 'signs what is sent to alerts.webhookUrl', secret: true }),
      wecomUrl: z
        .url({ protocol: /^https?$/, error: 'expected the address of a group robot' })
        .optional()
        .meta({ description: 'address of a group robot of WeCom, with its key', secret: true }),
      smtpUrl: z
        .url({ protocol: /^smtps?$/, error: 'expected an address like smtps://user:password@host:465' })
        .optional()
        .meta({ description: 'mail server for alerts, with user and password', secret: true }),
      emailFrom: z.string().min(3).max(254).optional().describe('sender of alerts by mail'),
      emailTo: list('who gets alerts by mail', z.string().min(3).max(254)),
      allowPrivateTargets: z
        .boolean()
        .default(false)
        .describe('whether alerts may be sent to addresses that are not of the open internet'),
    })
    .refine(({ webhookUrl, webhookSecret }) => webhookUrl === undefined || webhookSecret !== undefined, {
      path: ['webhookSecret'],
      error: 'must be set with alerts.webhookUrl',
    })
    .superRefine(({ webhookUrl, wecomUrl, allowPrivateTargets }, context) => {
      for (const [key, target] of Object.entries({ webhookUrl, wecomUrl })) {
        if (allowPrivateTargets || target === undefined || !isPrivateHost(new URL(target).hostname)) continue;
        const message =
          'is not an address of the open internet; set alerts.allowPrivateTargets if it is meant';
        context.addIssue({ code: 'custom', path: [key], message });
      }
    })
    .refine(
      ({ smtpUrl, emailFrom, emailTo }) => !smtpUrl || (emailFrom !== undefined && emailTo.length > 0),
      {
        path: ['emailFrom'],
        error: 'must be set with alerts.smtpUrl, and so must alerts.emailTo',
      },
    )
    .prefault({}),
  audio: z
    .strictObject({
      bitrate: z
        .int()
        .min(6000)
        .max(128_000)
        .default(48_000)
        .describe('Opus towards the device, bits per second'),
      complexity: z.int().min(0).max(10).default(0).describe('Opus encoder effort'),
      application: z
        .enum(['voip', 'audio', 'restricted_lowdelay'])
        .default('restricted_lowdelay')
        .describe('Opus mode: restricted_lowdelay costs the least, voip sounds best below 32 kbit/s'),
      echo: z
        .enum(['auto', 'mute', 'attenuate', 'off'])
        .default('auto')
        .describe(
          'what becomes of the microphone while a device plays; auto mutes that of devices without echo cancellation',
        ),
      echoTailMs: ms('how long after playback the echo may last', 300, 0, 5000),
      echoAttenuationDb: z.number().min(0).max(60).default(24).describe('how much attenuate takes away'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
        .default('info')
        .describe('least level'),
      pretty: z.boolean().default(false).describe('for people instead of machines'),
      pii: z.boolean().default(false).describe('also what was said: personal data'),
      standardError: z.boolean().default(true).describe('write it to standard error'),
      file: z
        .string()
        .min(1)
        .optional()
        .describe('write it to this file as well, as JSON lines; it is put aside when it is full'),
      maxFileBytes: z
        .int()
        .min(10_000)
        .max(10_000_000_000)
        .default(20_000_000)
        .describe('size at which the file is put aside, in bytes'),
      filesKept: z.int().min(0).max(1000).default(5).describe('full files that are kept'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
