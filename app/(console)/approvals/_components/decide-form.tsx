'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { SecondFactor, useFactor, type Factors } from '@/components/second-factor';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ApprovalView, Decided } from '@/lib/approvals';
import type { ActionState } from '@/lib/edge/model';
import { decideAction } from '../actions';
import { signWithPasskey } from './sign-with-passkey';

interface DecideFormProps {
  approval: ApprovalView;
  decision: 'approve' | 'reject';
  factors: Factors;
  done: () => void;
}

/** The fingerprint travels with the form: what the person saw is what they sign. */
export function DecideForm({ approval, decision, factors, done }: DecideFormProps) {
  const t = useTranslations('approvals');
  const stopped = useTranslations('common.factor')('stopped');
  const factor = useFactor(factors);
  const what = { amount: moneyText(approval.amount), what: t(`kind.${approval.kind}`) };
  // A refund is named by its amount, every other act by its kind.
  const of = approval.kind === 'refund' ? '' as const : 'other.' as const;
  const [reason, setReason] = useState('');
  const [state, send] = useActionState(async (before: ActionState<Decided>, form: FormData) => {
    if (factor.by === 'passkey') {
      const item = { approvalId: approval.id, decision, reason, operationHash: approval.operationHash };
      const signed = await signWithPasskey({ items: [item], list: false }, stopped);
      if (!signed.ok) return signed;
      form.set('passkey', signed.value);
    }
    const answer = await decideAction(before, form);
    if (answer?.ok) {
      const { status, missing } = answer.value;
      const kind = status === 'pending' ? 'signed' : status;
      showSummary({ title: t(`done.${of}${kind}`, what), next: t(`done.${of}${kind}Next`, { ...what, missing }), number: approval.subjectId });
      done();
    }
    return answer;
  }, null);
  const refused = state?.ok === false ? state.error.fields : {};
  const elsewhere = Object.keys(refused).some((name) => name !== 'reason' && name !== 'stepUpCode');
  return (
    <form action={send} className="grid gap-4">
      {(Object.keys(refused).length === 0 || elsewhere) && <FormRefusal state={state} />}
      <input type="hidden" name="approvalId" value={approval.id} />
      <input type="hidden" name="operationHash" value={approval.operationHash} />
      <input type="hidden" name="decision" value={decision} />
      <Field label={t('decide.reason')} description={t('decide.reasonHint')} error={refused.reason} required={decision === 'reject'}>
        <Textarea name="reason" maxLength={500} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <SecondFactor factor={factor} error={refused.stepUpCode} autoFocus={decision === 'approve'} />
      <SubmitButton variant={decision === 'approve' ? 'primary' : 'danger'} wide size="lg">
        {t(`decide.${of}${decision}`, what)}
      </SubmitButton>
    </form>
  );
}
