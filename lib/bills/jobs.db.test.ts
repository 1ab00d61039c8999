// A plan's bills of a cycle are issued exactly once per payer, however often the job runs and whenever it is killed; the books follow.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { trialBalance } from '@/lib/ledger';
import { withTx } from '@/lib/platform/tx';
import type { Ctx } from '@/lib/platform/ctx';
import { activePlan, anInstitution, somePayers } from './billing.fixtures';
import { cancelBill, fallDue, getBill, getRun, issueBills, listBills, listIssuableCycles, requestBillRun, resumeBillRun, stopBillRun } from './index';

let ctx: Ctx;
let clock: { at: number };
let planId: string;
beforeAll(async () => {
  ({ ctx, clock } = await anInstitution('issuing'));
  await somePayers(ctx, 45);
  planId = await activePlan(ctx, 'kindergarten-monthly');
});

const counts = () =>
  withTx(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<Record<string, bigint>[]>`
    SELECT (SELECT count(*) FROM bill) AS bills, (SELECT count(DISTINCT (payer_id, cycle_key)) FROM bill) AS payers,
      (SELECT count(*) FROM bill_transition WHERE event = 'issue') AS issues, (SELECT count(*) FROM journal_entry WHERE kind = 'bill-issued') AS entries,
      (SELECT coalesce(sum(total_minor), 0) FROM bill)::bigint AS total, (SELECT coalesce(sum(amount_minor), 0) FROM bill_line)::bigint AS lines,
      (SELECT coalesce(sum(p.amount_minor), 0) FROM ledger_posting p WHERE p.account_code = '1122')::bigint AS receivable`;
    return row!;
  });

async function inChild(runId: string, crashAt: string): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/bills/issue-in-child.fixtures.ts', ctx.institutionId, runId, '10'], {
    env: { ...process.env, CRASH_AT: crashAt },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

