'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { MoneyInput } from '@/components/ui/money-input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { fromWire, money, parseDecimal, toDecimal, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import type { RequestedRefund } from '@/lib/refunds';
import { REFUND_REASONS, type RefundabilityView } from '@/lib/refunds/model';
import { requestRefundAction } from '../actions';
import { RefundByItem, sumOfItems, type Chosen } from './refund-by-item';
import { RefundRules } from './refund-rules';

export interface RequestRefundProps {
  paymentId: string;
  channel: string;
  ability: RefundabilityView;
  /** Amount from which on two people sign, in the same currency. */
  twoFrom: MoneyWire | null;
}

/** The refund is bound to this opening of the dialog: pressing twice, or a lost answer, still makes one refund. */
export function RequestRefund(props: RequestRefundProps) {
  const t = useTranslations('payments');
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Button variant="primary" shortcut="f" onClick={() => setKey(`console-${newKey()}`)}>{t('request.open')}</Button>
      {key && (
        <Dialog open onOpenChange={(open) => !open && setKey(null)} title={t('request.title')} description={t('request.sentence')}>
          <RequestForm {...props} idempotencyKey={key} done={() => setKey(null)} />
        </Dialog>
      )}
    </>
  );
}

/** `randomUUID` is missing where the page comes over plain http from another machine; this is not. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function amountOf(typed: string, currency: Currency): bigint | null {
  const amount = parseDecimal(typed, currency);
  return amount.ok ? amount.value.minor : null;
}

function RequestForm({ paymentId, channel, ability, twoFrom, idempotencyKey, done }: RequestRefundProps & { idempotencyKey: string; done: () => void }) {
  const t = useTranslations('payments');
  const refunds = useTranslations('refunds');
  const { currency } = ability.left;
  const [typed, setTyped] = useState(toDecimal(fromWire(ability.left)));
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const byItem = Object.keys(chosen).length > 0;
  const minor = byItem ? sumOfItems(ability.items, chosen) : amountOf(typed, currency);
  const amountText = minor === null || minor <= 0n ? null : moneyText(toWire(money(minor, currency)));
  const [state, send] = useActionState(async (before: ActionState<RequestedRefund>, form: FormData) => {
    const answer = await requestRefundAction(before, form);
    if (answer?.ok) {
      showSummary({ title: t('request.done', { amount: amountText ?? '' }), number: answer.value.number, next: t('request.doneNext') });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  const large = twoFrom !== null && minor !== null && minor >= fromWire(twoFrom).minor;
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="paymentId" value={paymentId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <section className="rounded-md bg-sunken px-4 py-3 text-13">
        <h3 className="mb-1 font-medium">{t('rules.title', { channel })}</h3>
        <RefundRules ability={ability} />
      </section>
      {ability.partial && ability.items.length > 1 && <RefundByItem items={ability.items} chosen={chosen} onChange={setChosen} />}
      <Field label={t('request.amount')} description={t('request.amountHint', { amount: moneyText(ability.left) })} error={wrong.amount} required>
        <MoneyInput name="amount" currency={currency} value={byItem ? toDecimal(money(minor ?? 0n, currency)) : typed} onValueChange={setTyped} autoFocus readOnly={!ability.partial || byItem} />
      </Field>
      <Field label={t('request.reason')} error={wrong.reason} required>
        <Select
          name="reason" value={reason} onChange={(event) => setReason(event.target.value)} placeholder=" "
          options={REFUND_REASONS.map((value) => ({ value, label: refunds(`reason.${value}`) }))}
        />
      </Field>
      <Field label={t('request.note')} description={t('request.noteHint')} error={wrong.note}>
        <Textarea name="note" rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <p className="text-13 text-ink-2">
        <span className="font-medium text-ink">{t('request.who')}</span> {t(large ? 'request.large' : 'request.small')} {t('request.never')}
      </p>
      <SubmitButton wide size="lg">{amountText ? t('request.submit', { amount: amountText }) : t('request.submitPlain')}</SubmitButton>
    </form>
  );
}
