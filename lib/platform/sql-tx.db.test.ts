import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err } from '@/lib/kernel/result';
import { testDatabase } from '@/lib/testing/database';
import { sqlConnections } from './db';
import { inOneTrip, withSqlTx } from './sql-tx';
import { insideTransaction, sqlState, withTx } from './tx';

const A = { institutionId: 'ins_A' as InstitutionId };
const B = { institutionId: 'ins_B' as InstitutionId };
const count = (scope: typeof A, name: string) =>
  withSqlTx(scope, async (tx) => (await tx.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM counter WHERE name = ${name}`)[0]!.n);

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase().ownerUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe('a transaction of the hot path', () => {
  beforeAll(() => withSqlTx(A, (tx) => tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'kept', 1)`));

  it('sees and writes its own institution only, also when the connection served another one before', async () => {
    expect([await count(A, 'kept'), await count(B, 'kept'), await count(A, 'kept')]).toEqual([1n, 0n, 1n]);
    await expect(withSqlTx(B, (tx) => tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'stolen', 1)`)).rejects.toThrow(/row-level security/);
  });

  it('means one statement by a name, also where the process holds this file twice and both copies speak over the same connections', async () => {
    // The connections are shared through globalThis; what a module counts for itself is not.
    for (let copy = 1; copy <= 2; copy++) {
      vi.resetModules();
      const { withSqlTx: again } = await import('./sql-tx');
      expect(await again(A, (tx) => (copy === 1 ? tx.$queryRaw`SELECT 1 AS n` : tx.$queryRaw`SELECT 2 AS n`))).toEqual([{ n: copy }]);
    }
  });

  it('survives that its connection is ended between two statements: the next one is refused, and the one after has another connection', async () => {
    await expect(withSqlTx(A, async (tx) => {
      const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await sqlConnections().query('SELECT pg_terminate_backend($1, 5000)', [own!.pid]);
      await tx.$queryRaw`SELECT 1`;
    })).rejects.toThrow(/terminat|connection/i);
    expect(await count(A, 'kept')).toBe(1n);
  });

  it('rolls back on a refused Result and answers it, and on an exception', async () => {
    const refused = await withSqlTx(A, async (tx) => {
      await tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'refused', 1)`;
      return err('test.refused');
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'test.refused' } });
    await expect(withSqlTx(A, async (tx) => {
      await tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'refused', 1)`;
      throw new Error('bug');
    })).rejects.toThrow('bug');
    expect(await count(A, 'refused')).toBe(0n);
  });

  it('commits nothing when a statement failed, even if nobody looked at that statement', async () => {
    await expect(withSqlTx(A, async (tx) => {
      await tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'overlooked', 1)`;
      await tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'overlooked', 1)`.catch(() => 0);
    })).rejects.toThrow('a statement of the transaction had failed');
    expect(await count(A, 'overlooked')).toBe(0n);
  });

  it('runs statements in the order they were issued, and one that fails takes the others with it', async () => {
    const both = await withSqlTx(A, (tx) => Promise.all([
      tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'ordered', 1)`,
      tx.$queryRaw<{ value: bigint }[]>`UPDATE counter SET value = value + 1 WHERE name = 'ordered' RETURNING value`,
    ]));
    expect(both).toEqual([1, [{ value: 2n }]]);
    const failed = await withSqlTx(A, (tx) => Promise.all([
      tx.$executeRaw`UPDATE counter SET value = 9 WHERE name = 'ordered'`,
      tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'ordered', 1)`,
      tx.$executeRaw`UPDATE counter SET value = 10 WHERE name = 'ordered'`,
    ])).catch((error: unknown) => sqlState(error));
    expect(failed).toBe('23505');
    expect(await withSqlTx(A, (tx) => tx.$queryRaw`SELECT value FROM counter WHERE name = 'ordered'`)).toEqual([{ value: 2n }]);
  });

  it('is tried again when the database asks for it, each time from the start', async () => {
    let tries = 0;
    const value = await withSqlTx(A, async (tx) => {
      tries++;
      await tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'again', 1)`;
      if (tries < 3) throw Object.assign(new Error('conflict'), { code: '40001' });
      return 'done';
    });
    expect([value, tries, await count(A, 'again')]).toEqual(['done', 3, 1n]);
  });

  it('reads the same values as the ordinary lane: bigint, dates at midnight UTC, instants, JSON, null', async () => {
    const mine = await withSqlTx(A, (tx) => tx.$queryRaw<unknown[]>`
      SELECT 9007199254740993::bigint AS big, '2026-11-22'::date AS day, '2026-11-22T10:00:00.123+08'::timestamptz AS at, '{"a":[1]}'::jsonb AS doc, NULL::text AS none,
        7::int AS small, true AS yes, ARRAY['x', 'y'] AS list, ${['p', 'q']}::text[] AS given`);
    const ordinary = await withTx(A, (tx) => tx.$queryRaw<unknown[]>`
      SELECT 9007199254740993::bigint AS big, '2026-11-22'::date AS day, '2026-11-22T10:00:00.123+08'::timestamptz AS at, '{"a":[1]}'::jsonb AS doc, NULL::text AS none,
        7::int AS small, true AS yes, ARRAY['x', 'y'] AS list, ${['p', 'q']}::text[] AS given`);
    expect(mine).toEqual(ordinary);
  });

  it('in one trip: commits behind its statements, and nothing at all when one of them fails', async () => {
    const put = (name: string, value: number) => inOneTrip(A, async (tx) => {
      const [made] = await tx.$queryRaw<{ value: bigint }[]>`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, ${name}, ${value}) RETURNING value`;
      return made!.value;
    });
    expect(await put('trip', 5)).toBe(5n);
    expect(await put('trip', 6).catch((error: unknown) => sqlState(error))).toBe('23505');
    const both = inOneTrip(A, (tx) => Promise.all([
      tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'first', 1)`,
      tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'trip', 1)`,
    ]));
    expect(await both.catch((error: unknown) => sqlState(error))).toBe('23505');
    expect([await count(A, 'trip'), await count(A, 'first')]).toEqual([1n, 0n]);
    const overlooked = inOneTrip(A, (tx) => tx.$executeRaw`INSERT INTO counter (institution_id, name, value) VALUES (${A.institutionId}, 'trip', 1)`.catch(() => 0));
    await expect(overlooked).rejects.toThrow('a statement of the transaction had failed');
  });

  it('outlives a migration that changes the shape under a prepared statement', async () => {
    await asOwner('CREATE TABLE shape (a int); GRANT SELECT ON shape TO bafang_app');
    const look = () => withSqlTx(A, (tx) => tx.$queryRaw<unknown[]>`SELECT * FROM shape`);
    expect(await look()).toEqual([]);
    await asOwner('ALTER TABLE shape ADD COLUMN b int; INSERT INTO shape VALUES (1, 2)');
    expect(await look()).toEqual([{ a: 1, b: 2 }]);
  });

  it('leaves no connection taken and is never opened inside another one', async () => {
    expect(insideTransaction()).toBe(false);
    await expect(withSqlTx(A, () => withSqlTx(A, () => Promise.resolve(1)))).rejects.toThrow('inside another one');
    await expect(withTx(A, () => withSqlTx(A, () => Promise.resolve(1)))).rejects.toThrow('inside another one');
    const pool = sqlConnections();
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });
});
