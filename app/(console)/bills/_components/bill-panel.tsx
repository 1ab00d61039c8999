'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { StatusBadge } from '@/components/status-badge';
import { DescriptionList } from '@/components/ui/description-list';
import { Sheet } from '@/components/ui/sheet';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { meaningOf } from '@/components/states';
import { isPayable, type BillDetail } from '@/lib/bills/model';
import { AgreeInstalments } from './agree-instalments';
import { BillCreditNotes, BillInstalments, BillLines } from './bill-money';
import { CancelBill } from './cancel-bill';
import { CreditBill } from './credit-bill';
import { WriteOffBill } from './write-off-bill';

interface BillPanelProps {
  readonly bill: BillDetail;
  readonly closeHref: string;
  readonly today: string;
  readonly may: { readonly cancel: boolean; readonly writeOff: boolean; readonly arrange: boolean };
}

/** One bill beside the list: what it is for and why it costs that, what was paid, and its whole history. */
export function BillPanel({ bill, closeHref, today, may }: BillPanelProps) {
  const t = useTranslations('bills');
  const items = useTranslations('bill-items');
  const router = useRouter();
  const zh = useLocale() === 'zh-CN';
  const cancellable = may.cancel && bill.paid.minor === '0' && (bill.status === 'issued' || bill.status === 'overdue');
  const open = isPayable(bill.status);
  const writable = may.writeOff && open;
  const arrangeable = may.arrange && open;
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
      footer={(cancellable || writable || arrangeable) && (
        <span className="flex flex-wrap gap-3">
          {cancellable && <CancelBill bill={bill} done={() => router.refresh()} />}
          {arrangeable && <AgreeInstalments bill={bill} today={today} done={() => router.refresh()} />}
          {writable && <CreditBill bill={bill} done={() => router.refresh()} />}
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
        <BillLines bill={bill} />
        <BillInstalments bill={bill} />
        <BillCreditNotes bill={bill} />
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
