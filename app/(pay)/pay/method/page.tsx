import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { Payee } from '@/components/payee';
import { Money } from '@/components/money';
import { nameOf } from '../_components/names';
import { PaySteps } from '../_components/pay-steps';
import { QuietLink } from '@/components/ui/plain-link';
import { currentPayer } from '../payer';
import { MethodForm } from './_components/method-form';
import { OnPhone } from './_components/on-phone';
import { readWish } from './read-wish';
import { wayCards } from './way-words';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('method.title') };
}

/** For new payments (`?bill=…`) and for another way of one under way (`?payment=…`). */
export default async function MethodPage({ searchParams }: PageProps<'/pay/method'>) {
  const ctx = await currentPayer();
  const [wish, t, locale] = await Promise.all([readWish(ctx, await searchParams), getTranslations('pay'), getLocale()]);
  if ('elsewhere' in wish) redirect(wish.elsewhere);
  const { view, hidden, institution } = wish;
  const ways = await wayCards(view, institution.timeZone);
  return (
    <>
      <PaySteps current={1} />
      <Payee name={nameOf(institution, locale)} />
      <h1 className="mb-1 text-20 font-semibold">{t('method.title')}</h1>
      <p className="mb-5 flex flex-wrap items-baseline gap-x-3">
        <Money value={view.total} className="text-32 font-semibold" align="start" />
        <span className="text-14 text-ink-2">{t('method.bills', { count: view.count })}</span>
      </p>
      <MethodForm switching={wish.switching} hidden={hidden} ways={ways} />
      {!wish.switching && <OnPhone ctx={ctx} billIds={view.billIds} />}
      <p className="mt-6">
        <QuietLink href="/pay">{t('method.back')}</QuietLink>
      </p>
    </>
  );
}
