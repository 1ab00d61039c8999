'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ExportAccountView } from '@/lib/ledger/model';
import { exportCodeAction } from '../actions';

/** What the accounting software calls each account; vouchers leave under that code. */
export function ExportCodes({ accounts, mayWrite }: { accounts: readonly ExportAccountView[]; mayWrite: boolean }) {
  const t = useTranslations('ledger.periods');
  const locale = useLocale();
  const [state, send] = useActionState(exportCodeAction, null);
  return (
    <Card title={t('codes')} sentence={t('codesSentence')} padding="none">
      {state?.ok === false && <div className="p-4"><FormRefusal state={state} /></div>}
      <ul className="divide-y divide-line">
        {accounts.map((account) => (
          <li key={account.code} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2">
            <span><span className="font-mono text-13 text-ink-2">{account.code}</span> {locale === 'en' ? account.nameEn : account.nameZh}</span>
            {mayWrite ? (
              <form action={send} className="flex items-center gap-2">
                <input type="hidden" name="code" value={account.code} />
                <Field label={t('codeOf', { code: account.code })} labelHidden><Input name="exportCode" size="sm" className="w-36 font-mono" defaultValue={account.exportCode} /></Field>
                <SubmitButton size="sm" variant="quiet">{t('saveCode')}</SubmitButton>
              </form>
            ) : <span className="font-mono text-13">{account.exportCode}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
