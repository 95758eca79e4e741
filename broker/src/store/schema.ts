/** The tables as the code sees them: camelCase for the columns of `migrations/`, which say what each is for. */
import type {
  ColumnType,
  Generated,
  GeneratedAlways,
  Insertable,
  JSONColumnType,
  Selectable,
  Updateable,
} from 'kysely';

/** Milliseconds precise. */
type Time = ColumnType<Date, Date, Date>;
type DefaultTime = ColumnType<Date, Date | undefined, Date>;
type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
/** Written as text (see `json`), because drivers take lists for arrays of the database. */
type Json<T extends object = Record<string, unknown>> = JSONColumnType<T>;
type OptionalJson<T extends object = Record<string, unknown>> = ColumnType<
  T | null,
  string | null | undefined,
  string | null
>;

/** For a column of JSON. */
export const json = (value: object): string => JSON.stringify(value);

export type RoleName = 'owner' | 'admin' | 'operator' | 'viewer' | 'device_user';

export interface UserTable {
  id: string;
  tenantId: string;
  /** Lower case. */
  email: string;
  name: string;
  role: RoleName;
  passwordHash: Optional<string>;
  oidcSubject: Optional<string>;
  language: Optional<string>;
  availability: Generated<'online' | 'busy' | 'offline'>;
  maxConversations: Generated<number>;
  failedSignIns: Generated<number>;
  lockedUntil: OptionalTime;
  createdAt: DefaultTime;
  passwordChangedAt: OptionalTime;
  lastSignInAt: OptionalTime;
  disabledAt: OptionalTime;
}

export interface DeviceTable {
  id: string;
  tenantId: string;
  name: string;
  groupId: Optional<string>;
  ownerId: Optional<string>;
  /** Kept by the database. */
  ownerSince: ColumnType<Date | null, Date | undefined, never>;
  enabled: Generated<boolean>;
  secretHash: Optional<string>;
  nextSecretHash: Optional<string>;
  nextSecretAt: OptionalTime;
  certificateSha256: Optional<string>;
  logLevel: Optional<string>;
  createdAt: DefaultTime;
  rotatedAt: OptionalTime;
  scopeRevision: Generated<number>;
  revisionOffset: Generated<number>;
  online: Generated<boolean>;
  nodeId: Optional<string>;
  connectionId: Optional<string>;
  address: Optional<string>;
  transport: Optional<string>;
  onlineAt: OptionalTime;
  offlineAt: OptionalTime;
  offlineReason: Optional<string>;
  unstableUntil: OptionalTime;
  lastSeenAt: OptionalTime;
  firmwareName: Optional<string>;
  firmwareVersion: Optional<string>;
  hardwareModel: Optional<string>;
  hardwareSerial: Optional<string>;
  language: Optional<string>;
  capabilities: OptionalJson;
  telemetry: OptionalJson;
  telemetryAt: OptionalTime;
}

export interface SessionTable {
  id: string;
  ordinal: GeneratedAlways<number>;
  tenantId: string;
  deviceId: string;
  userId: Optional<string>;
  workspace: Optional<string>;
  number: Generated<number>;
  frameDurationMs: Generated<number>;
  mode: Generated<number>;
  startedAt: Time;
  openedAt: OptionalTime;
  lastAt: Time;
  endedAt: OptionalTime;
  endReason: Optional<string>;
  modelId: Optional<string>;
  voice: Optional<string>;
  configRevision: Optional<number>;
  openedTimes: Generated<number>;
  messageCount: Generated<number>;
  turnCount: Generated<number>;
  interruptionCount: Generated<number>;
  failureCount: Generated<number>;
  renewalCount: Generated<number>;
  durationMs: Generated<number>;
  inputSpeechTokens: Generated<number>;
  inputTextTokens: Generated<number>;
  outputSpeechTokens: Generated<number>;
  outputTextTokens: Generated<number>;
  cost: Generated<number>;
  startup: OptionalJson<Record<string, number>>;
  totals: OptionalJson;
  hasAudio: Generated<boolean>;
}

