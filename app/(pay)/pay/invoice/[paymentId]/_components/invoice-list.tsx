import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { PlainTime } from '@/components/plain-time';
import { StatusBadge } from '@/components/status-badge';
import { QuietLink } from '@/components/ui/plain-link';
import type { InvoiceView } from '@/lib/invoices/model';

/** What was issued, what is on its way, what was refused and why, and the red letters of money that went back. */
export function InvoiceList({ paymentId, invoices, zone }: { paymentId: string; invoices: readonly InvoiceView[]; zone: string }) {
  const t = useTranslations('invoices');
  if (invoices.length === 0) return null;
  return (
    <ul aria-label={t('list')} className="mb-6 divide-y divide-line rounded-md border border-line bg-surface">
      {invoices.map((one) => (
        <li key={one.id} className="grid gap-1 px-4 py-3">
          <p className="flex flex-wrap justify-between gap-x-4 font-medium">
            <span>{t(`kinds.${one.kind}`)} · {one.buyer}</span>
            <Money value={one.amount} outgoing={one.kind === 'red' ? 'refund' : undefined} />
          </p>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
            <StatusBadge noun="invoice" state={one.status} look="text" />
            <PlainTime at={one.issuedAt ?? one.requestedAt} zone={zone} />
            {one.number && <span className="break-all">{one.number}</span>}
            {one.reason && <span>{one.reason}</span>}
          </p>
          {one.status === 'issued' && <p><QuietLink href={`/pay/invoice/${paymentId}/file?of=${one.id}`}>{t('open')}</QuietLink></p>}
        </li>
      ))}
    </ul>
  );
}
