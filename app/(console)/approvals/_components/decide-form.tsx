'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ApprovalView, Decided } from '@/lib/approvals';
import type { ActionState } from '@/lib/edge/model';
import { decideAction } from '../actions';

/** The fingerprint travels with the form: what the person saw is what they sign. */
export function DecideForm({ approval, decision, done }: { approval: ApprovalView; decision: 'approve' | 'reject'; done: () => void }) {
  const t = useTranslations('approvals');
  const what = { amount: moneyText(approval.amount), what: t(`kind.${approval.kind}`) };
  // A refund is named by its amount, every other act by its kind.
  const of = approval.kind === 'refund' ? '' as const : 'other.' as const;
  const [reason, setReason] = useState('');
  const [state, send] = useActionState(async (before: ActionState<Decided>, form: FormData) => {
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
      <Field label={t('decide.code')} description={t('decide.wait')} error={refused.stepUpCode} required>
        <Input
          name="stepUpCode"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          maxLength={6}
          size="lg"
          className="font-mono tracking-widest"
          autoFocus={decision === 'approve'}
        />
      </Field>
      <SubmitButton variant={decision === 'approve' ? 'primary' : 'danger'} wide size="lg">
        {t(`decide.${of}${decision}`, what)}
      </SubmitButton>
    </form>
  );
}
