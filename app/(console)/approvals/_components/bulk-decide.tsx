'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { SecondFactor, useFactor, type Factors } from '@/components/second-factor';
import { Banner } from '@/components/ui/banner';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { showSummary } from '@/components/ui/toast';
import type { ApprovalView } from '@/lib/approvals';
import { decideManyAction } from '../actions';
import { signWithPasskey } from './sign-with-passkey';

type Choice = { readonly decision: '' | 'approve' | 'reject'; readonly reason: string };

/** Every request that waits, each with its own answer and its own reason; one code signs the list as it stands. */
export function BulkDecide({ approvals, factors }: { approvals: readonly ApprovalView[]; factors: Factors }) {
  const t = useTranslations('approvals');
  const stopped = useTranslations('common.factor')('stopped');
  const factor = useFactor(factors);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [code, setCode] = useState('');
  const of = (id: string): Choice => choices[id] ?? { decision: '', reason: '' };
  const chosen = approvals.filter((a) => of(a.id).decision !== '');
  const [state, send] = useActionState(async () => {
    const items = chosen.map((a) => ({ approvalId: a.id, operationHash: a.operationHash, reason: of(a.id).reason, decision: of(a.id).decision === 'reject' ? 'reject' as const : 'approve' as const }));
    const signed = factor.by === 'passkey' ? await signWithPasskey({ items, list: true }, stopped) : null;
    if (signed?.ok === false) return signed;
    const answer = await decideManyAction({ items, ...(signed ? { passkey: signed.value } : { stepUpCode: code }) });
    if (answer.ok) {
      const refused = answer.value.results.filter((r) => r.refusal !== null).length;
      showSummary({ title: t('bulk.done', { count: answer.value.results.length - refused }), ...(refused > 0 && { next: t('bulk.notDone', { count: refused }), meaning: 'attention' as const }) });
      setChoices({});
      setCode('');
    }
    return answer;
  }, null);
  return (
    <form action={() => { send(); }} className="grid gap-4">
      {state?.ok === false && <FormRefusal state={state} />}
      {state?.ok && state.value.results.some((r) => r.refusal) && <Banner meaning="attention" title={t('bulk.notDone', { count: state.value.results.filter((r) => r.refusal).length })}>{t('bulk.reload')}</Banner>}
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {approvals.map((approval) => (
          <Row key={approval.id} approval={approval} choice={of(approval.id)} onChange={(choice) => setChoices({ ...choices, [approval.id]: choice })} />
        ))}
      </ul>
      <div className="sticky bottom-0 flex flex-wrap items-end gap-3 border-t border-line bg-paper py-3">
        <SecondFactor factor={factor} error={state?.ok === false ? state.error.fields.stepUpCode : undefined} value={code} onChange={setCode} />
        <SubmitButton size="lg" disabled={chosen.length === 0}>{t('bulk.submit', { count: chosen.length })}</SubmitButton>
      </div>
    </form>
  );
}

function Row({ approval, choice, onChange }: { approval: ApprovalView; choice: Choice; onChange: (choice: Choice) => void }) {
  const t = useTranslations('approvals');
  const name = `${t(`kind.${approval.kind}`)} ${moneyText(approval.amount)}`;
  return (
    <li className="grid gap-3 px-4 py-3 desk:grid-cols-[minmax(0,2fr)_10rem_minmax(0,2fr)]">
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-3"><TextLink href={`/approvals/${approval.id}`}>{t(`kind.${approval.kind}`)}</TextLink>{approval.amount.minor !== '0' && <Money value={approval.amount} />}</p>
        <p className="text-13 text-ink-2">{approval.requestedBy} · <span className="font-mono break-all">{approval.subjectId}</span></p>
      </div>
      <Field label={t('bulk.decision', { name })} labelHidden>
        <Select value={choice.decision} onChange={(e) => onChange({ ...choice, decision: e.target.value as Choice['decision'] })} placeholder={t('bulk.leave')}
          options={[{ value: 'approve', label: t('key.approve') }, { value: 'reject', label: t('key.reject') }]} />
      </Field>
      <Field label={t('bulk.reasonFor', { name })} labelHidden>
        <Input maxLength={500} placeholder={t('decide.reason')} required={choice.decision === 'reject'} value={choice.reason} onChange={(e) => onChange({ ...choice, reason: e.target.value })} />
      </Field>
    </li>
  );
}
