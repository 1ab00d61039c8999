/** Who may look after differences: the people of the institution that may decide about them. */
import { hasPermission, listFinancePeople, requirePermission, type Role } from '@/lib/identity';
import type { Actor, Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { ColleagueView } from './model';

export async function reconColleagues(ctx: Ctx): Promise<readonly ColleagueView[]> {
  requirePermission(ctx, 'reconciliation.resolve');
  return withTx(ctx, (tx) => colleaguesIn(tx, ctx));
}

/** Somebody else's institution has nobody here. */
export const mayLookAfter = async (tx: Tx, ctx: Ctx, userId: string): Promise<boolean> => (await colleaguesIn(tx, ctx)).some((one) => one.id === userId);

async function colleaguesIn(tx: Tx, ctx: Ctx): Promise<ColleagueView[]> {
  const people = await listFinancePeople(tx, ctx);
  return people.filter((one) => hasPermission(wearing(one.userId, one.roles), 'reconciliation.resolve')).map((one) => ({ id: one.userId, name: one.name }));
}

const wearing = (userId: string, roles: readonly Role[]): Actor => ({ kind: 'user', userId: userId as never, roles, sessionId: '', name: '' });
