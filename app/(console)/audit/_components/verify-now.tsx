'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { SubmitButton } from '@/components/ui/submit-button';
import { verifyAuditAction } from '../actions';

/** Checks every entry against the checkpoints outside the database, and names the first that is not what it was. */
export function VerifyNow() {
  const t = useTranslations('audit.chain');
  const [state, send] = useActionState(verifyAuditAction, null);
  const bad = state?.ok ? state.value.firstBad : null;
  return (
    <form action={send} className="mt-3 grid gap-3">
      {state?.ok === false && <FormRefusal state={state} />}
      {state?.ok && (
        <Banner meaning={bad ? 'wrong' : 'good'} live title={bad ? t('bad', { entry: bad.seq, id: bad.id ?? '—' }) : t('good', { count: state.value.entries })}>
          {bad && <p>{t(`why.${bad.why}`)}</p>}
        </Banner>
      )}
      <div><SubmitButton variant="secondary">{t('verify')}</SubmitButton></div>
    </form>
  );
}
