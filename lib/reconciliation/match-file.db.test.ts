import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { must } from '@/lib/kernel/result';
import { checkIntegrity } from '@/lib/ledger';
import { applyChannelOutcomes, carryOut, startPayments } from '@/lib/payments';
import { createPgStore } from '@/lib/payments/pg-store';
import { billIds, foundHousehold, routeTo, testClock, testDeps, toldGateway } from '@/lib/payments/payments.fixtures';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { importStatement } from './commands/import-statement';
import { precheckStatement } from './commands/precheck-statement';
import { reconciliationCase } from './case-detail';
import { matchFile } from './match-file';
import { reconciliationDay, reconciliationOverview } from './overview';
import { bankFile, books, casesOf, DAY, foundDesk, lineOf, paid, runsOf, take, type Desk } from './reconciliation.fixtures';
import type { BusinessDate } from '@/lib/kernel/time';

const reasons = async (desk: Desk) => (await casesOf(desk)).map((c) => [c.reason, c.difference.minor]);
const rules = (desk: Desk) => withTx(desk.clerk, (tx) => tx.recon_match.findMany({ orderBy: { id: 'asc' } }));

describe('matching a file', () => {
  it('pairs what agrees, once, and books bank, fee and clearing in one entry', async () => {
    const desk = await foundDesk();
    const [a, b] = [await paid(desk, 100_00n), await paid(desk, 250_50n)];
    const file = await take(desk, [lineOf(a, { feeMinor: 60n }), lineOf(b, { feeMinor: 150n })]);
    expect(file).toMatchObject({ matched: true, channel: 'wechat', days: [DAY], rows: 2, counts: { matched: 2, opened: {}, repaired: 0 } });
    expect((await rules(desk)).map((m) => [m.side_id, m.rule, m.rule_version])).toEqual([[a.attemptId, 'exact-key', 1], [b.attemptId, 'exact-key', 1]]);
    expect(await books(desk)).toEqual({ '1002.wechat': 348_40n, '6603': 2_10n, '1122': -350_50n });
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ status: 'tied', matched: 2, open: 0, difference: { minor: '0' } });
  });

  it('gives every planted difference its reason, and nothing else', async () => {
    const desk = await foundDesk();
    const same = await paid(desk, 10_00n);
    const more = await paid(desk, 20_00n);
    const swapped = await paid(desk, 12_80n);
    const gone = await paid(desk, 30_00n);
    const late = await paid(desk, 40_00n, '23:50:00');
    const other = await paid(desk, 50_00n, '10:00:00', '2026-11-19' as BusinessDate);
    const twice = await paid(desk, 60_00n);
    await take(desk, [
      lineOf(same), lineOf(more, { minor: 25_00n }), lineOf(swapped, { minor: 18_20n }), lineOf(twice), lineOf(twice), { orderNo: 'NOBODYS-1', minor: 70_00n },
    ]);
    expect((await casesOf(desk)).map((c) => [c.reason, c.difference.minor, c.number])).toEqual([
      ['amount-differs', '540', swapped.orderNo], ['amount-differs', '500', more.orderNo], ['missing-here', '7000', 'NOBODYS-1'],
      ['missing-at-bank', '-3000', gone.orderNo], ['duplicate', '6000', twice.orderNo], ['not-yet', '-4000', late.orderNo],
    ]);
    expect(new Set((await rules(desk)).map((m) => m.side_id))).toEqual(new Set([same.attemptId, twice.attemptId]));
    const [first] = await casesOf(desk);
    expect(await reconciliationCase(desk.clerk, first!.id)).toMatchObject({
      cause: 'digits-swapped', nextAction: 'write-off', line: { memo: '学费', counterparty: 'oPayer' }, side: { id: swapped.attemptId },
      agreement: [{ field: 'amount', verdict: 'differs' }, { field: 'number', verdict: 'agrees' }, { field: 'channelNo', verdict: 'agrees' }, { field: 'time', verdict: 'agrees' }, { field: 'state', verdict: 'agrees' }],
    });
    expect(other.attemptId).toBeTruthy();
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ status: 'open', open: 5, notYet: 1, difference: { minor: (540 + 500 + 7000 - 3000 + 6000).toString() } });
  });

  it('concludes the same when run again: no pair, case or entry is added', async () => {
    const desk = await foundDesk();
    const [a, b, c] = [await paid(desk, 10_00n), await paid(desk, 20_00n), await paid(desk, 30_00n)];
    const file = await take(desk, [lineOf(a), lineOf(b, { minor: 21_00n }), { orderNo: 'X', minor: 5_00n }]);
    const before = [await reasons(desk), await rules(desk), await books(desk)];
    for (let i = 0; i < 2; i++) await matchFile(desk.clerk, file.fileId);
    expect([await reasons(desk), await rules(desk), await books(desk)]).toEqual(before);
    const runs = await runsOf(desk);
    expect(new Set(runs.map((r) => r.result_hash)).size).toBe(1);
    expect(runs).toHaveLength(3);
    expect(c.attemptId).toBeTruthy();
  });

  it('concludes the same whatever the order of the rows', async () => {
    const amounts = [11_00n, 12_00n, 13_00n, 14_00n, 15_00n];
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), async (order) => {
      const hashes: (string | null)[] = [];
      // The same truth under the same ids twice: what the first import wrote is taken away again by nobody but the test.
      const desk = await foundDesk();
      const booked = [];
      for (const minor of amounts) booked.push(await paid(desk, minor));
      const lines = [
        lineOf(booked[0]!), lineOf(booked[1]!), lineOf(booked[2]!, { minor: 99_00n }), lineOf(booked[3]!), lineOf(booked[3]!), { orderNo: 'N1', minor: 1_00n },
        { orderNo: 'N2', minor: 2_00n },
      ];
      for (const sequence of [[0, 1, 2, 3, 4, 5, 6], order]) {
        await take(desk, sequence.map((i) => lines[i]!));
        hashes.push((await runsOf(desk)).at(-1)!.result_hash);
        await forget(desk);
      }
      expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(hashes[1]).toBe(hashes[0]);
    }), { numRuns: 5 });
  });

  it('answers the same bytes with the same file', async () => {
    const desk = await foundDesk();
    const lines = [lineOf(await paid(desk, 10_00n))];
    const [first, second] = [await take(desk, lines), await take(desk, lines)];
    expect(second).toMatchObject({ fileId: first.fileId, alreadyImported: true, counts: { matched: 1 } });
    expect(await runsOf(desk)).toHaveLength(1);
  });

  it('a second file of the day repeats nothing, and its own news closes what was open', async () => {
    const desk = await foundDesk();
    const [a, b] = [await paid(desk, 10_00n), await paid(desk, 20_00n)];
    await take(desk, [lineOf(a), { orderNo: 'X', minor: 5_00n }]);
    expect((await reasons(desk)).map(([r]) => r)).toEqual(['missing-here', 'missing-at-bank']);
    const second = await take(desk, [lineOf(a), { orderNo: 'X', minor: 5_00n }, lineOf(b)]);
    expect(second.counts).toMatchObject({ matched: 1, repeated: 2, opened: {}, closed: 1 });
    expect((await casesOf(desk)).map((c) => [c.reason, c.status])).toEqual([['missing-here', 'open'], ['missing-at-bank', 'matched']]);
  });

  it('what was not yet there becomes missing when the next day is on file without it', async () => {
    const desk = await foundDesk();
    const a = await paid(desk, 10_00n);
    const late = await paid(desk, 20_00n, '23:55:00');
    await take(desk, [lineOf(a)]);
    expect((await reasons(desk)).map(([r]) => r)).toEqual(['not-yet']);
    const next = await paid(desk, 30_00n, '09:00:00', '2026-11-22' as BusinessDate);
    await take(desk, [lineOf(next, { day: '2026-11-22' })]);
    expect((await casesOf(desk)).map((c) => [c.reason, c.number])).toEqual([['missing-at-bank', late.orderNo]]);
  });
});

