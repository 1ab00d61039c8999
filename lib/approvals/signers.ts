/** For whoever sends notices: whom a request waits for now, and the little a notice says. */
import type { MoneyWire } from '@/lib/kernel/money';
import type { Currency } from '@/lib/kernel/money';
import { toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ApprovalKind } from './kinds';

const SIGNERS_MAX = 50;

/** Ids of everybody who could sign it at this moment, with their own right, a delegated or an escalated one; none once it is decided. */
export async function signersOf(ctx: Pick<Ctx, 'institutionId' | 'clock'>, approvalId: string): Promise<readonly string[]> {
  const rows = await withTx({ institutionId: ctx.institutionId }, (tx) => tx.$queryRaw<{ user_id: string }[]>`
    SELECT m.user_id FROM approval a JOIN membership m ON m.institution_id = a.institution_id AND m.status = 'active' JOIN user_account u ON u.id = m.user_id AND u.status = 'active'
    WHERE a.id = ${approvalId} AND a.institution_id = ${ctx.institutionId} AND approval_waits_for(a, m.user_id, ${toIso(ctx.clock.now())}::timestamptz)
    ORDER BY m.user_id LIMIT ${SIGNERS_MAX}`);
  return rows.map((row) => row.user_id);
}

export async function approvalBrief(institutionId: Ctx['institutionId'], approvalId: string): Promise<{ readonly kind: ApprovalKind; readonly amount: MoneyWire; readonly institution: string } | null> {
  return withTx({ institutionId }, async (tx) => {
    const row = await tx.approval.findFirst({ where: { id: approvalId, institution_id: institutionId } });
    const home = row && (await tx.institution.findUnique({ where: { id: institutionId } }));
    return row && home ? { kind: row.kind as ApprovalKind, amount: { minor: row.amount_minor.toString(), currency: row.currency as Currency }, institution: `${home.name_zh} / ${home.name_en}` } : null;
  });
}
