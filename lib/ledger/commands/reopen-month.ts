/** A closed month is opened again only with the consent of others, and only the last one: books are corrected in the open month where that will do. */
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { LedgerFailure } from '../errors';
import { firstDay, isMonth, monthOf, nextMonth } from '../months';

const operationOf = (month: string, closedAt: Date): Operation => ({
  kind: 'period-reopen', subjectKind: 'period', subjectId: month, amount: { minor: '0', currency: 'CNY' }, facts: { month, closedAt: closedAt.toISOString() },
});

/** The newest close of the month, if it is the last month that is closed. */
async function lastClose(tx: Tx, ctx: Pick<Ctx, 'institutionId'>, month: string): Promise<{ readonly at: Date } | null> {
  const [row] = await tx.$queryRaw<{ open_from: Date | null }[]>`SELECT books_open_from AS open_from FROM institution WHERE id = ${ctx.institutionId} FOR UPDATE`;
  if (!row?.open_from || monthOf(row.open_from.toISOString()) !== nextMonth(month)) return null;
  return tx.ledger_period.findFirst({ where: { institution_id: ctx.institutionId, month, event: 'close' }, orderBy: { id: 'desc' } });
}

export async function askToReopenMonth(ctx: Ctx, input: { readonly month: string }): Promise<Result<{ readonly approvalId: string }, LedgerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'ledger.close');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, LedgerFailure>> => {
    const close = isMonth(input.month) ? await lastClose(tx, ctx, input.month) : null;
    if (!close) return err('ledger.not-last-closed', { month: input.month });
    const pending = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM approval WHERE kind = 'period-reopen' AND subject_id = ${input.month} AND status = 'pending'`;
    if (pending[0]) return ok({ approvalId: pending[0].id });
    const { approvalId } = await requestApproval(tx, ctx, operationOf(input.month, close.at));
    await audit(tx, ctx, { action: 'period.ask-reopen', subjectKind: 'period', subjectId: input.month, outcome: 'done' });
    return ok({ approvalId });
  });
}

/** After consent; may be told twice. */
export async function reopenMonth(institutionId: InstitutionId, month: string, approvalId: string, ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<boolean> {
  const ctx = systemCtx('approvals', institutionId, ports);
  return withTx(ctx, async (tx) => {
    const close = isMonth(month) ? await lastClose(tx, ctx, month) : null;
    if (!close || !(await hasConsent(tx, ctx, approvalId, operationOf(month, close.at)))) return false;
    await tx.institution.update({ where: { id: institutionId }, data: { books_open_from: new Date(`${firstDay(month)}T00:00:00Z`) } });
    await tx.ledger_period.create({ data: { institution_id: institutionId, month, event: 'reopen', at: toDate(ctx.clock.now()), actor: actorName(ctx.actor), balances: [] } });
    await audit(tx, ctx, { action: 'period.reopen', subjectKind: 'period', subjectId: month, outcome: 'done' });
    return true;
  });
}
