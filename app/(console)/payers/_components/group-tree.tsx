'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import type { GroupView } from '@/lib/payers/model';
import { saveGroupAction } from '../actions';

/** Groups as a tree, with how many payers stand in each and below it. */
export function GroupTree({ groups, mayWrite }: { groups: readonly GroupView[]; mayWrite: boolean }) {
  const t = useTranslations('payers.groups');
  return (
    <Card title={t('tree', { count: groups.length })} sentence={t('treeSentence')} actions={mayWrite && <EditGroup groups={groups} />} className="self-start">
      {groups.length === 0 && <p className="text-13 text-ink-2">{t('none')}</p>}
      <ul className="grid gap-1">
        {groups.map((group) => (
          <li key={group.code} className="flex min-h-9 flex-wrap items-center justify-between gap-x-3" style={{ paddingInlineStart: `${group.depth * 1.25}rem` }}>
            <TextLink href={`/payers?group=${encodeURIComponent(group.code)}`}>{group.name}</TextLink>
            <span className="flex items-center gap-3 text-13 text-ink-2">
              {t('payers', { own: group.payers, all: group.payersBelow })}
              {mayWrite && <EditGroup groups={groups} group={group} />}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function EditGroup({ groups, group }: { groups: readonly GroupView[]; group?: GroupView }) {
  const t = useTranslations('payers.groups');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(group?.name ?? '');
  const [parent, setParent] = useState(group?.parent ?? '');
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const save = () =>
    start(async () => {
      const answer = await saveGroupAction({ code: group?.code ?? name, name, parent: parent === '' ? null : parent });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      router.refresh();
    });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={group ? t('editTitle', { name: group.name }) : t('addTitle')}
      trigger={<Button size="sm" aria-label={group ? t('editOf', { name: group.name }) : undefined}>{t(group ? 'edit' : 'add')}</Button>}
      footer={<Button variant="primary" pending={busy} disabled={name.trim() === ''} onClick={save}>{t('save')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3">
        <Field label={t('name')} required><Input value={name} maxLength={32} onChange={(event) => setName(event.target.value)} /></Field>
        <Field label={t('parent')}>
          <Select
            value={parent} onChange={(event) => setParent(event.target.value)}
            options={[{ value: '', label: t('top') }, ...groups.filter((g) => g.code !== group?.code).map((g) => ({ value: g.code, label: `${'　'.repeat(g.depth)}${g.name}` }))]}
          />
        </Field>
      </div>
    </Dialog>
  );
}
