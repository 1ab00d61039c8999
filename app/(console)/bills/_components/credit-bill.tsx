'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import { CREDIT_KINDS, type BillDetail } from '@/lib/bills/model';
import { requestCreditNoteAction } from '../actions';

/** Makes a bill smaller, item by item; somebody else signs before it happens. */
export function CreditBill({ bill, done }: { bill: BillDetail; done: () => void }) {
  const t = useTranslations('bills.credit');
  const zh = useLocale() === 'zh-CN';
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<string>('waiver');
  const [reason, setReason] = useState('');
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const items = Object.entries(amounts).flatMap(([itemCode, amount]) => (amount.trim() === '' ? [] : [{ itemCode, amount }]));
  const ask = () =>
    start(async () => {
      const answer = await requestCreditNoteAction({ billId: bill.id, kind: CREDIT_KINDS.find((k) => k === kind) ?? 'waiver', reason, items });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      showSummary({ title: t('done', { number: bill.number }), next: t('doneNext') });
      done();
    });
  const nameOf = (code: string) => {
    const line = bill.lines.find((l) => l.itemCode === code)!;
    return zh ? line.labelZh : line.labelEn;
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('title', { number: bill.number })}
      description={t('sentence')}
      trigger={<Button>{t('open')}</Button>}
      footer={<Button variant="primary" pending={busy} disabled={reason.trim() === '' || items.length === 0} onClick={ask}>{t('submit')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3">
        <Field label={t('kind')}>
          <Select value={kind} onChange={(event) => setKind(event.target.value)} options={CREDIT_KINDS.map((k) => ({ value: k, label: t(`kinds.${k}`) }))} />
        </Field>
        {bill.items.map(({ itemCode, net }) => (
          <Field key={itemCode} label={t('item', { name: nameOf(itemCode), net: moneyText(net) })}>
            <MoneyInput currency={net.currency} value={amounts[itemCode] ?? ''} onValueChange={(text) => setAmounts((all) => ({ ...all, [itemCode]: text }))} />
          </Field>
        ))}
        <Field label={t('reason')} required>
          <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
