'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { moneyText } from '@/components/money-format';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { money, toDecimal, toWire } from '@/lib/kernel/money';
import type { OpenBillChoice, SuspenseDeskRow } from '@/lib/reports/model';
import { sumOf } from './picked-sum';

export interface Picked {
  readonly bill: OpenBillChoice;
  /** Major units, as typed. */
  readonly typed: string;
}
export interface BillPickerProps {
  item: SuspenseDeskRow;
  picked: readonly Picked[];
  onPick: (picked: readonly Picked[]) => void;
}

/** Open bills to choose from, the likely ones first; ticking one offers as much of the money as it can take. */
export function BillPicker({ item, picked, onPick }: BillPickerProps) {
  const t = useTranslations('payments');
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const { data: found = [], isFetched } = useQuery({ queryKey: ['open-bills', item.id, wanted], queryFn: () => readBills(item.id, wanted), placeholderData: (was) => was });
  const { currency } = item.amount;
  const given = sumOf(picked, currency);
  const chosen = picked.map((one) => one.bill);
  const shown = [...chosen, ...found.filter((bill) => !chosen.some((one) => one.billId === bill.billId))];
  const toggle = (bill: OpenBillChoice, on: boolean) => {
    if (!on) return onPick(picked.filter((one) => one.bill.billId !== bill.billId));
    const left = BigInt(item.amount.minor) - given;
    const open = BigInt(bill.open.minor);
    const part = left < open ? left : open;
    onPick([...picked, { bill, typed: toDecimal(money(part > 0n ? part : 0n, currency)) }]);
  };
  return (
    <div className="grid gap-3">
      <Field label={t('suspense.find')} description={t('suspense.findHint')}>
        <Input value={text} onChange={(event) => setText(event.target.value)} maxLength={40} className="font-mono" autoComplete="off" />
      </Field>
      {isFetched && shown.length === 0 && <p className="text-ink-2">{t('suspense.noBills')}</p>}
      <ul className="grid gap-2">
        {shown.map((bill) => (
          <BillRow
            key={bill.billId} bill={bill} typed={picked.find((one) => one.bill.billId === bill.billId)?.typed ?? null} onToggle={(on) => toggle(bill, on)}
            onType={(typed) => onPick(picked.map((one) => (one.bill.billId === bill.billId ? { bill, typed } : one)))}
          />
        ))}
      </ul>
      <p role="status" className="text-right font-medium tabular-nums">
        {t('suspense.sum', { sum: moneyText(toWire(money(given, currency))), amount: moneyText(item.amount) })}
      </p>
    </div>
  );
}

interface BillRowProps {
  bill: OpenBillChoice;
  typed: string | null;
  onToggle: (on: boolean) => void;
  onType: (typed: string) => void;
}

function BillRow({ bill, typed, onToggle, onType }: BillRowProps) {
  const t = useTranslations('payments');
  const locale = useLocale();
  const title = locale === 'en' ? bill.titleEn : bill.titleZh;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2">
      <Checkbox
        checked={typed !== null} onChange={(event) => onToggle(event.target.checked)}
        label={<><span className="font-mono text-13">{bill.number}</span> {title}</>}
        description={[bill.payer && `${bill.payer.name} · ${bill.payer.number}`, t('suspense.open', { amount: moneyText(bill.open) }), bill.dueDate].filter(Boolean).join(' · ')}
      />
      {typed !== null && (
        <span className="w-40">
          <MoneyInput currency={bill.open.currency} value={typed} onValueChange={onType} aria-label={t('suspense.billAmount', { number: bill.number })} />
        </span>
      )}
    </li>
  );
}

async function readBills(suspenseId: string, text: string): Promise<OpenBillChoice[]> {
  const answer = await fetch(`/api/feeds/open-bills?${new URLSearchParams({ suspenseId, text }).toString()}`);
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as OpenBillChoice[];
}
