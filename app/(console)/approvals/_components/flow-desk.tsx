'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { FlowView } from '@/lib/approvals';
import type { Flow } from '@/lib/approvals/model';
import { proposeFlowAction } from '../actions';
import { BandEditor, emptyBand } from './band-editor';
import { FlowTester } from './flow-tester';
import { FlowTimes } from './flow-times';

export interface Colleague {
  readonly userId: string;
  readonly name: string;
}

/** One kind's flow: drawn on the left, tried out on the right. What is drawn counts only once its signers agreed. */
export function FlowDesk({ view, people, mayWrite }: { view: FlowView; people: readonly Colleague[]; mayWrite: boolean }) {
  const t = useTranslations('approvals');
  const [flow, setFlow] = useState<Flow>(view.proposed?.flow ?? view.flow);
  const editable = mayWrite && view.proposed === null;
  const setBand = (at: number, band: Flow['bands'][number]) => setFlow({ ...flow, bands: flow.bands.with(at, band) });
  const addBand = () => setFlow({ ...flow, bands: [{ ...emptyBand(), below: '1000' }, ...flow.bands] });
  return (
    <div className="grid gap-4">
      {view.proposed && (
        <Banner
          meaning="waiting" title={t('flow.proposed', { name: view.proposed.by })}
          actions={view.proposed.approvalId && <LinkButton href={`/approvals/${view.proposed.approvalId}`}>{t('flow.openProposal')}</LinkButton>}
        >
          {t('flow.proposedSentence')}
        </Banner>
      )}
      <Card
        title={t(`kind.${view.kind}`)} sentence={view.money ? t('flow.dual') : t('flow.noAmount')}
        actions={editable && view.money && <Button size="sm" onClick={addBand}>{t('flow.addBand')}</Button>}
      >
        <ol className="grid gap-4">
          {flow.bands.map((band, at) => (
            <BandEditor
              key={at} band={band} from={at === 0 ? null : flow.bands[at - 1]!.below} editable={editable} money={view.money} onChange={(next) => setBand(at, next)}
              onRemove={flow.bands.length > 1 && band.below !== null ? () => setFlow({ ...flow, bands: flow.bands.toSpliced(at, 1) }) : null}
            />
          ))}
        </ol>
        <FlowTimes flow={flow} editable={editable} onChange={setFlow} />
      </Card>
      <FlowTester kind={view.kind} money={view.money} flow={flow} people={people} />
      {editable && <Propose view={view} flow={flow} />}
    </div>
  );
}

function Propose({ view, flow }: { view: FlowView; flow: Flow }) {
  const t = useTranslations('approvals');
  const [note, setNote] = useState('');
  const [state, send] = useActionState(async () => {
    const answer = await proposeFlowAction({ kind: view.kind, flow, note });
    if (answer.ok) showSummary({ title: t('flow.sent'), next: t('flow.sentNext') });
    return answer;
  }, null);
  return (
    <form action={() => { send(); }} className="grid gap-3 rounded-md border border-line bg-surface p-4">
      <FormRefusal state={state} />
      <Field label={t('flow.note')}>
        <Input maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <SubmitButton className="justify-self-start">{t('flow.propose')}</SubmitButton>
    </form>
  );
}
