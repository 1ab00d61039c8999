'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { PriceSteps } from '@/components/price-steps';
import { StateShape, meaningText } from '@/components/state-shape';
import { Card } from '@/components/ui/card';
import type { PlanPreview, PreviewBill } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';

/** What the document on the left would do: the next bills of three different payers, and the days to come. */
export function PreviewPanel({ preview, currency, stale }: { preview: PlanPreview | null; currency: Currency; stale: boolean }) {
  const t = useTranslations('bill-items');
  const sentence = preview?.cycleKey ? t('preview.sentence', { cycle: preview.cycleKey, count: preview.payerCount }) : t('preview.waiting');
  return (
    <Card title={t('preview.title')} sentence={sentence} className="self-start md:col-span-2 xl:col-span-1" aria-busy={stale}>
      {preview && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {preview.bills.length === 0 && <p className="text-13 text-ink-2">{t('preview.nobody')}</p>}
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
            {preview.bills.map((bill) => (
              <li key={bill.payerNumber}>
                <SampleBill bill={bill} currency={currency} />
              </li>
            ))}
          </ul>
          <details>
            <summary className="cursor-pointer text-13 font-semibold">{t('preview.dates', { count: preview.issueDates.length })}</summary>
            <ol className="mt-2 grid gap-0.5 text-13 tabular-nums">
              {preview.issueDates.map((d) => (
                <li key={d.cycleKey} className="flex flex-wrap justify-between gap-x-3">
                  <span>
                    {d.issueDate}
                    {d.uncertain && ' ?'}
                  </span>
                  <span className="text-ink-2">{t('preview.due', { date: d.dueDate })}</span>
                </li>
              ))}
            </ol>
            {preview.issueDates.some((d) => d.uncertain) && (
              <p className="mt-2 flex items-start gap-1.5 text-12 text-ink-2">
                <StateShape meaning="attention" className={`mt-1 ${meaningText.attention}`} />
                {t('preview.uncertain')}
              </p>
            )}
          </details>
        </div>
      )}
    </Card>
  );
}

function SampleBill({ bill, currency }: { bill: PreviewBill; currency: Currency }) {
  const t = useTranslations('bill-items');
  const zh = useLocale() === 'zh-CN';
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer items-baseline justify-between gap-3 px-3 py-1.5">
        <span className="min-w-0 truncate">{bill.payerName}</span>
        {bill.before && bill.total && bill.before.minor !== bill.total.minor && (
          <span className="text-12 text-ink-2">{t('preview.was', { amount: moneyText(bill.before) })}</span>
        )}
        {bill.total ? (
          <Money value={bill.total} className="font-semibold" />
        ) : (
          <span className="text-13 text-attention">{t('preview.noBill')}</span>
        )}
      </summary>
      <div className="grid gap-3 border-t border-line p-3">
        {bill.code && <p className="text-13">{t(`errors.${bill.code}`, { item: bill.item ?? '', attribute: '' })}</p>}
        {bill.lines.map((line) => (
          <div key={line.itemCode}>
            <p className="flex items-baseline justify-between gap-3 text-13 font-medium">
              <span>{zh ? line.nameZh : line.nameEn}</span>
              <Money value={line.amount} />
            </p>
            <PriceSteps explanation={line.explanation} currency={currency} />
          </div>
        ))}
      </div>
    </details>
  );
}
