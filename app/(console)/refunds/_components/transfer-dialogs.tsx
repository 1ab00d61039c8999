'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import type { RequestedRefund } from '@/lib/refunds';
import type { RefundView } from '@/lib/refunds/model';
import { recordAction, transferAction } from '../actions';
import { newKey } from './new-key';

/** The money came back or never left: it goes to a bank account instead, and people sign for exactly that account. */
export function TransferDialog({ refund }: { refund: RefundView }) {
  const t = useTranslations('refunds.transfer');
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Button variant="primary" onClick={() => setKey(`transfer-${newKey()}`)}>{t('open')}</Button>
      {key && (
        <Dialog open onOpenChange={(open) => !open && setKey(null)} title={t('title', { amount: moneyText(refund.amount) })} description={t('sentence')}>
          <TransferForm refund={refund} idempotencyKey={key} done={() => setKey(null)} />
        </Dialog>
      )}
    </>
  );
}

function TransferForm({ refund, idempotencyKey, done }: { refund: RefundView; idempotencyKey: string; done: () => void }) {
  const t = useTranslations('refunds.transfer');
  const [payee, setPayee] = useState({ holder: '', bank: '', number: '' });
  const set = (name: keyof typeof payee) => (event: { target: { value: string } }) => setPayee({ ...payee, [name]: event.target.value });
  const [state, send] = useActionState(async (before: ActionState<RequestedRefund>, form: FormData) => {
    const answer = await transferAction(before, form);
    if (answer?.ok) {
      showSummary({ title: t('asked'), number: answer.value.number, next: t('askedNext') });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      {Object.entries({ paymentId: refund.paymentId, replaces: refund.id, amount: toDecimal(fromWire(refund.amount)), reason: refund.reason, idempotencyKey }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {(['holder', 'bank', 'number'] as const).map((name) => (
        <Field key={name} label={t(name)} error={wrong[name]} required>
          <Input name={name} maxLength={60} autoComplete="off" value={payee[name]} onChange={set(name)} className={name === 'number' ? 'font-mono' : ''} />
        </Field>
      ))}
      <SubmitButton wide size="lg">{t('submit', { amount: moneyText(refund.amount) })}</SubmitButton>
    </form>
  );
}

/** What a person saw at the bank after making the transfer. */
export function RecordDialog({ refund }: { refund: RefundView }) {
  const t = useTranslations('refunds.transfer');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>{t('record')}</Button>
      {open && <Dialog open onOpenChange={setOpen} title={t('record')} description={t('recordSentence')}><RecordForm refund={refund} done={() => setOpen(false)} /></Dialog>}
    </>
  );
}

function RecordForm({ refund, done }: { refund: RefundView; done: () => void }) {
  const t = useTranslations('refunds.transfer');
  const [outcome, setOutcome] = useState('paid');
  const [reference, setReference] = useState('');
  const [state, send] = useActionState(async (before: ActionState<{ readonly refundId: string; readonly status: RefundView['status'] }>, form: FormData) => {
    const answer = await recordAction(before, form);
    if (answer?.ok) {
      showSummary({ title: t(`recorded.${outcome}`, { amount: moneyText(refund.amount) }), number: refund.number });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="refundId" value={refund.id} />
      {refund.payee && <p className="rounded-md bg-sunken px-4 py-3">{refund.payee.holder} · {refund.payee.bank}<span className="block font-mono">{refund.payee.number.replace(/(.{4})(?=.)/g, '$1 ')}</span></p>}
      <Field label={t('outcome')} required>
        <Select name="outcome" value={outcome} onChange={(e) => setOutcome(e.target.value)} options={[{ value: 'paid', label: t('paid') }, { value: 'refused', label: t('refused') }]} />
      </Field>
      <Field label={t('reference')} error={wrong.reference} required><Input name="reference" maxLength={80} value={reference} onChange={(e) => setReference(e.target.value)} /></Field>
      <SubmitButton wide size="lg">{t('recordSubmit')}</SubmitButton>
    </form>
  );
}
