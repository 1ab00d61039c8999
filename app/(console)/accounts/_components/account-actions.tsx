'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { showSummary } from '@/components/ui/toast';
import type { CentreView, FundAccountView } from '@/lib/account-centre/model';
import { mapFundAccountAction, retireFundAccountAction } from '../actions';
import { AccountForm } from './account-form';

/** What may be done with an account: its words, what it collects (a sub-account), its end. */
export function AccountActions({ account, centre }: { account: FundAccountView; centre: CentreView }) {
  const t = useTranslations('accounts');
  const [busy, start] = useTransition();
  const retire = () => start(async () => {
    const answer = await retireFundAccountAction({ accountId: account.id });
    if (answer.ok) showSummary({ title: t('retired', { name: account.name }) });
    else showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
  });
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {account.parentId && <MapDialog account={account} centre={centre} />}
      <AccountForm centre={centre} account={account} />
      <Button size="sm" variant="quiet" pending={busy} onClick={retire} aria-label={t('retireLabel', { name: account.name })}>{t('retire')}</Button>
    </span>
  );
}

const keyOf = (one: { planId: string; itemCode: string }): string => `${one.planId} ${one.itemCode}`;

/** Whole plans, or single items of them. */
function MapDialog({ account, centre }: { account: FundAccountView; centre: CentreView }) {
  const t = useTranslations('accounts');
  const common = useTranslations('common');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(account.collects.map(keyOf)));
  const [busy, start] = useTransition();
  const toggle = (key: string) => setPicked((before) => {
    const next = new Set(before);
    if (!next.delete(key)) next.add(key);
    return next;
  });
  const save = () => start(async () => {
    const items = [...picked].map((key) => ({ planId: key.slice(0, key.indexOf(' ')), itemCode: key.slice(key.indexOf(' ') + 1) }));
    const answer = await mapFundAccountAction({ accountId: account.id, items });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    setOpen(false);
    showSummary({ title: t('mapped', { name: account.name }) });
  });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={t('mapTitle', { name: account.name })} description={t('mapSentence')}
      trigger={<Button size="sm" variant="quiet" aria-label={t('mapTitle', { name: account.name })}>{t('map')}</Button>}
      footer={<><Button onClick={() => setOpen(false)}>{common('cancel')}</Button><Button variant="primary" pending={busy} onClick={save}>{common('save')}</Button></>}
    >
      <ul className="grid gap-3">
        {centre.plans.map((plan) => (
          <li key={plan.planId} className="grid gap-1">
            <Checkbox checked={picked.has(`${plan.planId} `)} onChange={() => toggle(`${plan.planId} `)} label={<b className="font-medium">{locale === 'en' ? plan.nameEn : plan.nameZh} · {t('whole')}</b>} />
            <div className="grid gap-1 pl-6">
              {plan.items.map((item) => <Checkbox key={item.code} checked={picked.has(`${plan.planId} ${item.code}`)} onChange={() => toggle(`${plan.planId} ${item.code}`)} label={locale === 'en' ? item.en : item.zh} />)}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
