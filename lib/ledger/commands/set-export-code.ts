/** Under which code an account goes to the accounting software, where that calls it otherwise. Empty: as it is here. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { LedgerFailure } from '../errors';

export async function setExportCode(ctx: Ctx, input: { readonly code: string; readonly exportCode: string }): Promise<Result<{ readonly code: string }, LedgerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'ledger.close');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ code: string }, LedgerFailure>> => {
    const id = { institution_id: ctx.institutionId, slot: input.code };
    const account = await tx.ledger_account.findFirst({ where: { institution_id: ctx.institutionId, code: input.code } });
    if (!account) return err('ledger.account-not-found');
    const before = await tx.ledger_mapping.findUnique({ where: { institution_id_slot: id } });
    const data = { account_code: input.code, name_zh: account.name_zh, name_en: account.name_en, export_code: input.exportCode || input.code, made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()) };
    await tx.ledger_mapping.upsert({ where: { institution_id_slot: id }, create: { ...id, ...data }, update: data });
    await audit(tx, ctx, { action: 'ledger.map', subjectKind: 'account', subjectId: input.code, outcome: 'done', before: { code: before?.export_code ?? input.code }, after: { code: data.export_code } });
    return ok({ code: input.code });
  });
}
