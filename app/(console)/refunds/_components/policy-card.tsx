'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { ActionState } from '@/lib/edge/model';
import type { PolicyRow } from '@/lib/refunds/model';
import { policyAction } from '../actions';

/** One channel's refund rules as they count here; an administrator writes down what the contract says. */
export function PolicyCard({ row, mayWrite }: { row: PolicyRow; mayWrite: boolean }) {
  const t = useTranslations('refunds.rules');
  const locale = useLocale();
  const { policy } = row;
  const [state, send] = useActionState(async (before: ActionState<{ readonly channel: string }>, form: FormData) => {
    const answer = await policyAction(before, form);
    if (answer?.ok) showSummary({ title: t('saved') });
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  const figures = { windowDays: policy.windowDays, maxCount: policy.maxCount ?? '', minIntervalSeconds: policy.minIntervalMs / 1_000 };
  return (
    <Card title={isChannelCode(row.channel) ? channelName(row.channel, locale) : row.channel} sentence={t(row.own ? 'own' : 'published')}>
      <form action={send} className="grid gap-3">
        {state?.ok === false && <FormRefusal state={state} />}
        <input type="hidden" name="channel" value={row.channel} />
        <div className="grid gap-3 sm:grid-cols-3">
          {(['windowDays', 'maxCount', 'minIntervalSeconds'] as const).map((name) => (
            <Field key={name} label={t(name)} error={wrong[name]}><Input name={name} inputMode="numeric" readOnly={!mayWrite} defaultValue={figures[name]} /></Field>
          ))}
        </div>
        {(['partial', 'sameDayFullOnly', 'needsSettleDate'] as const).map((name) => (
          <Checkbox key={name} name={name} value="true" label={t(name)} defaultChecked={policy[name]} disabled={!mayWrite} />
        ))}
        {mayWrite && <SubmitButton variant="secondary" className="justify-self-start">{t('save')}</SubmitButton>}
      </form>
    </Card>
  );
}
