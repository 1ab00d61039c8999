import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { CopyableMoney } from '@/components/copyable-money';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList, type DescriptionItem } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import type { PaymentLife } from '@/lib/reports';
import { useChannelName } from './channel-word';

export function PaymentFacts({ life, zone }: { life: PaymentLife; zone: string }) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  const english = useLocale() === 'en';
  const { payment, captured, refundPending, receipt } = life.detail;
  // What the bank was told is in Chinese; a person reads the bills' own titles.
  const titles = [...new Set(life.detail.bills.map((bill) => (english ? bill.titleEn : bill.titleZh)))];
  const subject = titles.length > 0 ? titles.join(english ? ', ' : '、') : payment.subject;
  const optional = (shown: boolean, term: string, value: DescriptionItem['value']): DescriptionItem[] => (shown ? [{ term, value }] : []);
  return (
    <Card title={t('detail.facts')}>
      <DescriptionList
        items={[
          {
            term: t('detail.number'),
            value: <span className="inline-flex items-center gap-1 font-mono text-13">{payment.number}<CopyButton text={payment.number} label={t('detail.number')} /></span>,
          },
          { term: t('detail.payer'), value: life.payer ? <TextLink href={`/payers/${payment.payerId}`}>{`${life.payer.name} · ${life.payer.number}`}</TextLink> : '—' },
          { term: t('detail.subject'), value: subject },
          { term: t('detail.method'), value: [...new Set([t(`method.${payment.method}`), ...(payment.channel ? [nameOf(payment.channel)] : [])])].join(' · ') },
          { term: t('detail.captured'), value: <CopyableMoney value={captured} align="start" /> },
          ...optional(payment.refunded.minor !== '0', t('detail.refunded'), <Money value={payment.refunded} align="start" outgoing="refund" />),
          ...optional(refundPending.minor !== '0', t('detail.pending'), <Money value={refundPending} align="start" />),
          { term: t('detail.created'), value: <DateTime at={payment.createdAt} zone={zone} relative /> },
          ...optional(payment.succeededAt !== null, t('detail.succeeded'), <DateTime at={payment.succeededAt ?? 0} zone={zone} />),
          ...optional(
            receipt !== null, t('detail.receipt'),
            <TextLink href={`/receipt/${receipt?.verifyCode ?? ''}`}>{t('detail.receiptOpen', { number: receipt?.number ?? '' })}</TextLink>,
          ),
        ]}
      />
    </Card>
  );
}
