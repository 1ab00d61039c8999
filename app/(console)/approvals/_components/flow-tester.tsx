'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import type { TriedStep } from '@/lib/approvals';
import type { ApprovalKind, Flow } from '@/lib/approvals/model';
import { tryFlowAction } from '../actions';
import type { Colleague } from './flow-desk';

/** Who would approve this? Asked of the flow as it stands on the screen, drawn or in force, and of the people who are here now. */
export function FlowTester({ kind, money, flow, people }: { kind: ApprovalKind; money: boolean; flow: Flow; people: readonly Colleague[] }) {
  const t = useTranslations('approvals.flow');
  const [major, setMajor] = useState('1000');
  const [requester, setRequester] = useState('');
  const [state, send] = useActionState(async () => tryFlowAction({ kind, major: money ? major.replace(/\D/g, '') || '0' : '0', requester: requester || null, flow }), null);
  return (
    <Card title={t('test')} sentence={t('testSentence')}>
      <form action={() => { send(); }} className="flex flex-wrap items-end gap-3">
        {money && <Field label={t('amount')}><Input inputMode="numeric" className="w-40" value={major} onChange={(e) => setMajor(e.target.value)} /></Field>}
        <Field label={t('requester')}>
          <Select value={requester} onChange={(e) => setRequester(e.target.value)} placeholder={t('anybody')} options={people.map((p) => ({ value: p.userId, label: p.name }))} />
        </Field>
        <SubmitButton variant="secondary">{t('try')}</SubmitButton>
      </form>
      {state?.ok === false && <FormRefusal state={state} />}
      {state?.ok && <Tried steps={state.value.steps} />}
    </Card>
  );
}

function Tried({ steps }: { steps: readonly TriedStep[] }) {
  const t = useTranslations('approvals.flow');
  const identity = useTranslations('identity.role');
  return (
    <ol className="mt-4 grid gap-2" aria-live="polite">
      {steps.map((step, index) => (
        <li key={index} className="grid gap-0.5 rounded-sm bg-sunken px-3 py-2">
          <span className="text-13 text-ink-2">{t('stage', { n: step.stage + 1 })} · {step.roles.map((role) => identity(`${role}.name`)).join(' / ')}{step.department && ` · ${step.department}`}</span>
          <span className={step.people.length === 0 ? 'font-medium text-wrong' : 'font-medium'}>{step.people.length === 0 ? t('nobody') : step.people.join('、')}</span>
        </li>
      ))}
    </ol>
  );
}
