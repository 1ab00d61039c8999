'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { showSummary } from '@/components/ui/toast';
import type { BillDetail } from '@/lib/bills/model';
import { allocate, fromWire, money, parseDecimal, subtract, toDecimal, toWire } from '@/lib/kernel/money';
import { addMonths, businessDate, isBusinessDate } from '@/lib/kernel/time';
import { agreeInstalmentsAction } from '../actions';

interface Part {
  readonly dueDate: string;
  readonly amount: string;
}
const COUNT_MAX = 24;

/** What is open in parts, each on its own day: spread evenly by month to begin with, then as people agreed. */
export function AgreeInstalments({ bill, today, done }: { bill: BillDetail; today: string; done: () => void }) {
  const t = useTranslations('bills.instalments');
  const open = subtract(fromWire(bill.total), fromWire(bill.paid));
  const spread = (count: number, first: string): Part[] =>
    allocate(open, Array<bigint>(count).fill(1n)).map((share, i) => ({ dueDate: isBusinessDate(first) ? addMonths(businessDate(first), i) : '', amount: toDecimal(share) }));
  const [shown, setShown] = useState(false);
  const [parts, setParts] = useState<readonly Part[]>(() => spread(3, bill.dueDate > today ? bill.dueDate : today));
  const [note, setNote] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const amounts = parts.map((p) => parseDecimal(p.amount, open.currency));
  const sum = money(amounts.reduce((all, a) => all + (a.ok ? a.value.minor : 0n), 0n), open.currency);
  const change = (index: number, part: Partial<Part>) => setParts((all) => all.map((p, i) => (i === index ? { ...p, ...part } : p)));
  const save = () =>
    start(async () => {
      const answer = await agreeInstalmentsAction({ billId: bill.id, note, parts: [...parts] });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setShown(false);
      showSummary({ title: t('done', { number: bill.number }) });
      done();
    });
  return (
    <Dialog
      open={shown}
      onOpenChange={setShown}
      size="lg"
      title={t('title', { number: bill.number })}
      description={t('sentence', { amount: moneyText(toWire(open)) })}
      trigger={<Button>{t('open')}</Button>}
      footer={<Button variant="primary" pending={busy} disabled={note.trim() === '' || sum.minor !== open.minor} onClick={save}>{t('submit')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3">
        <Field label={t('count')}>
          <Input
            type="number" min={1} max={COUNT_MAX} value={parts.length}
            onChange={(event) => setParts(spread(Math.min(COUNT_MAX, Math.max(1, Number.parseInt(event.target.value || '1', 10))), parts[0]?.dueDate ?? today))}
          />
        </Field>
        {parts.map((part, i) => (
          <div key={i} className="grid grid-cols-2 gap-3">
            <Field label={t('day', { n: i + 1 })}>
              <Input type="date" min={today} value={part.dueDate} onChange={(event) => change(i, { dueDate: event.target.value })} />
            </Field>
            <Field label={t('amount', { n: i + 1 })}>
              <MoneyInput currency={open.currency} value={part.amount} onValueChange={(amount) => change(i, { amount })} />
            </Field>
          </div>
        ))}
        <p className="text-13 text-ink-2" role="status">{t('sum', { sum: moneyText(toWire(sum)), open: moneyText(toWire(open)) })}</p>
        <Field label={t('note')} required>
          <Input value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
