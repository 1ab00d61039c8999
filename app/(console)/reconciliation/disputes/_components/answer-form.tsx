'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useTransition } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import { DISPUTE_TEXT_MAX } from '@/lib/disputes/model';
import { answerDisputeAction, takeDisputeAction } from '../actions';

/** What the payer will read. Said before it is sent: it cannot be taken back. */
export function AnswerForm({ disputeId, taken }: { disputeId: string; taken: boolean }) {
  const t = useTranslations('disputes');
  const [state, send] = useActionState(answerDisputeAction, null);
  const [busy, start] = useTransition();
  const take = () => start(async () => {
    const answer = await takeDisputeAction({ disputeId });
    if (answer.ok) showSummary({ title: t('taken') });
    else showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
  });
  return (
    <Card title={t('reply')} actions={!taken && <Button size="sm" pending={busy} shortcut="t" onClick={take}>{t('take')}</Button>}>
      <form action={send} className="grid gap-3">
        {state?.ok === false && <FormRefusal state={state} />}
        <input type="hidden" name="disputeId" value={disputeId} />
        <Field label={t('answerWords')} description={t('answerHint')} required><Textarea name="answer" rows={4} maxLength={DISPUTE_TEXT_MAX} required /></Field>
        <Field label={t('evidence')}><Input type="file" name="evidence" /></Field>
        <div><SubmitButton>{t('send')}</SubmitButton></div>
      </form>
    </Card>
  );
}
