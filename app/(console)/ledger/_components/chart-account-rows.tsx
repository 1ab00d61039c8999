'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { ACCOUNT_KINDS, type AccountKind, type ChartContent } from '@/lib/ledger/model';

type Accounts = ChartContent['accounts'];

/** The accounts of the chart. */
export function AccountRows({ accounts, change, locked }: { accounts: Accounts; change: (next: Accounts) => void; locked: boolean }) {
  const t = useTranslations('ledger');
  const put = (at: number, part: Partial<Accounts[number]>) => change(accounts.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <Card title={t('chart.accounts', { count: accounts.length })} sentence={t('chart.accountsSentence')} padding="none">
      <ul className="divide-y divide-line">
        {accounts.map((one, at) => (
          <li key={at} className="grid gap-2 px-4 py-2 sm:grid-cols-[8rem_1fr_1fr_8rem_auto]">
            <Field label={t('balance.code')} labelHidden><Input size="sm" className="font-mono" value={one.code} onChange={(event) => put(at, { code: event.target.value })} /></Field>
            <Field label={t('chart.nameZh')} labelHidden><Input size="sm" value={one.zh} onChange={(event) => put(at, { zh: event.target.value })} /></Field>
            <Field label={t('chart.nameEn')} labelHidden><Input size="sm" value={one.en} onChange={(event) => put(at, { en: event.target.value })} /></Field>
            <Field label={t('balance.kind')} labelHidden>
              <Select size="sm" value={one.kind} onChange={(event) => put(at, { kind: event.target.value as AccountKind })} options={ACCOUNT_KINDS.map((kind) => ({ value: kind, label: t(`accountKind.${kind}`) }))} />
            </Field>
            {!locked && <Button size="sm" variant="quiet" onClick={() => change(accounts.filter((_, index) => index !== at))} aria-label={t('chart.removeAccount', { code: one.code })}>{t('chart.remove')}</Button>}
          </li>
        ))}
      </ul>
      {!locked && <div className="px-4 py-2"><Button size="sm" onClick={() => change([...accounts, { code: '', zh: '', en: '', kind: 'asset' }])}>{t('chart.addAccount')}</Button></div>}
    </Card>
  );
}
