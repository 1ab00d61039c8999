'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useId, useState, useTransition, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import type { ChannelTile } from '@/lib/routing/model';
import { setMaintenanceAction } from '../actions';
import { momentOf, textOf } from './moment-of';

export interface MaintenanceDialogProps {
  tiles: readonly ChannelTile[];
  nameOf: (channel: string) => string;
  changed: () => void;
}

export function MaintenanceDialog({ tiles, nameOf, changed }: MaintenanceDialogProps) {
  const t = useTranslations('bank-health');
  const zone = useTimeZone() ?? 'Asia/Shanghai';
  const form = useId();
  const [open, setOpen] = useState(false);
  const [times, setTimes] = useState(0);
  const [busy, start] = useTransition();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const channel = textOf(data, 'channel');
    const startsAt = momentOf(textOf(data, 'startsAt'), zone);
    const endsAt = momentOf(textOf(data, 'endsAt'), zone);
    const note = textOf(data, 'note');
    start(async () => {
      // The same window sent twice is one; after a success the next one has a key of its own.
      const answer = await setMaintenanceAction({ channel, startsAt, endsAt, note, key: `${channel}:${startsAt}:${endsAt}:${times}` });
      showSummary(answer.ok
        ? { title: t('maintenance.saved', { channel: nameOf(channel) }), next: t('maintenance.savedNext') }
        : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      if (!answer.ok) return;
      setOpen(false);
      setTimes((n) => n + 1);
      changed();
    });
  };
  return (
    <Dialog
      title={t('maintenance.title')} description={t('maintenance.sentence')} open={open} onOpenChange={setOpen}
      trigger={<Button variant="quiet">{t('maintenance.open')}</Button>}
      footer={<Button type="submit" form={form} variant="primary" pending={busy}>{t('maintenance.save')}</Button>}
    >
      <form id={form} onSubmit={save} className="grid gap-3">
        <Field label={t('maintenance.channel')}><Select name="channel" options={tiles.map((tile) => ({ value: tile.channel, label: nameOf(tile.channel) }))} /></Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('maintenance.starts')} required><Input type="datetime-local" name="startsAt" required /></Field>
          <Field label={t('maintenance.ends')} required><Input type="datetime-local" name="endsAt" required /></Field>
        </div>
        <Field label={t('maintenance.note')} required><Input name="note" maxLength={200} required /></Field>
      </form>
    </Dialog>
  );
}
