import PayNotFound from '../../../not-found';
import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { PageHeader } from '@/components/ui/page-header';
import { QuietLink } from '@/components/ui/plain-link';
import { paymentStatus } from '@/lib/checkout';
import { paymentIdSchema } from '@/lib/checkout/model';
import { disputesOfPayment } from '@/lib/disputes';
import { ANSWER_WITHIN_HOURS } from '@/lib/disputes/model';
import { newId } from '@/lib/kernel/ports';
import { nameOf } from '../../_components/names';
import { currentPayer } from '../../payer';
import { DisputeForm } from './_components/dispute-form';
import { DisputeList } from './_components/dispute-list';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('dispute.title') };
}

/** A payer says what is not right about a payment, sees by when it is answered, and the answer. */
export default async function DisputePage({ params, searchParams }: {
  params: Promise<{ paymentId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await currentPayer();
  const id = paymentIdSchema.safeParse((await params).paymentId);
  const status = id.success ? await paymentStatus(ctx, id.data) : null;
  if (!status) return <PayNotFound />;
  const [t, locale, asked, query] = await Promise.all([getTranslations('pay.dispute'), getLocale(), disputesOfPayment(ctx, status.paymentId), searchParams]);
  const open = asked.some((one) => one.status === 'open' || one.status === 'escalated');
  return (
    <>
      <PageHeader above={nameOf(status.institution, locale)} title={t('title')} sentence={t('sentence', { number: status.number, amount: moneyText(status.amount) })} />
      {query.asked !== undefined && <Banner live meaning="good" title={t('asked')} className="mb-4">{t('askedNext', { hours: ANSWER_WITHIN_HOURS })}</Banner>}
      <DisputeList asked={asked} zone={status.institution.timeZone} />
      {!open && <DisputeForm paymentId={status.paymentId} idempotencyKey={newId('request', ctx)} />}
      <p className="mt-8"><QuietLink href={`/pay/outcome/${status.paymentId}`}>{t('back')}</QuietLink></p>
    </>
  );
}
