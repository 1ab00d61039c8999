import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Payee } from '@/components/payee';
import { buttonStyle } from '@/components/ui/button-style';
import { PageHeader } from '@/components/ui/page-header';
import { QuietLink } from '@/components/ui/plain-link';
import { owedView } from '@/lib/checkout';
import { shown } from '@/lib/edge';
import { nameOf, titleOf } from '../_components/names';
import { PaySteps } from '../_components/pay-steps';
import { currentPayer } from '../payer';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('part.title') };
}

/** How much of one bill to pay now: from the smallest part the plan takes to all that is open. A plain GET form. */
export default async function PartPage({ searchParams }: PageProps<'/pay/part'>) {
  const [owed, query, t, locale] = await Promise.all([currentPayer().then((ctx) => shown(owedView(ctx))), searchParams, getTranslations('pay'), getLocale()]);
  const bill = owed.bills.find((b) => b.id === query['bill'] && b.heldBy === null);
  if (!bill?.partialMin) redirect('/pay');
  return (
    <>
      <PaySteps current={0} />
      <PageHeader above={<Payee name={nameOf(owed.institution, locale)} />} title={t('part.title')} sentence={`${titleOf(bill, locale)}, ${bill.number}`} />
      <form action="/pay/method" method="get" className="grid gap-4">
        <input type="hidden" name="bill" value={bill.id} />
        <label className="grid gap-1">
          <span className="font-medium">{t('part.amount')}</span>
          <span className="text-14 text-ink-2">{t('part.between', { least: moneyText(bill.partialMin), most: moneyText(bill.open) })}</span>
          <input
            name="amount" required inputMode="decimal" autoComplete="off" pattern="[0-9]{1,12}([.][0-9]{1,2})?" title={t('part.shape')}
            className="min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-20 tabular-nums"
          />
        </label>
        <button type="submit" className={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('part.continue')}</button>
      </form>
      <p className="mt-6"><QuietLink href="/pay">{t('method.back')}</QuietLink></p>
    </>
  );
}
