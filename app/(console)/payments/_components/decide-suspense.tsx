'use client';

import { useTranslations } from 'next-intl';
import { startTransition, useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-cards';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import type { SuspenseDeskRow } from '@/lib/reports/model';
import { askReturnAction, creditSuspenseAction, holdSuspenseAction, returnSuspenseAction } from '../actions';
import { BillPicker, type Picked } from './bill-picker';
import { sumOf } from './picked-sum';

type Choice = 'credit' | 'return' | 'hold';
export interface Owner { readonly id: string; readonly name: string }

/** A person's word about held money: which bills it belongs to, that it went back, or who looks after it until when. */
export function DecideSuspense({ item, owners, until, close }: { item: SuspenseDeskRow; owners: readonly Owner[]; until: string; close: () => void }) {
  const t = useTranslations('payments');
  const amount = moneyText(item.amount);
  return (
    <Dialog open onOpenChange={(open) => !open && close()} size="lg" title={t('suspense.dialog', { amount })} description={t(`suspense.explain.${item.kind}`)}>
      <DecideForm item={item} amount={amount} owners={owners} firstUntil={until} done={close} />
    </Dialog>
  );
}

const WORDS = { credit: 'credited', ask: 'asked', return: 'returned', hold: 'heldOn' } as const;

function DecideForm({ item, amount, owners, firstUntil, done }: { item: SuspenseDeskRow; amount: string; owners: readonly Owner[]; firstUntil: string; done: () => void }) {
  const t = useTranslations('payments');
  const [choice, setChoice] = useState<Choice>('credit');
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [typed, setTyped] = useState({ reason: '', reference: '', owner: item.handling?.owner ?? owners[0]?.id ?? '', until: firstUntil });
  // Money goes back in two steps: others agree, then what was sent is recorded.
  const act = choice === 'return' && !item.returning?.agreed ? 'ask' : choice;
  const waiting = act === 'ask' && item.returning !== null;
  const put = (name: keyof typeof typed) => (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value });
  const [state, send, pending] = useActionState(async (_before: ActionState<unknown>) => {
    const base = { suspenseId: item.id, reason: typed.reason };
    const answer = act === 'hold' ? await holdSuspenseAction({ ...base, owner: typed.owner, until: typed.until })
      : act === 'ask' ? await askReturnAction(base)
      : act === 'return' ? await returnSuspenseAction({ ...base, reference: typed.reference })
      : await creditSuspenseAction({ ...base, bills: picked.map((one) => ({ billId: one.bill.billId, amount: one.typed })) });
    if (answer.ok) {
      showSummary({ title: t(`suspense.${WORDS[act]}`, { amount }), next: t(`suspense.${WORDS[act]}Next`) });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  const elsewhere = Object.keys(wrong).some((name) => !(name in typed));
  const fits = sumOf(picked, item.amount.currency) === BigInt(item.amount.minor);
  return (
    // Not the form's own action: that would reset the list of people while the choice still stands.
    <form onSubmit={(event) => { event.preventDefault(); startTransition(send); }} className="grid gap-4">
      {state?.ok === false && (Object.keys(wrong).length === 0 || elsewhere) && <FormRefusal state={state} />}
      <RadioCards
        name="do" legend={t('suspense.how')} value={choice} columns={3} onValueChange={(value) => setChoice(value === 'return' || value === 'hold' ? value : 'credit')}
        cards={(['credit', 'return', 'hold'] as const).map((value) => ({ value, label: t(`suspense.${value}`), description: t(`suspense.${value}Sentence`) }))}
      />
      {choice === 'credit' && <BillPicker item={item} picked={picked} onPick={setPicked} />}
      {act === 'ask' && <p className="text-13 text-ink-2">{t(waiting ? 'suspense.waiting' : 'suspense.askSentence')}</p>}
      {choice === 'return' && item.returning && <TextLink href={`/approvals/${item.returning.approvalId}`}>{t('suspense.consent')}</TextLink>}
      {act === 'return' && (
        <Field label={t('suspense.reference')} error={wrong.reference} required>
          <Input name="reference" value={typed.reference} onChange={put('reference')} maxLength={100} className="font-mono" />
        </Field>
      )}
      {choice === 'hold' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('suspense.owner')} error={wrong.owner} required>
            <Select name="owner" value={typed.owner} onChange={put('owner')} options={owners.map((one) => ({ value: one.id, label: one.name }))} />
          </Field>
          <Field label={t('suspense.until')} error={wrong.until} required><Input name="until" type="date" value={typed.until} onChange={put('until')} /></Field>
        </div>
      )}
      {!waiting && (
        <Field label={t('suspense.reason')} error={wrong.reason} required>
          <Textarea name="reason" rows={2} maxLength={400} value={typed.reason} onChange={put('reason')} />
        </Field>
      )}
      {choice === 'credit' && <SubmitButton wide size="lg" pending={pending} disabled={!fits}>{fits ? t('suspense.submitCredit', { amount, count: picked.length }) : t('suspense.submitCreditNone')}</SubmitButton>}
      {act === 'return' && <SubmitButton wide size="lg" pending={pending}>{t('suspense.submitReturn', { amount })}</SubmitButton>}
      {act === 'ask' && !waiting && <SubmitButton wide size="lg" pending={pending}>{t('suspense.submitAsk', { amount })}</SubmitButton>}
      {choice === 'hold' && <SubmitButton wide size="lg" pending={pending}>{t('suspense.submitHold', { amount })}</SubmitButton>}
    </form>
  );
}
