import { useTranslations } from 'next-intl';
import { PlainTime } from '@/components/plain-time';
import { Money } from '@/components/money';
import { StatusBadge } from '@/components/status-badge';
import type { RefundRowView } from '@/lib/refunds/model';

/** What was asked back of this payment, and what became of it. */
export function AskedList({ asked, zone }: { asked: readonly RefundRowView[]; zone: string }) {
  const t = useTranslations('pay.refund');
  if (asked.length === 0) return null;
  return (
    <ul aria-label={t('list')} className="mb-6 divide-y divide-line rounded-md border border-line bg-surface">
      {asked.map((refund) => (
        <li key={refund.id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-3">
          <span className="grid">
            <span>{refund.number} · <StatusBadge noun="refund" state={refund.status} look="text" /></span>
            <span className="text-13 text-ink-2"><PlainTime at={refund.updatedAt} zone={zone} /></span>
          </span>
          <Money value={refund.amount} />
        </li>
      ))}
    </ul>
  );
}
