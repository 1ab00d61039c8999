import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { instant } from '@/lib/kernel/time';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { sqlState, withPlatformTx, withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { checkIntegrity } from './check-integrity';
import { entryOf, reversalOf, type EntryDraft } from './postings';
import { post } from './post';
import { accountStatement, trialBalance, voucher } from './queries';

const random = seededRandom(42);
let now = instant(Date.UTC(2026, 10, 22, 14, 0, 0));
const clock = { now: () => now };
let institutionId: InstitutionId;
let ctx: Ctx;

beforeEach(async () => {
  now = instant(Date.UTC(2026, 10, 22, 14, 0, 0));
  institutionId = newId('institution', { clock, random });
  ctx = makeCtx({ kind: 'user', userId: newId('user', { clock, random }), roles: ['auditor'], sessionId: 's', name: 'n' }, institutionId, {
    clock,
    random,
    requestId: 'req_test',
    log: createLog({}, () => undefined),
  });
  await withPlatformTx(
    (tx) => tx.$executeRaw`
    INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES (${institutionId}, ${institutionId.toLowerCase().replace('_', '-')}, '甲', 'A', 'school', 'Asia/Shanghai', '23:00', 'CNY', 'test', 'active', now())`,
  );
});

const paidEntry = (key: string, amountMinor: bigint): EntryDraft =>
  entryOf({
    key,
    kind: 'payment-succeeded',
    at: now,
    subjectKind: 'payment',
    subjectId: `pay_${key}`,
    currency: 'CNY',
    amountMinor,
    channel: 'wechat',
    memo: key,
  });
const book = (entries: readonly EntryDraft[]) => withTx({ institutionId }, (tx) => post(tx, { institutionId }, entries));

describe('booking', () => {
  it('a batch is booked whole; the same keys again, also 20 times at once, book nothing', async () => {
    const entries = Array.from({ length: 200 }, (_, i) => paidEntry(`k${i}`, BigInt(i + 1)));
    expect(await book(entries)).toBe(200);
    expect(await book(entries)).toBe(0);
    const raced = await Promise.all(Array.from({ length: 20 }, () => book([paidEntry('race', 5n)])));
    expect(raced.reduce((a, b) => a + b, 0)).toBe(1);
    const balance = await trialBalance(ctx);
    expect(balance.rows.map((r) => [r.code, r.balance.minor])).toEqual([
      ['1012.wechat', '20105'],
      ['1122', '-20105'],
    ]);
    expect(balance.totals.every((t) => t.ties)).toBe(true);
    expect((await checkIntegrity(ctx)).find((c) => c.name === 'entries-balance')).toMatchObject({ ok: true, checked: '201' });
  });

  it("the business date is the institution's: after its cut-off the next day has begun", async () => {
    await book([paidEntry('before', 1n)]);
    now = instant(Date.UTC(2026, 10, 22, 15, 0, 0));
    await book([paidEntry('after', 1n)]);
    const page = await accountStatement(ctx, { code: '1122', currency: 'CNY' });
    expect(page.rows.map((r) => r.businessDate)).toEqual(['2026-11-22', '2026-11-23']);
  });

  it('balances of any past moment can be shown; a reversal adds and changes nothing before it', async () => {
    const entry = paidEntry('k', 700n);
    await book([entry]);
    const then = now;
    now = instant(now + 60_000);
    await book([reversalOf(entry, now, 'booked twice')]);
    expect((await trialBalance(ctx, then)).rows.map((r) => r.balance.minor)).toEqual(['700', '-700']);
    expect((await trialBalance(ctx)).rows.map((r) => r.balance.minor)).toEqual(['0', '0']);
  });

  it('an account is read in pages with its running balance carried over', async () => {
    await book(Array.from({ length: 7 }, (_, i) => paidEntry(`k${i}`, 10n)));
    const first = await accountStatement(ctx, { code: '1012.wechat', currency: 'CNY', limit: 3 });
    const second = await accountStatement(ctx, { code: '1012.wechat', currency: 'CNY', limit: 5, cursor: first.nextCursor });
    expect([...first.rows, ...second.rows].map((r) => r.balance.minor)).toEqual(['10', '20', '30', '40', '50', '60', '70']);
    expect(second.nextCursor).toBeNull();
    const shown = await voucher(ctx, first.rows[0]!.entryId);
    expect(shown?.lines).toHaveLength(2);
    expect(await voucher({ ...ctx, institutionId: newId('institution', { clock, random }) }, first.rows[0]!.entryId)).toBeNull();
  });
});

describe('what the database itself refuses', () => {
  const sql = async (statements: readonly string[]): Promise<string> => {
    const client = new pg.Client({ connectionString: testDatabase().appUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.institution', '${institutionId}', true)`);
      for (const s of statements) await client.query(s.replaceAll(':i', `'${institutionId}'`));
      await client.query('COMMIT');
      return 'committed';
    } catch (error) {
      return error instanceof pg.DatabaseError ? `${error.code} ${error.constraint ?? error.message}` : String(error);
    } finally {
      await client.end();
    }
  };
  const entry = `INSERT INTO journal_entry (institution_id, key, kind, at, business_date, subject_kind, subject_id) VALUES (:i, 'x', 'manual', now(), now(), 't', 't')`;
  const line = (n: number, code: string, minor: number, of = "currval('journal_entry_id_seq')") =>
    `INSERT INTO ledger_posting (entry_id, line_no, institution_id, account_code, amount_minor, currency) VALUES (${of}, ${n}, :i, '${code}', ${minor}, 'CNY')`;
  const whole = (lines: readonly number[]) => `WITH e AS (${entry} RETURNING id) INSERT INTO ledger_posting (entry_id, line_no, institution_id, account_code, amount_minor, currency)
    SELECT e.id, n, :i, CASE n WHEN 1 THEN '1122' ELSE '1012.wechat' END, minor, 'CNY' FROM e, unnest(ARRAY[${lines.join(',')}]) WITH ORDINALITY AS l(minor, n)`;

  it('an entry that does not balance, has one line, or none', async () => {
    await book([paidEntry('k', 1n)]);
    expect(await sql([whole([100, -99])])).toBe('23514 entry_is_balanced');
    expect(await sql([whole([100])])).toBe('23514 entry_is_balanced');
    expect(await sql([entry])).toBe('23514 entry_is_balanced');
    expect(await sql([whole([100, -100])])).toBe('committed');
  });

  it('what joins an entry of the same transaction later and does not balance by itself', async () => {
    await book([paidEntry('k', 1n)]);
    expect(await sql([whole([100, -100]), line(3, '1122', 5)])).toBe('23514 entry_is_balanced');
    expect(await sql([whole([100, -100]), `${line(3, '1122', 5)}, (currval('journal_entry_id_seq'), 4, :i, '1012.wechat', -5, 'CNY')`])).toBe('committed');
  });

  it('a posting to an entry of an earlier transaction, and any change or removal', async () => {
    await book([paidEntry('k', 1n)]);
    const old = `(SELECT id FROM journal_entry WHERE key = 'k' AND institution_id = :i)`;
    expect(await sql([line(3, '1122', 5, old), line(4, '1012.wechat', -5, old)])).toBe('23514 postings_join_own_entry');
    for (const table of ['journal_entry', 'ledger_posting']) {
      expect(await sql([`UPDATE ${table} SET institution_id = institution_id`])).toMatch(/^42501/);
      expect(await sql([`DELETE FROM ${table}`])).toMatch(/^42501/);
    }
    expect(await sql([`TRUNCATE ledger_posting`])).toMatch(/^42501/);
  });

  it('a row of another institution', async () => {
    const other = newId('institution', { clock, random });
    const refused = await withTx(
      { institutionId },
      (tx) => tx.$executeRaw`
      INSERT INTO ledger_account (institution_id, code, name_zh, name_en, kind) VALUES (${other}, '1', 'a', 'a', 'asset')`,
    ).catch((e: unknown) => sqlState(e));
    expect(refused).toBe('42501');
    await book([paidEntry('k', 1n)]);
    expect(await withTx({ institutionId: other }, (tx) => tx.journal_entry.count())).toBe(0);
  });
});
