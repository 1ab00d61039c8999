/**
 * Transactions. Each one names its institution for row security before its first statement. A `Tx` is not a `Net` (lib/channels/port):
 * a network call inside a transaction does not compile, and `insideTransaction()` lets the real network refuse at run time too.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Result } from '@/lib/kernel/result';
import type { Actor } from './ctx';
import { connections } from './db';
import type { Prisma } from './prisma/client';

declare const txBrand: unique symbol;
/** An open transaction in one institution's scope. `net?: never` keeps it from ever being taken for a network. */
export type Tx = Prisma.TransactionClient & { readonly [txBrand]: true; readonly net?: never };

export interface Scope {
  readonly institutionId: InstitutionId;
  readonly actor?: Actor;
}

const open = new AsyncLocalStorage<true>();
export const insideTransaction = (): boolean => open.getStore() === true;

const TRIES_MAX = 4;
const TIMEOUT_MS = 15_000;
const WAIT_MS = 10_000;
/** Serialization failure, deadlock: the database asks to try again; everything was rolled back, so the work may be repeated. */
const RETRYABLE = new Set(['40001', '40P01']);

class RollBack extends Error {
  constructor(readonly refusal: unknown) {
    super('rolled back on a refusal');
  }
}

export interface TxOptions {
  readonly timeoutMs?: number;
  readonly isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable';
}

/** Runs `work` in one transaction of `scope`'s institution. A refused `Result` rolls everything back and is returned as it is. */
export function withTx<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options: TxOptions = {}): Promise<T> {
  return run(scope.institutionId, scope.actor?.kind === 'user' ? scope.actor.userId : '', work, options);
}

/** A transaction outside any institution: sees only queues, locators, people and sessions. */
export function withPlatformTx<T>(work: (tx: Tx) => Promise<T>, options: TxOptions & { readonly userId?: string } = {}): Promise<T> {
  return run('', options.userId ?? '', work, options);
}

function run<T>(institution: string, user: string, work: (tx: Tx) => Promise<T>, options: TxOptions): Promise<T> {
  return attemptWith((finish) =>
    connections().prisma.$transaction(
      async (client) => {
        await client.$executeRaw`SELECT set_config('app.institution', ${institution}, true), set_config('app.user', ${user}, true)`;
        return finish(await work(client as Tx));
      },
      { timeout: options.timeoutMs ?? TIMEOUT_MS, maxWait: WAIT_MS, ...(options.isolation && { isolationLevel: options.isolation }) },
    ),
  );
}

/**
 * What both kinds of transaction (this file, sql-tx.ts) promise: never one inside another, a refused Result rolls back and is answered, and what
 * the database asks to be tried again is. `once` passes what its work answered through `finish` before it commits.
 */
export async function attemptWith<T>(once: (finish: (value: T) => T) => Promise<T>, alsoRetry: readonly string[] = []): Promise<T> {
  if (insideTransaction()) throw new Error('a transaction was opened inside another one');
  for (let tries = 1; ; tries++) {
    try {
      return await open.run(true, () => once(unlessRefused));
    } catch (error) {
      if (error instanceof RollBack) return error.refusal as T;
      const state = sqlState(error) ?? '';
      if (tries >= TRIES_MAX || !(RETRYABLE.has(state) || alsoRetry.includes(state))) throw error;
    }
  }
}

function unlessRefused<T>(value: T): T {
  if (isRefusal(value)) throw new RollBack(value);
  return value;
}

const isRefusal = (value: unknown): value is Result<never> =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'error' in value;

/** SQLSTATE of a database error, wherever Prisma put it. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const e = error as { code?: unknown; meta?: { code?: unknown; driverAdapterError?: { cause?: { originalCode?: unknown; kind?: unknown } } }; cause?: unknown };
  const original = e.meta?.driverAdapterError?.cause?.originalCode ?? (e.cause as { originalCode?: unknown } | undefined)?.originalCode;
  if (typeof original === 'string') return original;
  if (e.meta?.driverAdapterError?.cause?.kind === 'TransactionWriteConflict' || e.code === 'P2034') return '40001';
  if (typeof e.meta?.code === 'string') return e.meta.code;
  return typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code) && !e.code.startsWith('P2') ? e.code : undefined;
}