/** Takes matches, cases and files of an institution out, behind the product's back. */
async function forget(desk: Desk): Promise<void> {
  const { withClient } = await import('@/scripts/db/logins');
  const { testDatabase } = await import('@/lib/testing/database');
  await withClient(testDatabase().adminUrl, async (admin) => {
    for (const table of ['recon_match', 'recon_case', 'recon_run', 'statement_line', 'statement_file']) {
      await admin.query(`DELETE FROM ${table} WHERE institution_id = $1`, [desk.institutionId]);
    }
  });
}

describe('the bank\'s word', () => {
  it('repairs a lost callback once: credited, matched, booked, and a late callback adds nothing', async () => {
    const clock = testClock();
    const deps = testDeps(createPgStore(clock), clock, toldGateway());
    const home = await foundHousehold(clock, [88_00n]);
    const desk = await foundDesk(home.institutionId);
    const system = systemCtx('test', home.institutionId, { clock, random: deps.random });
    const [started] = await startPayments(deps, [{ ctx: system, idempotencyKey: 'k', billIds: billIds(home), route: routeTo('wechat'), submit: true }]);
    const { paymentId, attempt } = must(started!);
    await carryOut(deps, home.institutionId, { id: paymentId, subject: '学费', payerIp: '' }, attempt!);
    const line = { orderNo: attempt!.orderNo, minor: 88_00n, tradeNo: 'T-LOST', day: '2026-11-22' };
    const file = await take(desk, [line]);
    expect(file.counts).toMatchObject({ repaired: 1, matched: 1, opened: {} });
    await matchFile(desk.clerk, file.fileId);
    const [late] = await applyChannelOutcomes(deps, home.institutionId, [{
      source: 'callback', reference: 'inb', channel: 'wechat', orderNo: attempt!.orderNo,
      fact: { state: 'paid', amount: { minor: 88_00n, currency: 'CNY' }, channelTradeNo: 'T-LOST', paidAt: clock.now() },
    }]);
    expect(late).toMatchObject({ outcome: 'already', status: 'succeeded' });
    expect((await books(desk))['1002.wechat']).toBe(88_00n);
    expect((await books(desk))['1012.wechat']).toBeUndefined();
    expect((await checkIntegrity(desk.manager)).filter((c) => !c.ok)).toEqual([]);
  });
});

