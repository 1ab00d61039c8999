'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import { FUND_ACCOUNT_KINDS, type CentreView, type FundAccountView } from '@/lib/account-centre/model';
import { CHANNELS, channelName } from '@/lib/channels/model';
import { saveFundAccountAction } from '../actions';

/** Describes a new account, or one there is: then only its words and number change. */
export function AccountForm({ centre, account }: { centre: CentreView; account?: FundAccountView }) {
  const t = useTranslations('accounts');
  const common = useTranslations('common');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<FundAccountView['kind']>(account?.kind ?? 'bank');
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [busy, start] = useTransition();
  const parents = centre.accounts.filter((a) => a.parentId === null);
  const send = (form: FormData) => start(async () => {
    const text = (name: string) => { const value = form.get(name); return typeof value === 'string' ? value : ''; };
    const answer = await saveFundAccountAction({
      kind, name: text('name'), sourceTag: text('sourceTag'), number: text('number'), ...(account && { id: account.id }), ...(!account && kind === 'sub-account' && { parentId: text('parentId') }),
      ...(!account && kind !== 'sub-account' && text('channel') !== '' && { channel: CHANNELS.find((c) => c === text('channel')) }),
    });
    if (!answer.ok) {
      setWrong(answer.error.fields);
      if (Object.keys(answer.error.fields).length === 0) showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      return;
    }
    setOpen(false);
    showSummary({ title: t('saved', { name: text('name') }) });
  });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={account ? t('editTitle', { name: account.name }) : t('add')} description={t('formSentence')}
      trigger={account ? <Button size="sm" variant="quiet" aria-label={t('editTitle', { name: account.name })}>{t('edit')}</Button> : <Button variant="primary" shortcut="n">{t('add')}</Button>}
    >
      <form action={send} className="grid gap-3">
        {!account && <Field label={t('kindOf')}><Select value={kind} options={FUND_ACCOUNT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={(event) => setKind(FUND_ACCOUNT_KINDS.find((k) => k === event.target.value) ?? 'bank')} /></Field>}
        {!account && (kind === 'sub-account'
          ? <Field label={t('parent')} required><Select name="parentId" options={parents.map((p) => ({ value: p.id, label: `${p.name} · ${p.sourceTag}` }))} /></Field>
          : <Field label={t('channel')} description={t('channelHint')}><Select name="channel" placeholder="—" options={CHANNELS.map((c) => ({ value: c, label: channelName(c, locale) }))} /></Field>)}
        <Field label={t('name')} error={wrong['name']} required><Input name="name" maxLength={80} defaultValue={account?.name ?? ''} /></Field>
        <Field label={t('source')} description={t('sourceHint')} error={wrong['sourceTag']} required><Input name="sourceTag" maxLength={80} defaultValue={account?.sourceTag ?? ''} /></Field>
        <Field label={t('number')} description={t('numberHint')} error={wrong['number']}><Input name="number" maxLength={40} autoComplete="off" placeholder={account?.numberHint ? `…${account.numberHint}` : ''} /></Field>
        <div className="flex justify-end gap-2"><Button onClick={() => setOpen(false)}>{common('cancel')}</Button><Button type="submit" variant="primary" pending={busy}>{common('save')}</Button></div>
      </form>
    </Dialog>
  );
}
