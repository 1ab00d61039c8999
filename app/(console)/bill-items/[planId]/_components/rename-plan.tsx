'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { renamePlanAction } from '../../actions';

/** Plans from one template begin with one name; payers read it on their bills. */
export function RenamePlan({ planId, nameZh, nameEn }: { planId: string; nameZh: string; nameEn: string }) {
  const t = useTranslations('bill-items');
  const [open, setOpen] = useState(false);
  const [state, send] = useActionState(async (before: ActionState<{ planId: string }>, form: FormData) => {
    const answer = await renamePlanAction(before, form);
    if (answer?.ok) {
      showSummary({ title: t('rename.done'), next: t('rename.doneNext') });
      setOpen(false);
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <Dialog title={t('rename.title')} description={t('rename.sentence')} open={open} onOpenChange={setOpen} trigger={<Button variant="quiet">{t('rename.open')}</Button>}>
      <form action={send} className="grid gap-4">
        <input type="hidden" name="planId" value={planId} />
        <Field label={t('items.nameZh')} error={wrong['nameZh']} required><Input name="nameZh" defaultValue={nameZh} maxLength={60} /></Field>
        <Field label={t('items.nameEn')} error={wrong['nameEn']} required><Input name="nameEn" defaultValue={nameEn} maxLength={60} /></Field>
        <SubmitButton>{t('rename.submit')}</SubmitButton>
      </form>
    </Dialog>
  );
}
