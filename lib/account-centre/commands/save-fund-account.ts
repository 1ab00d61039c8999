/** Describes an account, or describes it otherwise. The number is sealed; what is shown is its end. */
import type { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { seal } from '@/lib/platform/crypto';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { AccountCentreFailure } from '../errors';
import type { saveFundAccountInput } from '../model';

const HINT_DIGITS = 4;
type Wish = z.output<typeof saveFundAccountInput>;

/** Errors: `account-centre.not-found`, `no-parent` (a sub-account needs an account above it, which is no sub-account), `channel-taken`. */
export async function saveFundAccount(ctx: Ctx, input: Wish): Promise<Result<{ readonly id: string }, AccessFailure | AccountCentreFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, AccountCentreFailure>> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`accounts ${ctx.institutionId}`}, 0))`;
    const placed = await placeOf(tx, input);
    if (!placed.ok) return placed;
    const id = input.id ?? newId('fundAccount', ctx);
    const digits = input.number.replace(/[ -]/g, '');
    const number = digits === '' ? {} : { number_sealed: seal(`fund-account:${id}`, digits), number_hint: digits.slice(-HINT_DIGITS) };
    const told = { name: input.name, source_tag: input.sourceTag, ...number };
    if (input.id) await tx.fund_account.update({ where: { id }, data: told });
    else {
      await tx.fund_account.create({
        data: { ...told, ...placed.value, id, institution_id: ctx.institutionId, kind: input.kind, currency: 'CNY', made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()) },
      });
    }
    await audit(tx, ctx, { action: 'fund-account.save', subjectKind: 'fund-account', subjectId: id, outcome: 'done', after: { kind: input.kind, sourceTag: input.sourceTag } });
    return ok({ id });
  });
}

/** What an account is and where it lies is said once; afterwards only its words change. */
async function placeOf(tx: Tx, input: Wish): Promise<Result<{ parent_id: string | null; channel: string | null }, AccountCentreFailure>> {
  if (input.id) {
    const kept = await tx.fund_account.findFirst({ where: { id: input.id, retired_at: null } });
    return kept ? ok({ parent_id: kept.parent_id, channel: kept.channel }) : err('account-centre.not-found');
  }
  if (input.kind === 'sub-account') {
    const parent = input.parentId ? await tx.fund_account.findFirst({ where: { id: input.parentId, retired_at: null, parent_id: null } }) : null;
    return parent ? ok({ parent_id: parent.id, channel: null }) : err('account-centre.no-parent');
  }
  const taken = input.channel ? await tx.fund_account.count({ where: { channel: input.channel, parent_id: null, retired_at: null } }) : 0;
  return taken > 0 ? err('account-centre.channel-taken') : ok({ parent_id: null, channel: input.channel ?? null });
}
