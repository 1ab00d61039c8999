'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import { PAYER_STATES, type AttributeView, type GroupView, type PayerDetail, type SavePayerInput } from '@/lib/payers/model';
import { savePayerAction } from '../actions';
import { AttributeFields } from './attribute-fields';

interface EditPayerProps {
  /** Absent = a new payer. */
  payer?: PayerDetail;
  groups: readonly GroupView[];
  attributes: readonly AttributeView[];
}

const formOf = (payer?: PayerDetail): SavePayerInput => ({
  payerId: payer?.id ?? null, number: payer?.number ?? '', name: payer?.name ?? '', phone: payer?.phone ?? '', email: payer?.email ?? '',
  group: payer?.group?.code ?? '', family: payer?.family ?? '', status: payer?.status === 'left' ? 'left' : 'active', attributes: payer?.attributes ?? {},
});

/** Everything that is known of one payer in one form; a new one too. */
export function EditPayer({ payer, groups, attributes }: EditPayerProps) {
  const t = useTranslations('payers');
  const router = useRouter();
  const zh = useLocale() === 'zh-CN';
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(() => formOf(payer));
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const set = (part: Partial<SavePayerInput>) => setForm((all) => ({ ...all, ...part }));
  const save = () =>
    start(async () => {
      const answer = await savePayerAction(form);
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      showSummary({ title: payer ? t('edit.changed', { name: form.name }) : t('edit.added', { name: form.name }), number: form.number });
      if (payer) router.refresh();
      else router.push(`/payers/${answer.value.payerId}`);
    });
  const text = (name: 'number' | 'name' | 'phone' | 'email' | 'family', max: number, { required = false, about }: { required?: boolean; about?: string } = {}) => (
    <Field label={t(`columns.${name}`)} required={required} description={about}>
      <Input value={form[name]} maxLength={max} onChange={(event) => set({ [name]: event.target.value })} />
    </Field>
  );
  return (
    <Dialog
      open={open} size="lg"
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setForm(formOf(payer));
        setError(null);
      }}
      title={payer ? t('edit.title', { name: payer.name, number: payer.number }) : t('edit.addTitle')} description={payer ? t('edit.sentence') : t('edit.addSentence')}
      trigger={<Button shortcut={payer ? 'e' : 'n'}>{payer ? t('edit.open') : t('edit.add')}</Button>}
      footer={<Button variant="primary" pending={busy} disabled={form.name.trim() === '' || form.number.trim() === ''} onClick={save}>{payer ? t('edit.save') : t('edit.add')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3 sm:grid-cols-2">
        {!payer && text('number', 32, { required: true, about: t('edit.numberAbout') })}
        {text('name', 80, { required: true })}
        {text('phone', 20)}
        {text('email', 200)}
        <Field label={t('columns.group')}>
          <Select
            value={form.group} onChange={(event) => set({ group: event.target.value })}
            options={[{ value: '', label: t('edit.noGroup') }, ...groups.map((g) => ({ value: g.code, label: `${'　'.repeat(g.depth)}${g.name}` }))]}
          />
        </Field>
        {text('family', 32, { about: t('edit.familyAbout') })}
        {payer && (
          <Field label={t('columns.state')} description={t('edit.leftAbout')}>
            <Select
              value={form.status} onChange={(event) => set({ status: PAYER_STATES.find((s) => s === event.target.value) ?? 'active' })}
              options={PAYER_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
            />
          </Field>
        )}
        <AttributeFields types={attributes} values={form.attributes} zh={zh} onChange={(values) => set({ attributes: values })} />
      </div>
    </Dialog>
  );
}
