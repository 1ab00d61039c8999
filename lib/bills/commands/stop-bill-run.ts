import { z } from 'zod';
import { audit } from '@/lib/audit';
import { issueOf, planVersion } from '@/lib/bill-items';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withTx } from '@/lib/platform/tx';
import type { BillFailure } from '../errors';
import { ISSUE_JOB } from './request-bill-run';

export const billRunInput = z.object({ runId: z.string().min(1).max(40) });
type Input = z.infer<typeof billRunInput>;

/** Ends a run after the chunk at hand: what is issued stays issued, the rest waits until somebody goes on. */
export const stopBillRun = (ctx: Ctx, input: Input) => move(ctx, input, 'stop');
/** Goes on behind the last payer handled; nobody gets a second bill. */
export const resumeBillRun = (ctx: Ctx, input: Input) => move(ctx, input, 'resume');

/**
 * Goes through a finished run once more: payers who were left out or came later get their bill, dated today, under the version the run was asked for;
 * nobody who has one gets a second.
 */
export async function catchUpBillRun(ctx: Ctx, { runId }: Input): Promise<Result<{ runId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.issue');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ runId: string }, BillFailure>> => {
    const [run] = await tx.$queryRaw<{ status: string; plan_id: string; plan_version: number; cycle_key: string }[]>`
      SELECT status, plan_id, plan_version, cycle_key FROM bill_run WHERE id = ${runId} FOR UPDATE`;
    if (!run) return err('bills.run-not-found');
    if (run.status !== 'done') return err('bills.run-moved-on');
    const version = await planVersion(tx, ctx.institutionId, run.plan_id, run.plan_version);
    const { today } = await institutionTerms(tx, ctx);
    const issue = version && issueOf(version.plan.cycle, run.cycle_key, today);
    if (!issue) return err('bills.unknown-cycle', { cycle: run.cycle_key });
    await tx.$executeRaw`
      UPDATE bill_run SET status = 'queued', done = 0, issued = 0, skipped = NULL, skipped_count = 0, cursor = NULL, started_at = NULL, finished_at = NULL,
        issue_date = ${issue.issueDate}::date, due_date = ${issue.dueDate}::date WHERE id = ${runId}`;
    await enqueue(tx, ISSUE_JOB, { institutionId: ctx.institutionId, runId }, { key: `issue:${runId}` });
    await audit(tx, ctx, { action: 'bill-run.catch-up', subjectKind: 'bill-run', subjectId: runId, outcome: 'done' });
    return ok({ runId });
  });
}

async function move(ctx: Ctx, { runId }: Input, act: 'stop' | 'resume'): Promise<Result<{ runId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.issue');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ runId: string }, BillFailure>> => {
    // The lock waits for the chunk at hand, which is committed whole.
    const [run] = await tx.$queryRaw<{ status: string }[]>`SELECT status FROM bill_run WHERE id = ${runId} FOR UPDATE`;
    if (!run) return err('bills.run-not-found');
    if (act === 'stop' ? run.status === 'done' || run.status === 'stopped' : run.status !== 'stopped') return err('bills.run-moved-on');
    await tx.bill_run.update({ where: { id: runId }, data: { status: act === 'stop' ? 'stopped' : 'queued' } });
    if (act === 'resume') await enqueue(tx, ISSUE_JOB, { institutionId: ctx.institutionId, runId }, { key: `issue:${runId}` });
    await audit(tx, ctx, { action: `bill-run.${act}`, subjectKind: 'bill-run', subjectId: runId, outcome: 'done' });
    return ok({ runId });
  });
}
