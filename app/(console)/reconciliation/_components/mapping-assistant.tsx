'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import { channelName, type ChannelCode } from '@/lib/channels/model';
import type { MappingLookView } from '@/lib/reconciliation/model';
import type { MappedField, TableMapping } from '@/lib/statements/model';
import { previewMappingAction, saveMappingAction } from '../actions';
import { MappingCheck } from './mapping-check';
import { MappingChoices } from './mapping-choices';
import { MappingTable } from './mapping-table';

interface MappingAssistantProps {
  file: File;
  channels: readonly ChannelCode[];
  /** Kept: files like this one are read by themselves from now on. */
  saved: () => void;
}

const EMPTY: TableMapping = { encoding: null, delimiter: null, headerLine: 0, columns: {}, style: null, order: null, inverted: null };
/** A person who turns several things at once is asked for once. */
const WAIT_MS = 300;

/** The file as it stands, a choice above every column, and beside each choice what it would make of the whole file. Nothing is stored before it is kept. */
export function MappingAssistant({ file, channels, saved }: MappingAssistantProps) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  const [mapping, setMapping] = useState<TableMapping | null>(null);
  const { look, refusal, busy } = useLook(file, mapping, (first) => setMapping({ ...EMPTY, ...first.guess }));
  const [name, setName] = useState('');
  const [channel, setChannel] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [keeping, keep] = useTransition();
  const put = (change: Partial<TableMapping>) => setMapping((before) => ({ ...(before ?? EMPTY), ...change }));
  const assign = (column: number, field: MappedField | null) => put({ columns: assigned(mapping?.columns ?? {}, column, field) });
  const ready = (look?.check?.rows ?? 0) > 0 && channel !== '' && name.trim() !== '';
  const save = () => keep(async () => {
    if (!mapping) return;
    const form = formOf(file, mapping);
    form.set('channel', channel);
    form.set('name', name);
    const answer = await saveMappingAction(form);
    if (answer.ok) saved();
    else setFailed(answer.error.message);
  });
  if (refusal) return <Banner meaning="wrong" title={refusal} live />;
  if (!look || !mapping) return <p role="status" className="flex items-center gap-2 text-13 text-ink-2"><Spinner />{t('import.reading')}</p>;
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t('mapping.sentence')}</p>
      <MappingChoices mapping={mapping} look={look} put={put} />
      <MappingTable look={look} mapping={mapping} assign={assign} chooseHeader={(headerLine) => put({ headerLine })} />
      <p role="status" className="flex items-center gap-2 text-13 text-ink-2 empty:hidden">{busy && <><Spinner />{t('mapping.checking')}</>}</p>
      <MappingCheck check={look.check} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('mapping.channel')} description={t('mapping.channelHint')} required>
          <Select placeholder={t('mapping.choose')} value={channel} options={channels.map((c) => ({ value: c, label: channelName(c, locale) }))} onChange={(event) => setChannel(event.target.value)} />
        </Field>
        <Field label={t('mapping.name')} description={t('mapping.nameHint')} required>
          <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
      </div>
      {failed && <Banner meaning="wrong" title={failed} live />}
      <div><Button variant="primary" disabled={!ready} pending={keeping} onClick={save}>{t('mapping.save')}</Button></div>
    </div>
  );
}

const formOf = (file: File, mapping: TableMapping | null): FormData => {
  const form = new FormData();
  form.set('file', file);
  form.set('mapping', JSON.stringify(mapping));
  return form;
};

/** A column means one thing, and one thing stands in one column. */
function assigned(columns: TableMapping['columns'], column: number, field: MappedField | null): TableMapping['columns'] {
  const rest = Object.entries(columns).filter(([name, place]) => place !== column && name !== field);
  return Object.fromEntries(field === null ? rest : [...rest, [field, column]]);
}

/** Asks again a moment after the last change; an answer to an older question is thrown away. */
function useLook(file: File, mapping: TableMapping | null, begin: (first: MappingLookView) => void) {
  const [look, setLook] = useState<MappingLookView | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const first = useRef(begin);
  useEffect(() => {
    const mine = ++latest.current;
    setBusy(true);
    const timer = setTimeout(() => void previewMappingAction(formOf(file, mapping)).then((answer) => {
      if (mine !== latest.current) return;
      setBusy(false);
      if (!answer.ok) return setRefusal(answer.error.message);
      setLook(answer.value);
      if (mapping === null) first.current(answer.value);
    }), mapping === null ? 0 : WAIT_MS);
    return () => clearTimeout(timer);
  }, [file, mapping]);
  return { look, refusal, busy };
}
