/** Where a payer can be reached: opened for the one message at hand, masked for the log. */
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { openPerson } from './person';

export async function contactOf(
  tx: Tx, ctx: Ctx, payerId: string, channel: 'mail' | 'sms',
): Promise<{ readonly address: string; readonly masked: string } | null> {
  const row = await tx.payer.findFirst({ where: { id: payerId, institution_id: ctx.institutionId, status: 'active' } });
  if (!row) return null;
  const [whole, masked] = [openPerson(row, true), openPerson(row, false)];
  const address = channel === 'mail' ? whole.email : whole.phone;
  return address === null ? null : { address, masked: (channel === 'mail' ? masked.email : masked.phone) ?? '' };
}
