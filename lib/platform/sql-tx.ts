/**
 * Transactions of the hot path. The same promises as tx.ts (scope named first, refusals roll back, conflicts are tried again), on the plain
 * driver: statements are prepared once per connection, and those that do not wait for each other's answers travel together. A function that
 * asks for a `SqlTx` can be given a `Tx` as well; the other way round does not compile, because here there are no models.
 */
import pg from 'pg';
import { assert } from '@/lib/kernel/assert';
import { sha256Hex } from './crypto';
import { sqlConnections } from './db';
import { attemptWith, type Scope } from './tx';

export interface SqlTx {
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: readonly unknown[]): Promise<T>;
  /** Answers how many rows were touched. */
  $executeRaw(query: TemplateStringsArray, ...values: readonly unknown[]): Promise<number>;
  /** True where statements may be issued without waiting for the answers of those before. */
  readonly together?: true;
  readonly net?: never;
}

/** The database ends a statement that takes longer; db.ts gives up on a connection that stays silent for longer still. */
const STATEMENT_MS = 15_000;
/** SQLSTATE of "cached plan must not change result type": a migration passed by under a prepared statement. A new connection knows better. */
const STALE_PLAN = '0A000';

/** Runs `work` in one transaction of `scope`'s institution. Statements issued without awaiting run in the order they were issued. */
export function withSqlTx<T>(scope: Scope, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const user = scope.actor?.kind === 'user' ? scope.actor.userId : '';
  return attemptWith((finish) => once(scope.institutionId, user, work, finish), [STALE_PLAN]);
}

/**
 * A transaction in one trip to the database: COMMIT follows the statements at once. `work` issues all of them before it waits for anything, and
 * what it answers cannot take the commit back.
 */
export function inOneTrip<T>(scope: Scope, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const user = scope.actor?.kind === 'user' ? scope.actor.userId : '';
  return attemptWith(async () => {
    const client = (await sqlConnections().connect()) as HotClient;
    let unusable = true;
    try {
      const begun = begin(client, scope.institutionId, user);
      const value = work(sqlTx(client));
      const ended = client.query('COMMIT');
      const [settled, committed] = await Promise.allSettled([value, ended, begun]);
      unusable = committed.status === 'rejected' || (settled.status === 'rejected' && isStale(settled.reason));
      const answer = await value;
      await begun;
      assert((await ended).command === 'COMMIT', 'a statement of the transaction had failed');
      return answer;
    } finally {
      client.release(unusable);
    }
  }, [STALE_PLAN]);
}

function begin(client: HotClient, institution: string, user: string): Promise<unknown> {
  sendTogether(client);
  const begun = Promise.all([client.query('BEGIN'), client.query({ ...SCOPE, values: [institution, user, String(STATEMENT_MS)] })]);
  // Awaited by whoever began, whatever the work meets first.
  begun.catch(() => undefined);
  return begun;
}

async function once<T>(institution: string, user: string, work: (tx: SqlTx) => Promise<T>, finish: (value: T) => T): Promise<T> {
  const client = (await sqlConnections().connect()) as HotClient;
  let unusable = true;
  try {
    const begun = begin(client, institution, user);
    try {
      const value = finish(await work(sqlTx(client)));
      await begun;
      const ended = await client.query('COMMIT');
      // The database answers COMMIT with ROLLBACK when a statement had failed and somebody overlooked it.
      assert(ended.command === 'COMMIT', 'a statement of the transaction had failed');
      unusable = false;
      return value;
    } catch (error) {
      await begun;
      await client.query('ROLLBACK').then(() => { unusable = isStale(error); }, () => undefined);
      throw error;
    }
  } finally {
    client.release(unusable);
  }
}

const isStale = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === STALE_PLAN;

/** Every statement here names its rows: one plan, made once, serves all, and reading a whole table because it was small yesterday is ruled out. */
const SCOPE = {
  name: 'scope',
  text: `SELECT set_config('app.institution', $1, true), set_config('app.user', $2, true), set_config('statement_timeout', $3, true),
    set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true)`,
};

type HotClient = pg.PoolClient & Pick<pg.Client, 'connection'>;

/** What is sent from now to the end of this turn leaves in one write to the socket: a write costs more than a statement. */
function sendTogether({ connection: { stream } }: HotClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function sqlTx(client: HotClient): SqlTx {
  const send = (query: TemplateStringsArray, values: readonly unknown[]) => {
    sendTogether(client);
    return client.query({ ...statementOf(query), values: [...values], types: TYPES });
  };
  return {
    together: true,
    $queryRaw: async <T>(query: TemplateStringsArray, ...values: readonly unknown[]) => (await send(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await send(query, values)).rowCount ?? 0,
  };
}

const statements = new WeakMap<TemplateStringsArray, { readonly name: string; readonly text: string }>();
const NAME_CHARS = 32;

/**
 * A template in the source is one statement, named by its text: a web process holds this file twice (its own copy and the bundler's), and both
 * speak over the same connections, where one name must never mean two statements.
 */
function statementOf(query: TemplateStringsArray): { readonly name: string; readonly text: string } {
  let found = statements.get(query);
  if (!found) {
    const text = query.reduce((sql, part, i) => `${sql}$${i}${part}`);
    found = { name: sha256Hex(text).slice(0, NAME_CHARS), text };
    statements.set(query, found);
  }
  return found;
}

const moment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
/** The driver's own reading takes a microsecond, and a payment has seven moments; this one knows the form of a session in UTC only. */
const utcMoment = (text: string): unknown => {
  const read = text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : null;
  return read === null || Number.isNaN(read.getTime()) ? moment(text) : read;
};

/** As Prisma reads them: whole numbers beyond 32 bits as bigint, dates as midnight UTC. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.TIMESTAMPTZ]: utcMoment,
  [pg.types.builtins.DATE]: (text) => new Date(`${text}T00:00:00Z`),
};
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => PARSERS[oid] ?? pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};
