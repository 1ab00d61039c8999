/**
 * Dependants (A5): payers to whom the institution itself gave one family code see what the others owe and may pay it. A code is given on purpose, in
 * the payers file; a shared phone says nothing, because a company's tenants may all have one.
 */
import type { PayerId } from '@/lib/kernel/ids';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { openPerson, type SealedPerson } from './person';

export interface Relative {
  readonly payerId: PayerId;
  readonly number: string;
  readonly name: string;
}
const FAMILY_MAX = 12;

/** The others of the payer's family, masked; empty for whoever has none. */
export async function familyOf(ctx: Ctx): Promise<Relative[]> {
  if (ctx.actor.kind !== 'payer') return [];
  const { payerId } = ctx.actor;
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<(SealedPerson & { number: string })[]>`
      SELECT o.id, o.number, o.name_sealed, o.phone_sealed FROM payer me JOIN payer o ON o.institution_id = me.institution_id AND o.family = me.family
      WHERE me.id = ${payerId} AND me.family IS NOT NULL AND o.id <> me.id AND o.status = 'active' AND me.status = 'active' ORDER BY o.number LIMIT ${FAMILY_MAX}`;
    return rows.map((row) => ({ payerId: row.id as PayerId, number: row.number, name: openPerson(row, false).name }));
  });
}
