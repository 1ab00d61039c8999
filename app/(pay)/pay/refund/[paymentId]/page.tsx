import PayNotFound from '../../../not-found';
import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { PageHeader } from '@/components/ui/page-header';
import { paymentStatus } from '@/lib/checkout';
import { paymentIdSchema } from '@/lib/checkout/model';
import { newId } from '@/lib/kernel/ports';
import { refundability, refundsOfPayment } from '@/lib/refunds';
import { nameOf } from '../../_components/names';
import { QuietLink } from '@/components/ui/plain-link';
import { currentPayer } from '../../payer';
import { AskForm } from './_components/ask-form';
import { AskedList } from './_components/asked-list';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('refund.title') };
}

/** A payer asks for money back and sees what became of it. Somebody at the institution decides. */
export default async function RefundPage({ params, searchParams }: {
  params: Promise<{ paymentId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await currentPayer();
  const id = paymentIdSchema.safeParse((await params).paymentId);
  const status = id.success ? await paymentStatus(ctx, id.data) : null;
  const ability = status && (await refundability(ctx, status.paymentId));
  if (!status || !ability) return <PayNotFound />;
  const [t, locale, asked, query] = await Promise.all([
    getTranslations('pay.refund'), getLocale(), refundsOfPayment(ctx, status.paymentId), searchParams,
  ]);
  return (
    <>
      <PageHeader above={nameOf(status.institution, locale)} title={t('title')} sentence={t('sentence', { number: status.number, amount: moneyText(status.amount) })} />
      {query.asked !== undefined && <Banner live meaning="good" title={t('asked')} className="mb-4">{t('askedNext')}</Banner>}
      <AskedList asked={asked} zone={status.institution.timeZone} />
      {ability.refusal === null ? (
        <AskForm paymentId={status.paymentId} idempotencyKey={newId('request', ctx)} left={ability.left} whole={!ability.partial} items={ability.items} />
      ) : (
        <p className="text-ink-2">{t('notNow')}</p>
      )}
      <p className="mt-8"><QuietLink href="/pay/history">{t('back')}</QuietLink></p>
    </>
  );
}
