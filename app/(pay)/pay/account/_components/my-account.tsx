import { getLocale, getTranslations } from 'next-intl/server';
import { Money } from '@/components/money';
import { buttonStyle } from '@/components/ui/button-style';
import { PageHeader } from '@/components/ui/page-header';
import type { AccountView } from '@/lib/checkout';
import { forgetMeAction } from '../../actions';
import { nameOf } from '../../_components/names';
import { closeAccountAction, enterAccountAction, leaveAccountAction } from '../actions';

/** Whom the account holds, what each owes, and the ways out of it. Plain forms: all of it works without JavaScript. */
export async function MyAccount({ account }: { account: AccountView }) {
  const [t, locale] = await Promise.all([getTranslations('pay.account'), getLocale()]);
  return (
    <>
      <PageHeader title={t('title')} sentence={t('signedIn', { email: account.email })} />
      {account.payers.length === 0 && <p className="mb-6">{t('empty')}</p>}
      {account.payers.length > 0 && (
        <>
          <ul aria-label={t('list')} className="mb-4 divide-y divide-line rounded-md border border-line bg-surface">
            {account.payers.map((payer) => (
              <li key={`${payer.institutionId} ${payer.payerId}`} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3">
                <span className="grid min-w-0">
                  <span className="font-medium">{t('who', { name: payer.name, number: payer.number })}</span>
                  <span className="text-13 text-ink-2">{nameOf(payer.institution, locale)}</span>
                </span>
                {payer.owed ? <Money value={payer.owed} className="text-20 font-semibold" /> : <span className="text-ink-2">{t('nothing')}</span>}
                <form action={leaveAccountAction} className="w-full">
                  <input type="hidden" name="institutionId" value={payer.institutionId} />
                  <input type="hidden" name="payerId" value={payer.payerId} />
                  <button type="submit" className="min-h-11 text-14 text-accent-strong underline underline-offset-4">{t('remove', { name: payer.name })}</button>
                </form>
              </li>
            ))}
          </ul>
          <form action={enterAccountAction}>
            <button type="submit" className={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('enter')}</button>
          </form>
        </>
      )}
      <p className="mt-6 text-14 text-ink-2">{t('how')}</p>
      <div className="mt-8 flex flex-wrap gap-2 border-t border-line pt-5">
        <form action={forgetMeAction}>
          <button type="submit" className={buttonStyle({ size: 'lg' })}>{t('signOut')}</button>
        </form>
        <form action={closeAccountAction}>
          <button type="submit" className={buttonStyle({ variant: 'quiet', size: 'lg' })}>{t('close')}</button>
        </form>
      </div>
    </>
  );
}
