'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { copyPlanAction } from '../../actions';

/** Another plan that begins where this one is; the copy opens as a draft. */
export function CopyPlan({ planId, code }: { planId: string; code: string }) {
  const t = useTranslations('bill-items');
  const [state, send] = useActionState(copyPlanAction, null);
  const failed = state && !state.ok ? state.error : null;
  return (
    <Dialog title={t('copy.title')} description={t('copy.sentence')} trigger={<Button variant="quiet">{t('copy.open')}</Button>}>
      <form action={send} className="grid gap-4">
        <input type="hidden" name="planId" value={planId} />
        <Field label={t('create.code')} description={t('create.codeAbout')} error={failed?.fields['code'] ?? (failed && failed.message)} required>
          <Input name="code" defaultValue={`${code}-2`.slice(0, 32)} autoComplete="off" maxLength={32} />
        </Field>
        <SubmitButton>{t('copy.submit')}</SubmitButton>
      </form>
    </Dialog>
  );
}
