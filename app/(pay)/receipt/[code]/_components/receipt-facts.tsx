import { useLocale, useTranslations } from 'next-intl';
import { PlainTime } from '@/components/plain-time';
import { Money } from '@/components/money';
import { DescriptionList } from '@/components/ui/description-list';
import { channelName } from '@/lib/channels/model';
import type { ReceiptPage } from '@/lib/checkout';
import { nameOf, titleOf } from '../../../pay/_components/names';

/** Who paid whom, when and how, and the bills it settled. */
export function ReceiptFacts({ receipt }: { receipt: ReceiptPage }) {
  const t = useTranslations('receipt');
  const locale = useLocale();
  const zone = receipt.institution.timeZone;
  return (
    <>
      <DescriptionList
        items={[
          { term: t('payee'), value: nameOf(receipt.institution, locale) },
          { term: t('payer'), value: `${receipt.payer.name} · ${receipt.payer.number}` },
          { term: t('paidAt'), value: <PlainTime at={receipt.paidAt} zone={zone} /> },
          { term: t('channel'), value: receipt.channel ? channelName(receipt.channel, locale) : '—' },
          { term: t('tradeNo'), value: <span className="break-all">{receipt.channelTradeNo ?? '—'}</span> },
          { term: t('paymentNumber'), value: receipt.paymentNumber },
          { term: t('paymentCode'), value: receipt.paymentCode },
          { term: t('issuedAt'), value: <PlainTime at={receipt.issuedAt} zone={zone} /> },
        ]}
      />
      <h2 className="mt-6 mb-1 font-semibold">{t('lines')}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {receipt.lines.map((line) => (
          <li key={line.number} className="flex justify-between gap-4 py-2">
            <span>
              {titleOf(line, locale)} <span className="text-13 text-ink-2">{line.number}</span>
            </span>
            <Money value={line.amount} />
          </li>
        ))}
      </ul>
    </>
  );
}
