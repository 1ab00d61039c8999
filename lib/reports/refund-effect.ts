/** What a refund will move in the books, step by step, worked out by the posting rules themselves before anybody signs. */
import { fromWire, toWire, money } from '@/lib/kernel/money';
import type { Instant } from '@/lib/kernel/time';
import { entryOf } from '@/lib/ledger';
import { describeAccount, type VoucherView } from '@/lib/ledger/model';
import type { RefundView } from '@/lib/refunds/model';

export interface PlannedEntry {
  readonly kind: 'refund-approved' | 'refund-succeeded';
  readonly lines: VoucherView['lines'];
}

export function refundEffect(refund: Pick<RefundView, 'id' | 'amount' | 'channel'>, at: Instant): PlannedEntry[] {
  const { minor, currency } = fromWire(refund.amount);
  return (['refund-approved', 'refund-succeeded'] as const).map((kind) => {
    const entry = entryOf({ key: `planned:${refund.id}`, kind, at, subjectKind: 'refund', subjectId: refund.id, currency, amountMinor: minor, channel: refund.channel });
    return {
      kind,
      lines: entry.lines.map((line) => {
        const name = describeAccount(line.account);
        const size = toWire(money(line.amountMinor < 0n ? -line.amountMinor : line.amountMinor, currency));
        return { code: line.account, nameZh: name.zh, nameEn: name.en, debit: line.amountMinor > 0n ? size : null, credit: line.amountMinor < 0n ? size : null };
      }),
    };
  });
}
