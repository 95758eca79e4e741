/** All migrations, in order. They are only ever added to: what has been released is never edited. */
import type { Migration } from 'kysely/migration';
import * as foundation from './0001-foundation.ts';
import * as recordings from './0002-recordings.ts';
import * as ownerSince from './0003-owner-since.ts';
import * as tools from './0004-tools.ts';
import * as sandboxes from './0005-sandboxes.ts';
import * as mcpSignIns from './0006-mcp-sign-ins.ts';
import * as mcpSignInAttempts from './0007-mcp-sign-in-attempts.ts';
import * as responseHours from './0008-response-hours.ts';
import * as alertNotes from './0009-alert-notes.ts';

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-recordings': recordings,
  '0003-owner-since': ownerSince,
  '0004-tools': tools,
  '0005-sandboxes': sandboxes,
  '0006-mcp-sign-ins': mcpSignIns,
  '0007-mcp-sign-in-attempts': mcpSignInAttempts,
  '0008-response-hours': responseHours,
  '0009-alert-notes': alertNotes,
};
