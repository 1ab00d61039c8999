'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-cards';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import type { SuspenseDeskRow } from '@/lib/reports/model';
import { decideSuspenseAction } from '../actions';
import { BillPicker, type Picked } from './bill-picker';
import { sumOf } from './picked-sum';

type Choice = 'credit' | 'return';

/** A person's word about held money: which bills it belongs to, or that it went back. */
export function DecideSuspense({ item, close }: { item: SuspenseDeskRow; close: () => void }) {
  const t = useTranslations('payments');
  const amount = moneyText(item.amount);
  return (
    <Dialog open onOpenChange={(open) => !open && close()} size="lg" title={t('suspense.dialog', { amount })} description={t(`suspense.explain.${item.kind}`)}>
      <DecideForm item={item} amount={amount} done={close} />
    </Dialog>
  );
}

function DecideForm({ item, amount, done }: { item: SuspenseDeskRow; amount: string; done: () => void }) {
  const t = useTranslations('payments');
  const [choice, setChoice] = useState<Choice>('credit');
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const [state, send] = useActionState(async (_before: ActionState<unknown>) => {
    const bills = choice === 'credit' ? picked.map(({ bill, typed }) => ({ billId: bill.billId, amount: typed })) : [];
    const answer = await decideSuspenseAction({ suspenseId: item.id, do: choice, bills, reference, reason });
    if (answer.ok) {
      const word = choice === 'credit' ? 'credited' : 'returned';
      showSummary({ title: t(`suspense.${word}`, { amount }), next: t(`suspense.${word}Next`) });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  const elsewhere = Object.keys(wrong).some((name) => name !== 'reason' && name !== 'reference');
  const fits = sumOf(picked, item.amount.currency) === BigInt(item.amount.minor);
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && (Object.keys(wrong).length === 0 || elsewhere) && <FormRefusal state={state} />}
      <RadioCards
        name="do" legend={t('suspense.how')} value={choice} columns={2} onValueChange={(value) => setChoice(value === 'return' ? 'return' : 'credit')}
        cards={[
          { value: 'credit', label: t('suspense.credit'), description: t('suspense.creditSentence') },
          { value: 'return', label: t('suspense.return'), description: t('suspense.returnSentence') },
        ]}
      />
      {choice === 'credit' ? <BillPicker item={item} picked={picked} onPick={setPicked} /> : (
        <Field label={t('suspense.reference')} error={wrong.reference} required>
          <Input name="reference" value={reference} onChange={(event) => setReference(event.target.value)} maxLength={100} className="font-mono" />
        </Field>
      )}
      <Field label={t('suspense.reason')} error={wrong.reason} required>
        <Textarea name="reason" rows={2} maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {choice === 'credit'
        ? <SubmitButton wide size="lg" disabled={!fits}>{fits ? t('suspense.submitCredit', { amount, count: picked.length }) : t('suspense.submitCreditNone')}</SubmitButton>
        : <SubmitButton wide size="lg">{t('suspense.submitReturn', { amount })}</SubmitButton>}
    </form>
  );
}
