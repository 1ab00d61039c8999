/** What billing needs to know of the institution in scope: its money, its clock and its day. */
import type { Currency } from '@/lib/kernel/money';
import { businessDateOf, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';

export interface InstitutionTerms {
  readonly slug: string;
  readonly currency: Currency;
  readonly timeZone: string;
  readonly today: BusinessDate;
}

export async function institutionTerms(tx: Tx, ctx: Ctx): Promise<InstitutionTerms> {
  const row = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } });
  const today = businessDateOf(ctx.clock.now(), row.time_zone, row.day_cut_off);
  return { slug: row.slug, currency: row.currency as Currency, timeZone: row.time_zone, today };
}
