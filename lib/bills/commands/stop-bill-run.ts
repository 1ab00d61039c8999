import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
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
