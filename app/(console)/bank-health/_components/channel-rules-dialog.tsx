'use client';

import { useTranslations } from 'next-intl';
import { useId, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { Select } from '@/components/ui/select';
import { money, parseDecimal, toDecimal } from '@/lib/kernel/money';
import { channelRulesSchema, type ChannelRules, type ChannelTile, type RoutingDocument } from '@/lib/routing/model';
import { textOf } from './moment-of';

export interface ChannelRulesDialogProps {
  tiles: readonly ChannelTile[];
  nameOf: (channel: string) => string;
  draft: RoutingDocument;
  save: (draft: RoutingDocument) => void;
}

/** Limits, hours, places and regions of one channel. Part of the draft: a second person reads them too. */
export function ChannelRulesDialog({ tiles, nameOf, draft, save }: ChannelRulesDialogProps) {
  const t = useTranslations('bank-health');
  const form = useId();
  const [open, setOpen] = useState(false);
  const [channel, setChannel] = useState(tiles[0]?.channel ?? '');
  const [wrong, setWrong] = useState(false);
  const rules = draft.channels[channel] ?? {};
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = rulesOf(new FormData(event.currentTarget));
    setWrong(read === null);
    if (!read) return;
    const { [channel]: _, ...others } = draft.channels;
    save({ ...draft, channels: Object.keys(read).length === 0 ? others : { ...others, [channel]: { ...(rules.payers && { payers: rules.payers }), ...read } } });
    setOpen(false);
  };
  return (
    <Dialog
      title={t('rules.title')} description={t('rules.sentence')} open={open} onOpenChange={setOpen}
      trigger={<Button variant="quiet">{t('rules.open')}</Button>}
      footer={<Button type="submit" form={form} variant="primary">{t('rules.keep')}</Button>}
    >
      <form id={form} key={channel} onSubmit={keep} className="grid gap-3">
        <Field label={t('maintenance.channel')}>
          <Select value={channel} onChange={(event) => setChannel(event.target.value)} options={tiles.map((tile) => ({ value: tile.channel, label: nameOf(tile.channel) }))} />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('rules.day')}><MoneyInput currency="CNY" name="day" defaultValue={majorOf(rules.dayLimitMinor)} /></Field>
          <Field label={t('rules.month')}><MoneyInput currency="CNY" name="month" defaultValue={majorOf(rules.monthLimitMinor)} /></Field>
          <Field label={t('rules.from')}><Input type="time" name="from" defaultValue={rules.hours?.from} /></Field>
          <Field label={t('rules.to')}><Input type="time" name="to" defaultValue={rules.hours?.to} /></Field>
          <Field label={t('rules.places')}><Input type="number" name="places" min={1} max={1000} defaultValue={rules.concurrencyMax} /></Field>
          <Field label={t('rules.regions')} description={t('rules.regionsHint')}><Input name="regions" defaultValue={rules.regions?.join(' ')} /></Field>
        </div>
        {wrong && <p className="text-13 text-wrong" role="alert">{t('rules.wrong')}</p>}
      </form>
    </Dialog>
  );
}

const majorOf = (minor: string | undefined): string => (minor === undefined ? '' : toDecimal(money(BigInt(minor), 'CNY')));

/** Empty fields are no restriction; null where a field cannot be read. */
function rulesOf(data: FormData): ChannelRules | null {
  const amount = (name: string) => (textOf(data, name) === '' ? undefined : parseDecimal(textOf(data, name).replaceAll(',', ''), 'CNY'));
  const [day, month] = [amount('day'), amount('month')];
  if ((day && !day.ok) || (month && !month.ok)) return null;
  const [from, to, places, regions] = [textOf(data, 'from'), textOf(data, 'to'), textOf(data, 'places'), textOf(data, 'regions').trim()];
  const parsed = channelRulesSchema.safeParse({
    ...(day?.ok && { dayLimitMinor: day.value.minor.toString() }), ...(month?.ok && { monthLimitMinor: month.value.minor.toString() }),
    ...((from || to) && { hours: { from, to } }), ...(places && { concurrencyMax: Number.parseInt(places, 10) }),
    ...(regions && { regions: regions.toUpperCase().split(/[\s,，、]+/) }),
  });
  return parsed.success ? parsed.data : null;
}
