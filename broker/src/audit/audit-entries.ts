/** Reading the audit log, newest first or last. */
import type { Queries } from '../store/database.ts';
import { type KeysetPage, behind } from '../store/keyset.ts';
import type { Row } from '../store/schema.ts';

export interface AuditFilter {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly targetKind?: string | undefined;
  readonly targetId?: string | undefined;
  readonly result?: string | undefined;
}

export type AuditRow = Row<'auditLog'>;

const BY_TIME = { value: 'auditLog.at', id: 'auditLog.id', types: ['timestamptz', 'bigint'] } as const;
const EXPORT_PAGE = 500;

export class AuditEntries {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** One more than the limit, if there is one more. */
  async list(tenantId: string, page: KeysetPage<'at'>, filter: AuditFilter): Promise<AuditRow[]> {
    const { from, to, actor, action, targetKind, targetId, result } = filter;
    const direction = page.descending ? 'desc' : 'asc';
    return this.#queries
      .selectFrom('auditLog')
      .selectAll()
      .where('tenantId', '=', tenantId)
      .where(behind(page, BY_TIME))
      .$if(from !== undefined, (query) => query.where('at', '>=', from!))
      .$if(to !== undefined, (query) => query.where('at', '<', to!))
      .$if(actor !== undefined, (query) => query.where('actorId', '=', actor!))
      .$if(action !== undefined, (query) => query.where('action', '=', action!))
      .$if(targetKind !== undefined, (query) => query.where('targetKind', '=', targetKind!))
      .$if(targetId !== undefined, (query) => query.where('targetId', '=', targetId!))
      .$if(result !== undefined, (query) => query.where('result', '=', result!))
      .orderBy('at', direction)
      .orderBy('id', direction)
      .limit(page.limit + 1)
      .execute();
  }

  /** All of them, page by page, for an export. */
  async *all(tenantId: string, descending: boolean, filter: AuditFilter): AsyncGenerator<AuditRow> {
    let after: KeysetPage['after'];
    for (;;) {
      const page = { limit: EXPORT_PAGE, sortKey: 'at', descending, after } as const;
      const found = await this.list(tenantId, page, filter);
      const rows = found.slice(0, EXPORT_PAGE);
      yield* rows;
      if (found.length <= EXPORT_PAGE) return;
      const { at, id } = rows.at(-1)!;
      after = { value: at.toISOString(), id: String(id) };
    }
  }
}