describe('issuing', () => {
  it('goes on where a killed process stopped, and loses and doubles nothing', async () => {
    const { runId, payers } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-12' }));
    expect(payers).toBe(45);
    expect(await inChild(runId, 'bills.between-chunks:2')).toBe('SIGKILL');
    expect((await counts())['bills']).toBe(20n);
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'running', done: 20, issued: 20, total: 45 });
    // Killed again, this time inside a chunk's transaction: that chunk must leave nothing.
    expect(await inChild(runId, 'bills.inside-chunk')).toBe('SIGKILL');
    expect((await counts())['bills']).toBe(20n);
    expect(await issueBills({ institutionId: ctx.institutionId, runId }, { chunk: 10 })).toBe(25);
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'done', done: 45, issued: 45, total: 45, skippedCount: 0 });
    const after = await counts();
    expect(after).toMatchObject({ bills: 45n, payers: 45n, issues: 45n, entries: 45n });
    expect(after['lines']).toBe(after['total']);
    expect(after['receivable']).toBe(after['total']);
  }, 60_000);

  it('issues once when the job runs twice at the same time, and again afterwards', async () => {
    const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: '2026-11' }));
    const payload = { institutionId: ctx.institutionId, runId };
    const issued = await Promise.all([1, 2, 3].map(() => issueBills(payload, { chunk: 7 })));
    expect(issued.reduce((a, b) => a + b)).toBe(45);
    expect(await issueBills(payload)).toBe(0);
    // Neither the work nor the count of it was done twice.
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'done', done: 45, issued: 45, skippedCount: 0 });
    expect(await counts()).toMatchObject({ bills: 90n, payers: 90n, issues: 90n, entries: 90n });
    expect(await requestBillRun(ctx, { planId, cycleKey: '2026-11' })).toMatchObject({ ok: false, error: { code: 'bills.already-run' } });
  });

  it('enqueues the job in the same transaction as the run', async () => {
    const jobs = await withTx(
      ctx,
      (tx) => tx.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'issue-bills'`,
    );
    expect(jobs).toHaveLength(2);
  });

  it('stops after the chunk at hand and goes on from there, on somebody\'s word', async () => {
    const { ctx: calm } = await anInstitution('stopping');
    await somePayers(calm, 30);
    const plan = await activePlan(calm, 'kindergarten-monthly');
    const { runId } = must(await requestBillRun(calm, { planId: plan, cycleKey: '2026-12' }));
    must(await stopBillRun(calm, { runId }));
    expect(await issueBills({ institutionId: calm.institutionId, runId }, { chunk: 10 })).toBe(0);
    expect(await stopBillRun(calm, { runId })).toMatchObject({ error: { code: 'bills.run-moved-on' } });
    must(await resumeBillRun(calm, { runId }));
    expect(await issueBills({ institutionId: calm.institutionId, runId }, { chunk: 10 })).toBe(30);
    expect(await getRun(calm, runId)).toMatchObject({ status: 'done', issued: 30 });
  });

  it('says whom it left out and why, and issues to the others', async () => {
    const { ctx: park } = await anInstitution('skipping');
    await somePayers(park, 4);
    const plan = await activePlan(park, 'park-quarterly');
    const { runId } = must(await requestBillRun(park, { planId: plan, cycleKey: '2026-Q4' }));
    expect(await issueBills({ institutionId: park.institutionId, runId })).toBe(0);
    expect(await getRun(park, runId)).toMatchObject({
      status: 'done',
      done: 4,
      issued: 0,
      skippedCount: 4,
      skipped: [{ number: 'N0001', code: 'bill-items.missing-attribute', item: 'rent' }, {}, {}, {}],
    });
  });

  it('refuses cycles the plan does not have, or that are too far away', async () => {
    expect(await requestBillRun(ctx, { planId, cycleKey: '2026-Q4' })).toMatchObject({ ok: false, error: { code: 'bills.unknown-cycle' } });
    expect(await requestBillRun(ctx, { planId, cycleKey: '2027-06' })).toMatchObject({ ok: false, error: { code: 'bills.too-early' } });
    expect((await listIssuableCycles(ctx)).map((c) => c.cycleKey)).toEqual(['2027-01']);
  });

  it('lists by filter with totals of the whole filter, page by page', async () => {
    const first = await listBills(ctx, { planId, cycleKey: '2026-12', size: 30 });
    const second = await listBills(ctx, { planId, cycleKey: '2026-12', size: 30, cursor: first.nextCursor! });
    expect([first.rows.length, second.rows.length, second.nextCursor, first.totals.count]).toEqual([30, 15, null, 45]);
    expect(new Set([...first.rows, ...second.rows].map((b) => b.id)).size).toBe(45);
    expect((await listBills(ctx, { text: 'N0007' })).totals.count).toBe(2);
    const detail = (await getBill(ctx, first.rows[0]!.id))!;
    expect(detail.lines.reduce((sum, l) => sum + BigInt(l.amount.minor), 0n).toString()).toBe(detail.total.minor);
  });

  it('keeps another institution from seeing any of it', async () => {
    const { ctx: other } = await anInstitution('others');
    const [bill] = (await listBills(ctx, {})).rows;
    expect(await getBill(other, bill!.id)).toBeNull();
    expect((await listBills(other, {})).totals.count).toBe(0);
  });

  it('takes back an unpaid bill with its books, and lets the others fall due after their day', async () => {
    const [bill] = (await listBills(ctx, { cycleKey: '2026-11' })).rows;
    must(await cancelBill(ctx, { billId: bill!.id, reason: 'left before the month' }));
    expect(await cancelBill(ctx, { billId: bill!.id, reason: 'again' })).toMatchObject({ ok: false, error: { code: 'bills.not-open' } });
    clock.at = Date.UTC(2026, 11, 8); // November was issued late, on the 22nd, so it is due on 4 December.
    expect(await fallDue({ ...ctx, actor: { kind: 'system', name: 'fall-due' } })).toBe(44);
    expect(await fallDue({ ...ctx, actor: { kind: 'system', name: 'fall-due' } })).toBe(0);
    const open = await withTx(
      ctx,
      (tx) => tx.$queryRaw<{ open: bigint; receivable: bigint }[]>`
      SELECT (SELECT sum(total_minor - paid_minor) FROM bill WHERE status <> 'cancelled')::bigint AS open,
        (SELECT sum(amount_minor) FROM ledger_posting WHERE account_code = '1122')::bigint AS receivable`,
    );
    expect(open[0]!.open).toBe(open[0]!.receivable);
    expect((await trialBalance(ctx)).totals.every((t) => t.ties)).toBe(true);
  });
});
