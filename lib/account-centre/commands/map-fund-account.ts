/** Says what a sub-account collects; what was said before is replaced whole. */
import type { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { AccountCentreFailure } from '../errors';
import type { mapFundAccountInput } from '../model';

/** Errors: `account-centre.not-found` (only sub-accounts are mapped), `unknown-item` (no plan of this institution), `mapped-elsewhere`. */
export async function mapFundAccount(ctx: Ctx, input: z.output<typeof mapFundAccountInput>): Promise<Result<{ readonly id: string }, AccessFailure | AccountCentreFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, AccountCentreFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`accounts ${ctx.institutionId}`}, 0))`;
    const account = await tx.fund_account.findFirst({ where: { id: input.accountId, retired_at: null } });
    if (!account?.parent_id) return err('account-centre.not-found');
    const plans = [...new Set(input.items.map((i) => i.planId))];
    if ((await tx.fee_plan.count({ where: { id: { in: plans } } })) !== plans.length) return err('account-centre.unknown-item');
    const rows = JSON.stringify(input.items);
    const [elsewhere] = await tx.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM fund_account_item m JOIN fund_account a ON a.id = m.account_id
      JOIN jsonb_to_recordset(${rows}::jsonb) AS t("planId" text, "itemCode" text) ON t."planId" = m.plan_id AND t."itemCode" = m.item_code
      WHERE a.parent_id = ${account.parent_id} AND a.id <> ${account.id} AND a.retired_at IS NULL`;
    if (elsewhere!.n > 0) return err('account-centre.mapped-elsewhere');
    await tx.$executeRaw`DELETE FROM fund_account_item WHERE account_id = ${account.id}`;
    await tx.$executeRaw`
      INSERT INTO fund_account_item (institution_id, account_id, plan_id, item_code, added_by, added_at)
      SELECT DISTINCT ${ctx.institutionId}, ${account.id}, t."planId", t."itemCode", ${actorName(ctx.actor)}, ${toIso(ctx.clock.now())}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS t("planId" text, "itemCode" text)`;
    await audit(tx, ctx, {
      action: 'fund-account.map', subjectKind: 'fund-account', subjectId: account.id, outcome: 'done', after: { items: input.items.map((i) => `${i.planId} ${i.itemCode}`.trim()) },
    });
    return ok({ id: account.id });
  });
}
