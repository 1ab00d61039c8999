'use client';

import { useLocale, useTranslations } from 'next-intl';
import { CopyableMoney } from '@/components/copyable-money';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { PriceSteps } from '@/components/price-steps';
import type { BillDetail, BillLineView } from '@/lib/bills/model';

/** What the bill is for, line by line with the why; where money came in part, what of it each item has got. */
export function BillLines({ bill }: { bill: BillDetail }) {
  const t = useTranslations('bills.detail');
  const zh = useLocale() === 'zh-CN';
  const inPart = bill.paid.minor !== '0' && bill.paid.minor !== bill.total.minor;
  const nameOf = (line: BillLineView) => `${line.credit ? `${t('credit')}: ` : ''}${zh ? line.labelZh : line.labelEn}`;
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t('lines', { count: bill.lines.length })}</h3>
      {bill.lines.map((line, index) => {
        const share = line.credit ? undefined : bill.items.find((i) => i.itemCode === line.itemCode);
        return (
          <details key={index} className="rounded-md border border-line">
            <summary className="flex min-h-9 cursor-pointer items-baseline justify-between gap-3 px-3 py-1.5">
              <span>
                {nameOf(line)} <span className="font-mono text-12 text-ink-2">{line.accountCode}</span>
                {inPart && share && <span className="block text-12 text-ink-2">{t('itemPaid', { paid: moneyText(share.paid), net: moneyText(share.net) })}</span>}
              </span>
              <Money value={line.amount} />
            </summary>
            <div className="border-t border-line p-3">
              <PriceSteps explanation={line.explanation} currency={bill.total.currency} />
            </div>
          </details>
        );
      })}
      <p className="flex items-baseline justify-between border-t-2 border-line-strong px-3 pt-2 font-semibold">
        <span>{t('total')}</span>
        <CopyableMoney value={bill.total} />
      </p>
    </section>
  );
}

/** The parts with their days and what is left of each. */
export function BillInstalments({ bill }: { bill: BillDetail }) {
  const t = useTranslations('bills.instalments');
  if (bill.instalments.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t('list')}</h3>
      <ol className="grid gap-1 text-13">
        {bill.instalments.map((part, index) => (
          <li key={index} className="flex items-baseline justify-between gap-3">
            <span>{t('part', { date: part.dueDate })}</span>
            <span className="text-ink-2">{part.open.minor === '0' ? t('filled') : part.open.minor === part.amount.minor ? '' : t('left', { amount: moneyText(part.open) })}</span>
            <Money value={part.amount} />
          </li>
        ))}
      </ol>
    </section>
  );
}

export function BillCreditNotes({ bill }: { bill: BillDetail }) {
  const t = useTranslations('bills.credit');
  if (bill.creditNotes.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t('notes')}</h3>
      {bill.creditNotes.map((note) => (
        <p key={note.number} className="flex flex-wrap items-baseline justify-between gap-x-3 text-13">
          <span><span className="font-mono">{note.number}</span> {t(`kinds.${note.kind}`)}: {note.reason}</span>
          <DateTime at={note.at} />
          <Money value={note.amount} />
        </p>
      ))}
    </section>
  );
}
