'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useId, useState, useTransition, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSummary } from '@/components/ui/toast';
import type { PlanReach, RoutingDocument } from '@/lib/routing/model';
import { proposeRoutingAction } from '../actions';
import { momentOf, textOf } from './moment-of';

export interface ProposeDialogProps {
  draft: RoutingDocument;
  version: number;
  disabled: boolean;
  thin: readonly PlanReach[];
  changed: () => void;
}

/** Nobody changes the routing alone: the draft goes to a second person, with the moment from which it shall count. */
export function ProposeDialog({ draft, version, disabled, thin, changed }: ProposeDialogProps) {
  const t = useTranslations('bank-health');
  const zone = useTimeZone() ?? 'Asia/Shanghai';
  const form = useId();
  const [open, setOpen] = useState(false);
  const [acceptFew, setAcceptFew] = useState(false);
  const [busy, start] = useTransition();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const from = textOf(data, 'from');
    const note = textOf(data, 'note');
    start(async () => {
      const answer = await proposeRoutingAction({ document: draft, effectiveFrom: from ? momentOf(from, zone) : null, note, acceptFew });
      showSummary(answer.ok
        ? { title: t('weights.asked', { version: answer.value.version }), next: t('weights.askedNext') }
        : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      if (!answer.ok) return;
      setOpen(false);
      changed();
    });
  };
  return (
    <Dialog
      title={t('weights.ask', { version })} description={t('weights.askSentence')} open={open} onOpenChange={setOpen}
      trigger={<Button variant="primary" disabled={disabled}>{t('weights.save', { version })}</Button>}
      footer={<Button type="submit" form={form} variant="primary" pending={busy}>{t('weights.send')}</Button>}
    >
      <form id={form} onSubmit={send} className="grid gap-3">
        <Field label={t('weights.effective')} description={t('weights.effectiveHint')}><Input type="datetime-local" name="from" /></Field>
        <Field label={t('weights.note')}><Input name="note" maxLength={200} /></Field>
        {thin.length > 0 && (
          <Checkbox checked={acceptFew} onChange={(event) => setAcceptFew(event.target.checked)} label={t('weights.acceptFew', { count: thin.length })} />
        )}
      </form>
    </Dialog>
  );
}
