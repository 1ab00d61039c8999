/** What bills do when other people have decided. */
import { APPROVAL_APPROVED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { plusMs } from '@/lib/kernel/time';
import { systemCtx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withTx } from '@/lib/platform/tx';
import { settleCreditNote } from './commands/request-credit-note';
import { settleWriteOff } from './commands/request-write-off';

export const SETTLE_JOB = 'settle-bill-approval';
/** An order lives for minutes; its hold goes with it. */
const AGAIN_MS = 60_000;

interface Decided {
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A no needs nothing: the bill was never touched. */
export const billConsumers = {
  [APPROVAL_APPROVED]: [
    async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
      for (const { payload } of events) await settle(institutionId, String(payload['kind']), String(payload['approvalId']));
    },
  ],
};

/** The job `settle-bill-approval`: what was signed while somebody was paying the bill, looked at again. */
export const settleBillApproval = (payload: { readonly institutionId: string; readonly kind: string; readonly approvalId: string }): Promise<void> =>
  settle(payload.institutionId as InstitutionId, payload.kind, payload.approvalId);

const SETTLERS: Readonly<Record<string, (institutionId: InstitutionId, approvalId: string) => Promise<boolean>>> = {
  'bill-write-off': settleWriteOff,
  'bill-credit-note': settleCreditNote,
};

async function settle(institutionId: InstitutionId, kind: string, approvalId: string): Promise<void> {
  const done = await SETTLERS[kind]?.(institutionId, approvalId);
  if (done !== false) return;
  const ctx = systemCtx('approvals', institutionId);
  await withTx(ctx, (tx) => enqueue(tx, SETTLE_JOB, { institutionId, kind, approvalId }, { key: `settle:${approvalId}`, runAt: plusMs(ctx.clock.now(), AGAIN_MS) }));
}
