'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { SavedAccount } from '@/lib/channels';
import type { AccountDeskView, SettingField } from '@/lib/channels/model';
import type { ActionState } from '@/lib/edge/model';
import { saveAccountAction } from '../actions';

const pathOf = (field: SettingField): string => `${field.part}.${field.name}`;

/** The form is the adapter's own schema. Secrets are only ever typed in: what is kept cannot be read back. */
export function AccountForm({ view, name }: { view: AccountDeskView; name: string }) {
  const t = useTranslations('channels');
  const router = useRouter();
  const { account, fields } = view;
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => ({
    baseUrl: account?.baseUrl ?? '', ...Object.fromEntries(fields.map((field) => [pathOf(field), field.part === 'config' ? (account?.config[field.name] ?? '') : ''])),
  }));
  const [state, send] = useActionState(async (_before: ActionState<SavedAccount>, form: FormData) => {
    const answer = await saveAccountAction(form);
    if (answer.ok) {
      const asked = answer.value.approvalId !== null;
      showSummary(asked ? { title: t('form.asked'), next: t('form.askedNext') } : { title: t('form.saved', { channel: name }), next: t('form.savedNext') });
      router.push('/channels');
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  const held = (path: string) =>
    ({ name: path, value: typed[path] ?? '', onChange: (event: { target: { value: string } }) => setTyped((was) => ({ ...was, [path]: event.target.value })) });
  return (
    <form action={send} className="grid gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="channel" value={view.channel} />
      <Field label={t('baseUrl')} description={t('form.baseUrlHint')} error={wrong.baseUrl} required>
        <Input {...held('baseUrl')} type="url" maxLength={300} className="font-mono" />
      </Field>
      {fields.map((field) => (
        <Setting key={pathOf(field)} field={field} kept={account !== null} error={wrong[pathOf(field)]} held={held(pathOf(field))} />
      ))}
      <SubmitButton size="lg">{t(account ? 'form.save' : 'form.create', { channel: name })}</SubmitButton>
    </form>
  );
}

interface SettingProps {
  field: SettingField;
  kept: boolean;
  error: string | undefined;
  held: { name: string; value: string; onChange: (event: { target: { value: string } }) => void };
}

function Setting({ field, kept, error, held }: SettingProps) {
  const t = useTranslations('channels');
  const common = useTranslations('common');
  const label = t.has(`field.${field.name}`) ? t(`field.${field.name}`) : field.name;
  const secret = field.part === 'secrets';
  const description = secret ? t(kept ? 'form.secretKept' : 'form.secretNew') : field.kind === 'json' ? t('form.json') : undefined;
  const shared = { error, description, label, required: !field.optional && !(secret && kept), ...(field.optional && { note: common('optional') }) };
  if (field.kind === 'line') {
    return <Field {...shared}><Input {...held} type={secret ? 'password' : 'text'} autoComplete="off" className="font-mono" /></Field>;
  }
  return <Field {...shared}><Textarea {...held} rows={field.kind === 'json' ? 6 : 4} autoComplete="off" spellCheck={false} className="font-mono text-13" /></Field>;
}