describe('the border', () => {
  it('the pre-check stores nothing and says what would come', async () => {
    const desk = await foundDesk();
    const a = await paid(desk, 10_00n);
    const bytes = bankFile([lineOf(a), lineOf(a)]);
    const view = must(await precheckStatement(desk.clerk, { bytes, fileName: 'x.csv' }));
    expect(view).toMatchObject({ channel: 'wechat', rows: 2, credit: { count: 2, amount: { minor: '2000' } }, days: [DAY], alreadyImported: false });
    expect(view.warnings.map((w) => w.code)).toContain('statements.warn-duplicate-row');
    expect(await withTx(desk.clerk, (tx) => tx.statement_file.count())).toBe(0);
  });

  it('the pre-check names the files that cover the same days, and counts the rows they hold already', async () => {
    const desk = await foundDesk();
    const [a, b] = [await paid(desk, 10_00n), await paid(desk, 20_00n)];
    await take(desk, [lineOf(a), lineOf(b)]);
    const again = bankFile([lineOf(b), { orderNo: 'NEW', minor: 3_00n }]);
    const view = must(await precheckStatement(desk.clerk, { bytes: again, fileName: 'again.csv' }));
    expect(view).toMatchObject({ alreadyImported: false, rowsOnFile: 1, overlaps: [{ days: [DAY], rows: 2 }] });
    const stranger = await foundDesk();
    expect(must(await precheckStatement(stranger.clerk, { bytes: again, fileName: 'again.csv' }))).toMatchObject({ rowsOnFile: 0, overlaps: [] });
  });

  it('another institution sees neither file nor line, match or case', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    const file = await take(desk, [lineOf(await paid(desk, 10_00n)), { orderNo: 'X', minor: 1_00n }]);
    expect(await casesOf(stranger)).toEqual([]);
    const [found] = await casesOf(desk);
    expect(await reconciliationCase(stranger.clerk, found!.id)).toBeNull();
    expect(await matchFile(stranger.clerk, file.fileId)).toBeNull();
    expect((await reconciliationOverview(stranger.clerk)).days[0]!.channels).toEqual([]);
    expect(await withTx(stranger.clerk, async (tx) => [await tx.statement_line.count(), await tx.recon_match.count()])).toEqual([0, 0]);
  });

  it('an order of another institution is not ours, whatever the file says', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    const theirs = await paid(stranger, 10_00n);
    await take(desk, [lineOf(theirs)]);
    expect(await reasons(desk)).toEqual([['missing-here', '1000']]);
    expect(await rules(stranger)).toEqual([]);
  });

  it('refuses who may not import, what is no statement, and a format that is no channel\'s', async () => {
    const desk = await foundDesk();
    const auditor = { ...desk.clerk, actor: { ...desk.clerk.actor, roles: ['auditor'] } } as typeof desk.clerk;
    expect(await importStatement(auditor, { bytes: bankFile([]), fileName: 'x' })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await importStatement(desk.clerk, { bytes: Buffer.from('%PDF-1.4'), fileName: 'x.csv' })).toMatchObject({ ok: false, error: { code: 'statements.not-a-statement' } });
    const table = Buffer.from('日期,订单号,金额\n2026-11-21,A1,12.00\n2026-11-21,A2,13.00\n');
    expect(await importStatement(desk.clerk, { bytes: table, fileName: 'x.csv' })).toMatchObject({ ok: false, error: { code: 'reconciliation.no-channel' } });
    expect(await withTx(desk.clerk, (tx) => tx.statement_file.count())).toBe(0);
  });
});
