'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { ATTRIBUTE_KINDS, type AttributeView } from '@/lib/payers/model';
import { saveAttributeAction } from '../actions';

/** What is known of payers, with its type; what only turned up in a file waits to be given one. */
export function AttributeTypes({ attributes, mayWrite }: { attributes: readonly AttributeView[]; mayWrite: boolean }) {
  const t = useTranslations('payers.attributes');
  const zh = useLocale() === 'zh-CN';
  return (
    <Card title={t('title', { count: attributes.length })} sentence={t('sentence')} actions={mayWrite && <EditAttribute />} className="self-start">
      {attributes.length === 0 && <p className="text-13 text-ink-2">{t('none')}</p>}
      <ul className="grid gap-2">
        {attributes.map((attribute) => (
          <li key={attribute.name} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line pb-2 last:border-b-0">
            <span>
              {zh ? attribute.labelZh : attribute.labelEn} <span className="font-mono text-12 text-ink-2">{attribute.name}</span>
            </span>
            <span className="flex flex-wrap items-center gap-3 text-13 text-ink-2">
              {attribute.typed ? t(`kinds.${attribute.kind}`) : <Badge meaning="attention">{t('untyped')}</Badge>}
              {attribute.choices.length > 0 && <span>{attribute.choices.join(' / ')}</span>}
              <span>{t('payers', { count: attribute.payers })}</span>
              {mayWrite && <EditAttribute attribute={attribute} />}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function EditAttribute({ attribute }: { attribute?: AttributeView }) {
  const t = useTranslations('payers.attributes');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [type, setType] = useState({
    name: attribute?.name ?? '', kind: attribute?.kind ?? 'text', labelZh: attribute?.labelZh ?? '', labelEn: attribute?.labelEn ?? '', choices: attribute?.choices.join('\n') ?? '',
  });
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const set = (part: Partial<typeof type>) => setType((all) => ({ ...all, ...part }));
  const save = () =>
    start(async () => {
      const answer = await saveAttributeAction({ ...type, choices: type.choices.split('\n').map((c) => c.trim()).filter((c) => c !== '') });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      router.refresh();
    });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={attribute ? t('editTitle', { name: attribute.name }) : t('addTitle')} description={t('editSentence')}
      trigger={<Button size="sm" aria-label={attribute ? t('editOf', { name: attribute.name }) : undefined}>{t(attribute ? 'edit' : 'add')}</Button>}
      footer={<Button variant="primary" pending={busy} onClick={save}>{t('save')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3">
        {!attribute && <Field label={t('name')} description={t('nameAbout')} required><Input className="font-mono" value={type.name} maxLength={32} onChange={(e) => set({ name: e.target.value })} /></Field>}
        <Field label={t('kind')}>
          <Select value={type.kind} onChange={(e) => set({ kind: ATTRIBUTE_KINDS.find((k) => k === e.target.value) ?? 'text' })} options={ATTRIBUTE_KINDS.map((k) => ({ value: k, label: t(`kinds.${k}`) }))} />
        </Field>
        <Field label={t('labelZh')} required><Input value={type.labelZh} maxLength={40} onChange={(e) => set({ labelZh: e.target.value })} /></Field>
        <Field label={t('labelEn')} required><Input value={type.labelEn} maxLength={40} onChange={(e) => set({ labelEn: e.target.value })} /></Field>
        {type.kind === 'choice' && <Field label={t('choices')} description={t('choicesAbout')} required><Textarea rows={4} value={type.choices} onChange={(e) => set({ choices: e.target.value })} /></Field>}
      </div>
    </Dialog>
  );
}
