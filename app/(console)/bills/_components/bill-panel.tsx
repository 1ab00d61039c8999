'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { CopyableMoney } from '@/components/copyable-money';
import { Money } from '@/components/money';
import { PriceSteps } from '@/components/price-steps';
import { StatusBadge } from '@/components/status-badge';
import { DescriptionList } from '@/components/ui/description-list';
import { Sheet } from '@/components/ui/sheet';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { meaningOf } from '@/components/states';
import { isPayable, type BillDetail } from '@/lib/bills/model';
import { CancelBill } from './cancel-bill';
import { WriteOffBill } from './write-off-bill';

/** One bill beside the list: what it is for and why it costs that, what was paid, and its whole history. */
export function BillPanel({ bill, closeHref, mayCancel, mayWriteOff }: { bill: BillDetail; closeHref: string; mayCancel: boolean; mayWriteOff: boolean }) {
  const t = useTranslations('bills');
  const items = useTranslations('bill-items');
  const router = useRouter();
  const zh = useLocale() === 'zh-CN';
  const cancellable = mayCancel && bill.paid.minor === '0' && (bill.status === 'issued' || bill.status === 'overdue');
  const writable = mayWriteOff && isPayable(bill.status);
  return (
    <Sheet
      title={`${bill.payerName} · ${bill.cycleKey}`}
      sentence={
        <>
          <span className="font-mono">{bill.number}</span> <StatusBadge noun="bill" state={bill.status} />
        </>
      }
      closeHref={closeHref}
      width="lg"
      footer={(cancellable || writable) && (
        <span className="flex flex-wrap gap-3">
          {cancellable && <CancelBill bill={bill} done={() => router.refresh()} />}
          {writable && <WriteOffBill bill={bill} done={() => router.refresh()} />}
        </span>
      )}
    >
      <div className="grid gap-6">
        <DescriptionList
          items={[
            {
              term: t('detail.payer'),
              value: (
                <TextLink href={`/payers/${bill.payerId}`}>
                  {bill.payerName} {bill.payerNumber}
                </TextLink>
              ),
            },
            {
              term: t('detail.plan'),
              value: (
                <TextLink href={`/bill-items/${bill.planId}`}>
                  {zh ? bill.planNameZh : bill.planNameEn} v{bill.planVersion}
                </TextLink>
              ),
            },
            { term: t('detail.dates'), value: t('detail.issuedDue', { issue: bill.issueDate, due: bill.dueDate }) },
            { term: t('detail.methods'), value: bill.methods.map((m) => items(`methods.names.${m}`)).join(zh ? '、' : ', ') },
            ...(bill.heldBy
              ? [{ term: t('detail.held'), value: <TextLink href={`/payments/${bill.heldBy}`}>{t('detail.heldBy')}</TextLink> }]
              : []),
          ]}
        />
        <section className="grid gap-3">
          <h3 className="font-semibold">{t('detail.lines', { count: bill.lines.length })}</h3>
          {bill.lines.map((line) => (
            <details key={line.itemCode} className="rounded-md border border-line">
              <summary className="flex min-h-9 cursor-pointer items-baseline justify-between gap-3 px-3 py-1.5">
                <span>
                  {zh ? line.labelZh : line.labelEn} <span className="font-mono text-12 text-ink-2">{line.accountCode}</span>
                </span>
                <Money value={line.amount} />
              </summary>
              <div className="border-t border-line p-3">
                <PriceSteps explanation={line.explanation} currency={bill.total.currency} />
              </div>
            </details>
          ))}
          <p className="flex items-baseline justify-between border-t-2 border-line-strong px-3 pt-2 font-semibold">
            <span>{t('detail.total')}</span>
            <CopyableMoney value={bill.total} />
          </p>
        </section>
        <section className="grid gap-2">
          <h3 className="font-semibold">{t('detail.payments', { count: bill.allocations.length })}</h3>
          {bill.allocations.length === 0 && <p className="text-13 text-ink-2">{t('detail.noPayments')}</p>}
          {bill.allocations.map((a) => (
            <p key={`${a.paymentId}-${a.refundId ?? ''}`} className="flex items-baseline justify-between gap-3 text-13">
              <TextLink href={`/payments/${a.paymentId}`}>{a.refundId ? t('detail.refund') : t('detail.payment')}</TextLink>
              <DateTime at={a.at} />
              <Money value={a.amount} outgoing={a.refundId ? 'refund' : undefined} />
            </p>
          ))}
        </section>
        <section className="grid gap-2">
          <h3 className="font-semibold">{t('detail.history')}</h3>
          <Timeline
            label={t('detail.history')}
            entries={bill.transitions.map((step, index) => ({
              id: String(index),
              meaning: meaningOf('bill', step.to),
              title: t(`events.${step.event}`),
              at: <DateTime at={step.at} />,
              detail: t(`actors.${step.actor.split(':')[0] ?? 'system'}`),
            }))}
          />
        </section>
      </div>
    </Sheet>
  );
}
