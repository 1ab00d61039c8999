/**
 * Connections. Two lanes share one rule: everything runs inside a transaction that names its institution (tx.ts).
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
}

// One set per process, also where a bundler loads this file twice.
const holder = globalThis as typeof globalThis & { bafangConnections?: Connections };

export function connections(): Connections {
  holder.bafangConnections ??= connect();
  return holder.bafangConnections;
}

function connect(): Connections {
  const { DATABASE_APP_URL: connectionString, DATABASE_POOL: max } = env();
  assert(connectionString, 'DATABASE_APP_URL is not set: start through npm start, npm run dev or npm test');
  const pool = new pg.Pool({ connectionString, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000, application_name: 'bafang' });
  // An idle connection that dies (database restart) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }), errorFormat: 'minimal' });
  return { prisma, pool };
}

export async function closeConnections(): Promise<void> {
  const open = holder.bafangConnections;
  holder.bafangConnections = undefined;
  if (!open) return;
  await open.prisma.$disconnect();
  await open.pool.end();
}