export interface MessageTable {
  id: Generated<number>;
  tenantId: string;
  sessionId: string;
  deviceId: string;
  at: Time;
  role: 'user' | 'assistant';
  text: string;
  generation: number;
  interrupted: Generated<boolean>;
  /** A tsvector; only ever compared in SQL. */
  words: ColumnType<string, string, string>;
}

export interface TurnTable {
  id: Generated<number>;
  tenantId: string;
  sessionId: string;
  deviceId: string;
  at: Time;
  generation: number;
  marks: Json<Record<string, number>>;
  playedMs: Optional<number>;
  interrupted: boolean;
  responseMs: Optional<number>;
  endpointingMs: Optional<number>;
  thinkingMs: Optional<number>;
  toolMs: Optional<number>;
  bridgeMs: Optional<number>;
  deliveryMs: Optional<number>;
}

export interface Schema {
  deployment: { key: string; value: Json };
  tenants: { id: string; name: string; createdAt: DefaultTime; disabledAt: OptionalTime };
  users: UserTable;
  oneTimeLinks: {
    hash: Uint8Array;
    purpose: 'setup' | 'invitation' | 'password';
    tenantId: string;
    userId: Optional<string>;
    createdAt: DefaultTime;
    expiresAt: Time;
    usedAt: OptionalTime;
  };
  signIns: {
    id: string;
    tenantId: string;
    userId: string;
    method: 'password' | 'oidc' | 'proxy' | 'link';
    address: Optional<string>;
    userAgent: Optional<string>;
    createdAt: DefaultTime;
    lastUsedAt: DefaultTime;
    expiresAt: Time;
    revokedAt: OptionalTime;
    revokeReason: Optional<string>;
  };
  refreshTokens: {
    hash: Uint8Array;
    signInId: string;
    createdAt: DefaultTime;
    expiresAt: Time;
    usedAt: OptionalTime;
  };
  signingKeys: { id: string; secret: string; createdAt: DefaultTime; retiresAt: Time };
  userSettings: {
    userId: string;
    tenantId: string;
    body: Json;
    version: Generated<number>;
    updatedAt: DefaultTime;
  };
  apiKeys: {
    id: string;
    tenantId: string;
    name: string;
    prefix: string;
    hash: Uint8Array;
    permissions: string[];
    createdBy: Optional<string>;
    createdAt: DefaultTime;
    expiresAt: OptionalTime;
    lastUsedAt: OptionalTime;
    revokedAt: OptionalTime;
  };
  deviceGroups: {
    id: string;
    tenantId: string;
    name: string;
    about: Generated<string>;
    createdAt: DefaultTime;
  };
  devices: DeviceTable;
  deviceTags: { deviceId: string; tag: string; tenantId: string };
  deviceEvents: {
    id: Generated<number>;
    tenantId: string;
    deviceId: string;
    at: DefaultTime;
    kind: string;
    reason: Optional<string>;
    connectionId: Optional<string>;
    detail: OptionalJson;
  };
  deviceTelemetry: {
    id: Generated<number>;
    tenantId: string;
    deviceId: string;
    at: DefaultTime;
    readings: Json;
  };
  deviceConfigs: {
    tenantId: string;
    scope: 'fleet' | 'group' | 'device';
    scopeId: string;
    version: number;
    revision: Generated<number>;
    deviceRevision: number;
    hasDeviceKeys: boolean;
    body: Json;
    changedAt: DefaultTime;
    changedBy: string;
    restoredFrom: Optional<number>;
  };
  deviceReports: {
    deviceId: string;
    tenantId: string;
    revision: number;
    results: Json;
    outcome: string;
    reportedAt: DefaultTime;
  };
  deviceCommands: {
    id: Generated<number>;
    tenantId: string;
    deviceId: string;
    kind: string;
    nodeId: Optional<string>;
    argument: Json;
    status: string;
    detail: Optional<string>;
    createdBy: string;
    createdAt: DefaultTime;
    deadlineAt: Time;
    finishedAt: OptionalTime;
  };
  deviceClaims: {
    id: string;
    code: string;
    keyHash: Uint8Array;
    deviceId: string;
    hardware: Json;
    address: Optional<string>;
    createdAt: DefaultTime;
    expiresAt: Time;
    claimedAt: OptionalTime;
    claimedBy: Optional<string>;
    tenantId: Optional<string>;
    credential: Optional<string>;
    deliveredAt: OptionalTime;
  };
  mcpServers: {
    id: string;
    tenantId: string;
    name: string;
    transport: 'stdio' | 'http' | 'sse';
    settings: Json;
    secrets: Optional<string>;
    enabled: Generated<boolean>;
    version: Generated<number>;
    createdAt: DefaultTime;
    updatedAt: DefaultTime;
    updatedBy: string;
  };
  mcpServerVersions: {
    serverId: string;
    version: number;
    settings: Json;
    changedAt: DefaultTime;
    changedBy: string;
  };
  mcpSignIns: {
    serverId: string;
    tenantId: string;
    url: string;
    issuer: Optional<string>;
    sealed: Optional<string>;
    attempt: Optional<string>;
    stateHash: Optional<string>;
    stateUntil: OptionalTime;
    renewingUntil: OptionalTime;
    renewingBy: Optional<string>;
    signedInAt: OptionalTime;
    signedInBy: Optional<string>;
    updatedAt: DefaultTime;
  };
  sandboxes: {
    id: string;
    tenantId: string;
    userId: Optional<string>;
    sessionId: Optional<string>;
    strategy: 'shared' | 'perUser' | 'perSession' | 'trial';
    engine: string;
    node: string;
    createdAt: Time;
    lastUsedAt: Time;
    expiresAt: OptionalTime;
    endedAt: OptionalTime;
    endReason: Optional<string>;
  };
  sandboxAllocations: {
    id: string;
    sandboxId: string;
    tenantId: string;
    serverId: string;
    deviceId: string;
    sessionId: string;
    at: Time;
    lastUsedAt: Time;
    releasedAt: OptionalTime;
  };
  sessions: SessionTable;
  messages: MessageTable;
  turns: TurnTable;
  usageHours: {
    tenantId: string;
    deviceId: string;
    hour: Time;
    sessions: Generated<number>;
    turns: Generated<number>;
    messages: Generated<number>;
    interruptions: Generated<number>;
    failures: Generated<number>;
    durationMs: Generated<number>;
    inputSpeechTokens: Generated<number>;
    inputTextTokens: Generated<number>;
    outputSpeechTokens: Generated<number>;
    outputTextTokens: Generated<number>;
    cost: Generated<number>;
    responseMsSum: Generated<number>;
    responseCount: Generated<number>;
  };
  responseHours: {
    tenantId: string;
    hour: Time;
    bucket: number;
    turns: number;
  };
  toolUsageHours: {
    tenantId: string;
    deviceId: string;
    source: string;
    name: string;
    hour: Time;
    calls: number;
    failures: number;
    timeouts: number;
    durationMs: number;
    maxMs: number;
  };
  sessionEvents: {
    sessionId: string;
    seq: number;
    tenantId: string;
    at: Time;
    kind: string;
    payload: Json;
  };
  auditLog: {
    id: Generated<number>;
    tenantId: string;
    at: DefaultTime;
    actorKind: string;
    actorId: string;
    actorName: string;
    via: string;
    address: Optional<string>;
    action: string;
    targetKind: Optional<string>;
    targetId: Optional<string>;
    result: string;
    detail: OptionalJson;
    requestId: Optional<string>;
  };
  alerts: {
    id: string;
    tenantId: string;
    rule: string;
    dedupeKey: string;
    severity: 'info' | 'warning' | 'critical';
    subjectKind: Optional<string>;
    subjectId: Optional<string>;
    title: string;
    detail: OptionalJson;
    times: Generated<number>;
    openedAt: DefaultTime;
    lastAt: DefaultTime;
    acknowledgedAt: OptionalTime;
    acknowledgedBy: Optional<string>;
    acknowledgedNote: Optional<string>;
    resolvedAt: OptionalTime;
  };
  idempotencyKeys: {
    scope: string;
    key: string;
    requestHash: string;
    response: OptionalJson;
    createdAt: DefaultTime;
    expiresAt: Time;
  };
}

export type Row<Name extends keyof Schema> = Selectable<Schema[Name]>;
export type NewRow<Name extends keyof Schema> = Insertable<Schema[Name]>;
export type RowChange<Name extends keyof Schema> = Updateable<Schema[Name]>;
