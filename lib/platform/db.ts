/**
 * Connections. All lanes share one rule: everything runs inside a transaction that names its institution (tx.ts, sql-tx.ts).
 * Prisma is the ordinary lane; the plain pool is for COPY and LISTEN, which Prisma cannot do.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { assert } from '@/lib/kernel/assert';
import { env } from './env';
import { PrismaClient } from './prisma/client';

interface Connections {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** Opened at first use: only the processes on the way of payments need it. */
  sql?: pg.Pool;
}

// One set per process, also where a bundler loads this file twice.
const holder = globalThis as typeof globalThis & { bafangConnections?: Connections };

export function connections(): Connections {
  holder.bafangConnections ??= connect();
  return holder.bafangConnections;
}

/** A connection that says nothing for this long is given up: its other end may be gone without a word. */
const SILENT_MS = 20_000;

/** The hot path's own connections (sql-tx.ts): statements queue up on the wire instead of waiting for each other's answers. */
export function sqlConnections(): pg.Pool {
  const open = connections();
  open.sql ??= openPool({ pipeline: true, query_timeout: SILENT_MS, application_name: 'bafang-hot' });
  return open.sql;
}

function openPool(options: pg.PoolConfig & { readonly pipeline?: boolean }): pg.Pool {
  const { DATABASE_APP_URL: connectionString, DATABASE_POOL: max } = env();
  assert(connectionString, 'DATABASE_APP_URL is not set: start through npm start, npm run dev or npm test');
  const pool = new pg.Pool({ connectionString, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000, ...options });
  // An idle connection that dies (database restart) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that dies while somebody holds it between two statements: the next statement says so.
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return pool;
}

function connect(): Connections {
  const pool = openPool({ application_name: 'bafang' });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }), errorFormat: 'minimal' });
  return { prisma, pool };
}

export async function closeConnections(): Promise<void> {
  const open = holder.bafangConnections;
  holder.bafangConnections = undefined;
  if (!open) return;
  await open.prisma.$disconnect();
  await Promise.all([open.pool.end(), open.sql?.end()]);
}
