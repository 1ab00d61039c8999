/**
 * Everything owed in one list: the payer whose pass this browser carries, the others of the family (the institution's own code), and payers of
 * other institutions for whom this browser has proved the right too. Each is read as that payer, in that institution's own scope: row security
 * stands between them as it does between strangers.
 */
import { err, ok, type Result } from '@/lib/kernel/result';
import { familyOf } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import type { CheckoutFailure } from './errors';
import { owedView, type OwedView } from './owed-view';
import type { PayerScope } from './payer-pass';

export interface TogetherView extends PayerScope {
  readonly relation: 'family' | 'elsewhere';
  readonly owed: OwedView;
}

/** The others, the family first; whoever is not there any more is left out. */
export async function togetherView(ctx: Ctx, proven: readonly PayerScope[]): Promise<TogetherView[]> {
  const others = await scopesOf(ctx, proven);
  const views = await Promise.all(others.map(async ({ relation, ...scope }): Promise<TogetherView | null> => {
    const owed = await owedView({ ...ctx, institutionId: scope.institutionId, actor: { kind: 'payer', payerId: scope.payerId } });
    return owed && { ...scope, relation, owed };
  }));
  return views.filter((view) => view !== null);
}

/** Whose page comes next: one of the family, or one whom this browser has proved. Everybody else looks like "not there". */
export async function actFor(
  ctx: Ctx, wanted: { readonly institutionId: string; readonly payerId: string }, proven: readonly PayerScope[],
): Promise<Result<PayerScope, CheckoutFailure>> {
  const found = (await scopesOf(ctx, proven)).find((one) => one.institutionId === wanted.institutionId && one.payerId === wanted.payerId);
  return found ? ok({ institutionId: found.institutionId, payerId: found.payerId }) : err('checkout.not-found');
}

async function scopesOf(ctx: Ctx, proven: readonly PayerScope[]): Promise<(PayerScope & Pick<TogetherView, 'relation'>)[]> {
  const { actor, institutionId } = ctx;
  if (actor.kind !== 'payer') return [];
  const family = (await familyOf(ctx)).map(({ payerId }) => ({ institutionId, payerId, relation: 'family' as const }));
  const known = new Set([actor.payerId, ...family.map((one) => one.payerId)].map((payerId) => `${institutionId} ${payerId}`));
  const elsewhere = proven.filter((one) => !known.has(`${one.institutionId} ${one.payerId}`)).map((one) => ({ ...one, relation: 'elsewhere' as const }));
  return [...family, ...elsewhere];
}
