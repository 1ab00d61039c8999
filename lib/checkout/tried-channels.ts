/** Channels a payment has been refused by, so that they are not proposed again. */
import { isChannelCode } from '@/lib/channels/model';
import type { ChannelCode } from '@/lib/channels/port';
import type { PaymentId } from '@/lib/kernel/ids';
import type { Scope } from '@/lib/platform/tx';
import { withTx } from '@/lib/platform/tx';

export async function triedChannels(scope: Scope, paymentId: PaymentId): Promise<ChannelCode[]> {
  const rows = await withTx(scope, (tx) =>
    tx.payment_attempt.findMany({
      where: { payment_id: paymentId, status: { in: ['declined', 'not-sent', 'closed'] } },
      select: { channel: true },
      orderBy: { seq: 'asc' },
    }),
  );
  return [...new Set(rows.map((r) => r.channel).filter(isChannelCode))];
}
