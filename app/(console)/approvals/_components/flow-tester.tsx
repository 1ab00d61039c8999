'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import type { Tried } from '@/lib/approvals';
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
      {state?.ok && <TriedSteps tried={state.value} />}
    </Card>
  );
}

function TriedSteps({ tried: { steps, enough } }: { tried: Tried }) {
  const t = useTranslations('approvals.flow');
  const identity = useTranslations('identity.role');
  const name = (person: Tried['steps'][number]['people'][number]): string => (person.behalf ? t('behalf', { name: person.name, of: person.behalf }) : person.name);
  return (
    <div className="mt-4 grid gap-3" aria-live="polite">
      <ol className="grid gap-2">
        {steps.map((step, index) => (
          <li key={index} className="grid gap-0.5 rounded-sm bg-sunken px-3 py-2">
            <span className="text-13 text-ink-2">{t('stage', { n: step.stage + 1 })} · {step.roles.map((role) => identity(`${role}.name`)).join(' / ')}{step.department && ` · ${step.department}`}</span>
            <span className={step.people.length === 0 ? 'font-medium text-wrong' : 'font-medium'}>{step.people.length === 0 ? t('nobody') : step.people.map(name).join('、')}</span>
          </li>
        ))}
      </ol>
      {!enough && <Banner meaning="wrong" title={t('tooFew')}>{t('tooFewAdvice')}</Banner>}
    </div>
  );
}
