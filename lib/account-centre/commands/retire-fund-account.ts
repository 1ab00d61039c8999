/** An account is used no more; what it collected stays in the books and in past summaries' figures. */
import type { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { AccountCentreFailure } from '../errors';
import type { retireFundAccountInput } from '../model';

/** Errors: `account-centre.not-found`, `has-parts` (its sub-accounts first). */
export async function retireFundAccount(ctx: Ctx, input: z.output<typeof retireFundAccountInput>): Promise<Result<{ readonly id: string }, AccessFailure | AccountCentreFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, AccountCentreFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`accounts ${ctx.institutionId}`}, 0))`;
    const account = await tx.fund_account.findFirst({ where: { id: input.accountId, retired_at: null } });
    if (!account) return err('account-centre.not-found');
    if ((await tx.fund_account.count({ where: { parent_id: account.id, retired_at: null } })) > 0) return err('account-centre.has-parts');
    await tx.fund_account.update({ where: { id: account.id }, data: { retired_at: toDate(ctx.clock.now()) } });
    await audit(tx, ctx, { action: 'fund-account.retire', subjectKind: 'fund-account', subjectId: account.id, outcome: 'done' });
    return ok({ id: account.id });
  });
}
