import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { systemCtx } from '@/lib/platform/ctx';
import { keepFile } from '@/lib/platform/files';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { withClient } from '@/scripts/db/logins';
import { reconciliationJobs } from './jobs';
import { inspect } from '@/lib/statements';
import { STATEMENT_READERS } from '@/lib/channels/readers';
import { registerFile } from './statement-file';
import { stageLines } from './stage-lines';
import { bankFile, casesOf, foundDesk, lineOf, paid, take, type BankLine, type Desk } from './reconciliation.fixtures';

const count = (desk: Desk) => withTx(desk.clerk, async (tx) => ({ lines: await tx.statement_line.count(), matches: await tx.recon_match.count({ where: { undone_at: null } }) }));
const register = async (desk: Desk, bytes: Uint8Array) =>
  registerFile(desk.clerk, { sha256: await keepFile(bytes), fileName: 'x.csv', channel: 'wechat', format: 'wechat-tradebill', source: 'upload', askedFor: null });

describe('a statement file', () => {
  it('whose import died after it was acknowledged is staged and matched by the worker, once', async () => {
    const desk = await foundDesk();
    const bytes = bankFile([lineOf(await paid(desk, 10_00n))]);
    const { id } = await register(desk, bytes);
    expect(await count(desk)).toEqual({ lines: 0, matches: 0 });
    const job = { institutionId: desk.institutionId, fileId: id };
    await Promise.all([reconciliationJobs['match-statement'](job), reconciliationJobs['match-statement'](job)]);
    await reconciliationJobs['match-statement'](job);
    expect(await count(desk)).toEqual({ lines: 1, matches: 1 });
  });

  it('that a reader trips over half-way leaves no line behind, and the connection serves on', async () => {
    const desk = await foundDesk();
    const bytes = bankFile(Array.from({ length: 2_000 }, (_, i): BankLine => ({ orderNo: `N${i}`, minor: 1_00n })));
    const { id } = await register(desk, bytes);
    const opened = must(await inspect(bytes, 'x.csv', STATEMENT_READERS));
    const rows = function* () {
      let n = 0;
      for (const row of opened.rows) {
        if (++n > 1_500) throw new Error('tripped');
        yield row;
      }
    };
    await expect(stageLines({ id, institutionId: desk.institutionId, channel: 'wechat', askedFor: null }, { format: '', channel: 'wechat', rows: rows(), finish: () => opened })).rejects.toThrow('tripped');
    expect(await count(desk)).toEqual({ lines: 0, matches: 0 });
    await reconciliationJobs['match-statement']({ institutionId: desk.institutionId, fileId: id });
    expect((await count(desk)).lines).toBe(2_000);
  });

  it('of many lines, part of which an earlier file settled, matches the rest and repeats nothing', async () => {
    const desk = await foundDesk();
    const lines = await manyPaid(desk, 20_500);
    const first = await take(desk, lines.slice(0, 500));
    expect(first.counts).toMatchObject({ matched: 500 });
    const file = await take(desk, lines);
    expect(file.matched).toBe(false);
    await reconciliationJobs['match-statement']({ institutionId: desk.institutionId, fileId: file.fileId });
    expect(await count(desk)).toEqual({ lines: 21_000, matches: 20_500 });
    expect((await casesOf(desk)).filter((c) => c.status === 'open')).toEqual([]);
    const run = await withTx(systemCtx('test', desk.institutionId), (tx) => tx.recon_run.findFirstOrThrow({ where: { file_id: file.fileId } }));
    expect(run.counts).toMatchObject({ matched: 20_000, repeated: 500, opened: {} });
  });
});

/** Attempts as a set: one statement instead of twenty thousand. */
async function manyPaid(desk: Desk, rows: number): Promise<BankLine[]> {
  await withClient(testDatabase().adminUrl, async (admin) => {
    const at = "timestamptz '2026-11-21 10:00+08'";
    const id = (prefix: string) => `'${prefix}_' || lpad(i::text, 26, '0')`;
    await admin.query(`INSERT INTO payment (id, institution_id, number, payer_id, currency, amount_minor, captured_minor, status, method, channel, subject, payer_ip,
        idempotency_key, created_at, expires_at, succeeded_at, updated_at)
      SELECT ${id('pay')}, $1, 'M' || i, 'pyr_0', 'CNY', i, i, 'succeeded', 'wechat', 'wechat', 'x', '', 'm' || i, ${at}, ${at}, ${at}, ${at} FROM generate_series(1, ${rows}) i`,
    [desk.institutionId]);
    await admin.query(`INSERT INTO payment_attempt (id, institution_id, payment_id, seq, account_id, channel, order_no, amount_minor, currency, status, channel_trade_no,
        created_at, expires_at, paid_at, updated_at)
      SELECT ${id('att')}, $1, ${id('pay')}, 1, 'cha_0', 'wechat', 'MANY' || i, i, 'CNY', 'succeeded', 'T' || i, ${at}, ${at}, ${at}, ${at} FROM generate_series(1, ${rows}) i`,
    [desk.institutionId]);
  });
  return Array.from({ length: rows }, (_, i) => ({ orderNo: `MANY${i + 1}`, minor: BigInt(i + 1) }));
}
