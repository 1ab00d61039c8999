// Guarantee: books that stop telling the truth are noticed by the next round and named, at a cost of what is new; an old entry rewritten so that
// everything still adds up is named by its seal; books that are right are never accused.
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditPublicKey, linkEntries, verifyLive, writeCheckpoints } from '@/lib/audit';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import { checkIntegrity, checkRound, checkWhole, entryOf, post, sealBooks, soundness, verifyBooks } from '@/lib/ledger';
import { MINUTE_MS } from '@/lib/kernel/time';
import type { InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { systemRandom } from '@/lib/platform/clock';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { alertStaff, type Message } from '@/lib/notifications';
import { requestRefund } from './index';
import { paidBill, type PaidBill } from './refunds.fixtures';

// Checkpoints lie in files that outlive a test's database: this is an institution that never was before.
const world = testWorld(Buffer.from(systemRandom.bytes(6)).readUIntBE(0, 6));
let home: InstitutionId;
let clerk: Ctx;
let system: Ctx;
beforeAll(async () => {
  home = await makeInstitution(world, 'books');
  clerk = (await makePerson(world, home, ['accountant'])).ctx;
  system = systemCtx('books', home, world);
});

/** Two entries: the bill and its payment. */
async function pay(minor: bigint): Promise<PaidBill> {
  const paid = await paidBill(world.clock, minor, 'alipay', { institutionId: home, clerk });
  await withTx(clerk, (tx) => post(tx, clerk, [entryOf({
    key: `bill-issued:${paid.billId}`, kind: 'bill-issued', at: world.clock.now(), subjectKind: 'bill', subjectId: paid.billId, currency: 'CNY', amountMinor: minor, lines: [{ account: '6001', amountMinor: minor }],
  })]));
  return paid;
}
/** Transactions of other test files hold the horizon up for as long as they run: looked at again and again, within the time of a test. */
async function untilHorizon(look: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 25_000; !(await look()) && performance.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 10); });
}
async function roundUntil(enough: (checked: number) => boolean): Promise<number> {
  let checked = 0;
  await untilHorizon(async () => {
    checked += (await checkRound(system))!.checked;
    return enough(checked);
  });
  return checked;
}
async function superuser(sql: string, values: unknown[] = []): Promise<pg.QueryResult<Record<string, string>>> {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = 'replica'`);
    return await client.query<Record<string, string>>(sql, values);
  } finally {
    await client.end();
  }
}
const broken = async () => (await soundness(clerk)).broken;

describe('rounds', () => {
  it('look at what is new, once, and say that it is right', async () => {
    await pay(100_00n);
    await pay(50_00n);
    expect(await roundUntil((n) => n >= 4)).toBe(4);
    expect(await checkRound(system)).toEqual({ checked: 0, sound: true });
    expect(await soundness(clerk)).toMatchObject({ sound: true, broken: [], round: { entries: '4', waiting: '0' } });
  });

  it('a small batch is caught up with, none is left out', async () => {
    for (let n = 0; n < 7; n++) await pay(1_00n);
    let checked = 0;
    await untilHorizon(async () => (checked += (await checkRound(system, 2))!.checked) >= 14);
    expect(checked).toBe(14);
  });

  it('a payment that says more than the books is named, in the record, in an event, and no more once it is right again', async () => {
    const paid = await pay(80_00n);
    await roundUntil((n) => n >= 2);
    await superuser('UPDATE payment SET captured_minor = 90_00, amount_minor = 90_00 WHERE id = $1', [paid.paymentId]);
    expect((await checkRound(system))!.sound).toBe(true); // nothing new points at it: that is the whole look's part
    await checkWhole(system);
    expect((await broken()).map((f) => [f.check, f.id])).toContainEqual(['refundable-equals-ledger', paid.paymentId]);
    const events = await withTx(system, (tx) => tx.outbox_event.findMany({ where: { type: 'books.unsound', subject_id: home } }));
    const acts = await withTx(system, (tx) => tx.audit_entry.findMany({ where: { institution_id: home, action: 'books.unsound' } }));
    expect([events.length, acts.length]).toEqual([1, 1]);
    const mails: Message[] = [];
    const out = { mail: async (message: Message) => { mails.push(message); }, sms: async () => undefined };
    await makePerson(world, home, ['cashier']);
    expect(await alertStaff('books.unsound', home, events.map((event) => ({ id: event.id, payload: event.payload as Record<string, unknown> })), out)).toBe(1); // the accountant; a cashier has no books
    expect(mails[0]).toMatchObject({ subject: expect.stringContaining('账簿不一致'), text: expect.stringContaining('refundable-equals-ledger') });
    await superuser('UPDATE payment SET captured_minor = 80_00, amount_minor = 80_00 WHERE id = $1', [paid.paymentId]);
    await checkWhole(system);
    const { sound, unsoundSince, history } = await soundness(clerk);
    expect([sound, unsoundSince, history[0]!.sound, history.some((line) => !line.sound)]).toEqual([true, null, true, true]);
  });

  it('a refund that is more than the books of its payment say is named by the round that meets it, and forgotten once it is right', async () => {
    const paid = await pay(60_00n);
    await superuser('UPDATE payment SET refunded_minor = 10_00 WHERE id = $1', [paid.paymentId]);
    await roundUntil((n) => n >= 2);
    expect((await broken()).filter((f) => f.id === paid.paymentId).map((f) => f.check)).toEqual(['payments-equal-allocations', 'refundable-equals-ledger', 'refunds-within-captured']);
    await superuser('UPDATE payment SET refunded_minor = 0 WHERE id = $1', [paid.paymentId]);
    expect((await checkRound(system))!.sound).toBe(true);
  });

  it('an entry that does not balance is named by its number', async () => {
    const paid = await pay(5_00n);
    const { rows } = await superuser(`UPDATE ledger_posting SET amount_minor = amount_minor + 1 WHERE line_no = 1 AND entry_id = (SELECT id FROM journal_entry WHERE subject_id = $1) RETURNING entry_id`, [paid.paymentId]);
    await roundUntil((n) => n >= 2);
    expect(await broken()).toContainEqual({ check: 'entries-balance', id: String(rows[0]!.entry_id) });
    await superuser('UPDATE ledger_posting SET amount_minor = amount_minor - 1 WHERE line_no = 1 AND entry_id = $1', [rows[0]!.entry_id]);
    expect((await checkRound(system))!.sound).toBe(true);
  });

  it('refunds that wait, go, and come back leave payment and books saying the same', async () => {
    const paid = await pay(70_00n);
    must(await requestRefund(clerk, { paymentId: paid.paymentId as PaymentId, amountMinor: 20_00n, reason: 'left', idempotencyKey: 'books-1' }));
    await roundUntil((n) => n >= 2);
    expect((await checkIntegrity(clerk)).find((check) => check.name === 'refundable-equals-ledger')).toMatchObject({ ok: true });
    expect(await broken()).toEqual([]);
  });

  it('twenty workers at once count every entry once', async () => {
    for (let n = 0; n < 10; n++) await pay(2_00n);
    let checked = 0;
    await untilHorizon(async () => {
      for (const round of await Promise.all(Array.from({ length: 20 }, () => checkRound(system, 3)))) checked += round?.checked ?? 0;
      return checked >= 20;
    });
    expect(checked).toBe(20);
  });
});

describe('seals', () => {
  const pem = auditPublicKey().pem;
  const link = async () => {
    while ((await linkEntries(home, world)).linked > 0);
    await untilHorizon(async () => {
      const open = await withTx(system, (tx) => tx.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM audit_entry e WHERE institution_id = ${home} AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)`);
      if (open[0]!.n === 0n) return true;
      await linkEntries(home, world);
      return false;
    });
    await writeCheckpoints(home, world);
  };
  let ids: string[] = [];
  const sealed: number[] = [];
  beforeAll(async () => {
    await roundUntil(() => true);
    await sealBooks(system);
    for (let n = 0; n < 12; n++) await pay(BigInt(3_00 + n));
    await roundUntil((n) => n >= 24);
    sealed.push(await sealBooks(system));
    world.clock.advance(11 * MINUTE_MS);
    sealed.push(await sealBooks(system));
    await link();
    ids = (await superuser('SELECT id FROM journal_entry WHERE institution_id = $1 ORDER BY id', [home])).rows.map((row) => String(row.id));
  });

  it('cover every entry and stand in the record, which stands by its checkpoints', async () => {
    expect(sealed).toEqual([0, 24]); // at first too soon for so few
    expect((await verifyLive(home, pem)).firstBad).toBeNull();
    expect(await verifyBooks(home, pem)).toEqual({ entries: ids.length, seals: 2, firstBad: null });
  });

  it.each([
    ['an amount changed on both sides', (at: string) => `UPDATE ledger_posting SET amount_minor = amount_minor * 2 WHERE entry_id = ${at}`, 'changed'],
    ['another account', (at: string) => `UPDATE ledger_posting SET account_code = '1012.wechat' WHERE entry_id = ${at} AND line_no = 1`, 'changed'],
    ['another day', (at: string) => `UPDATE journal_entry SET business_date = business_date - 40 WHERE id = ${at}`, 'changed'],
    ['an entry and its lines gone', (at: string) => `WITH p AS (DELETE FROM ledger_posting WHERE entry_id = ${at}) DELETE FROM journal_entry WHERE id = ${at}`, 'missing'],
    ['the seal made to fit', (at: string) => `UPDATE books_seal SET prints = overlay(prints placing '\\x0000000000000000' from 1) WHERE ${at} BETWEEN first_id AND last_id`, 'seal-forged'],
    ['the seal gone', (at: string) => `DELETE FROM books_seal WHERE ${at} BETWEEN first_id AND last_id`, 'seal-missing'],
    ['the record of the seal made to fit', (at: string) => `UPDATE audit_entry SET after = jsonb_set(after, '{digest}', '"00"') WHERE action = 'books.seal' AND (after->>'last')::bigint >= ${at}`, 'record-forged'],
  ])('%s is found and named', async (_what, forge, why) => {
    const at = ids.at(-5)!;
    await superuser(`CREATE TABLE kept_entry AS SELECT * FROM journal_entry`);
    for (const table of ['ledger_posting', 'books_seal', 'audit_entry']) await superuser(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
    await superuser(forge(at));
    const { firstBad } = await verifyBooks(home, pem);
    expect(firstBad?.why).toBe(why);
    if (why === 'changed') expect(firstBad?.entry).toBe(at);
    if (why === 'missing') expect(firstBad?.entry).toBe(ids.at(-6));
    await superuser(`DELETE FROM ledger_posting; DELETE FROM journal_entry; DELETE FROM books_seal; DELETE FROM audit_entry`);
    await superuser(`INSERT INTO journal_entry OVERRIDING SYSTEM VALUE SELECT * FROM kept_entry; INSERT INTO ledger_posting SELECT * FROM kept_ledger_posting; INSERT INTO books_seal SELECT * FROM kept_books_seal;
      INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT * FROM kept_audit_entry; DROP TABLE kept_entry, kept_ledger_posting, kept_books_seal, kept_audit_entry`);
    expect((await verifyBooks(home, pem)).firstBad).toBeNull();
  });
});
