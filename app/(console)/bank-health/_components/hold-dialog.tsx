'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useId, useState, useTransition, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import { isChannelCode } from '@/lib/channels/model';
import { parseDecimal } from '@/lib/kernel/money';
import { HOLD_SUBJECTS } from '@/lib/routing/model';
import { holdRouteAction } from '../actions';
import { newKey } from '../../refunds/_components/new-key';
import { momentOf, textOf } from './moment-of';

export interface HoldDialogProps {
  channels: readonly string[];
  nameOf: (channel: string) => string;
  changed: () => void;
}

export function HoldDialog({ channels, nameOf, changed }: HoldDialogProps) {
  const t = useTranslations('bank-health');
  const zone = useTimeZone() ?? 'Asia/Shanghai';
  const form = useId();
  const [open, setOpen] = useState(false);
  const [subject, setSubject] = useState<(typeof HOLD_SUBJECTS)[number]>('payer');
  const [key, setKey] = useState(newKey);
  const [busy, start] = useTransition();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const about = textOf(data, 'about');
    const from = subject === 'amount' ? parseDecimal(about, 'CNY') : null;
    const until = textOf(data, 'until');
    const wish = {
      subject, number: subject === 'amount' ? '' : about, fromMinor: from?.ok ? from.value.minor.toString() : null, channels: channels.filter(isChannelCode).filter((channel) => data.getAll('channels').includes(channel)),
      reason: textOf(data, 'reason'), until: until === '' ? null : momentOf(until, zone),
    };
    start(async () => {
      // The same hold sent twice is one; after a success the next one has a key of its own.
      const answer = await holdRouteAction({ ...wish, key: `hold-${key}` });
      showSummary(answer.ok ? { title: t('holds.saved'), next: t('holds.savedNext') } : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      if (!answer.ok) return;
      setOpen(false);
      setKey(newKey());
      changed();
    });
  };
  return (
    <Dialog
      title={t('holds.add')} description={t('holds.addSentence')} open={open} onOpenChange={setOpen}
      trigger={<Button variant="quiet" size="sm">{t('holds.open')}</Button>}
      footer={<Button type="submit" form={form} variant="primary" pending={busy}>{t('holds.save')}</Button>}
    >
      <form id={form} onSubmit={save} className="grid gap-3">
        <Field label={t('holds.subject')}>
          <Select
            name="subject" value={subject} onChange={(event) => setSubject(HOLD_SUBJECTS.find((one) => one === event.target.value) ?? 'payer')}
            options={HOLD_SUBJECTS.map((one) => ({ value: one, label: t(`holds.subjects.${one}`) }))}
          />
        </Field>
        <Field label={t(`holds.about.${subject}`)} required><Input name="about" required maxLength={64} inputMode={subject === 'amount' ? 'decimal' : 'text'} /></Field>
        <fieldset className="grid gap-2">
          <legend className="text-13 font-medium">{t('holds.channels')}</legend>
          <p className="text-13 text-ink-2">{t('holds.channelsNote')}</p>
          <div className="grid gap-1 sm:grid-cols-3">
            {channels.map((channel) => <Checkbox key={channel} name="channels" value={channel} label={nameOf(channel)} />)}
          </div>
        </fieldset>
        <Field label={t('holds.until')} note={t('holds.untilNote')}><Input type="datetime-local" name="until" /></Field>
        <Field label={t('holds.reason')} required><Input name="reason" maxLength={200} required /></Field>
      </form>
    </Dialog>
  );
}
