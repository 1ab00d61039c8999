import PayNotFound from '../../../not-found';
import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { PageHeader } from '@/components/ui/page-header';
import { QuietLink } from '@/components/ui/plain-link';
import { paymentStatus } from '@/lib/checkout';
import { paymentIdSchema } from '@/lib/checkout/model';
import { invoicesOfPayment } from '@/lib/invoices';
import { newId } from '@/lib/kernel/ports';
import { nameOf } from '../../_components/names';
import { RefreshWithoutScript } from '../../_components/refresh-without-script';
import { currentPayer } from '../../payer';
import { InvoiceForm } from './_components/invoice-form';
import { InvoiceList } from './_components/invoice-list';

export async function generateMetadata() {
  return { title: (await getTranslations('invoices'))('title') };
}

/** The electronic invoice of a payment: asked for here, issued by a provider within seconds or days, kept here with what corrects it. */
export default async function InvoicePage({ params, searchParams }: {
  params: Promise<{ paymentId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await currentPayer();
  const id = paymentIdSchema.safeParse((await params).paymentId);
  const [status, found] = id.success ? await Promise.all([paymentStatus(ctx, id.data), invoicesOfPayment(ctx, id.data)]) : [null, null];
  if (!status || !found) return <PayNotFound />;
  const [t, locale, query] = await Promise.all([getTranslations('invoices'), getLocale(), searchParams]);
  const underWay = found.invoices.some((one) => one.status === 'requested' || one.status === 'issuing');
  return (
    <>
      <PageHeader above={nameOf(status.institution, locale)} title={t('title')} sentence={t('sentence', { number: status.number, amount: moneyText(status.amount) })} />
      {query.unavailable !== undefined && <Banner live meaning="waiting" title={t('unavailable')} className="mb-4" />}
      {underWay && <Banner live meaning="waiting" title={t('underWay')} className="mb-4">{t('underWaySentence')}</Banner>}
      <InvoiceList paymentId={status.paymentId} invoices={found.invoices} zone={status.institution.timeZone} />
      {found.offered && <InvoiceForm paymentId={status.paymentId} idempotencyKey={newId('request', ctx)} left={found.left} />}
      {!found.offered && found.invoices.length === 0 && <p className="text-ink-2">{t('notOffered')}</p>}
      <p className="mt-8"><QuietLink href="/pay/history">{t('back')}</QuietLink></p>
      {underWay && <><span data-follow-page hidden /><RefreshWithoutScript seconds={3} /></>}
    </>
  );
}
