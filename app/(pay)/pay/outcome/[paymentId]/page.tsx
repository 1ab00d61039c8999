import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { Payee } from '@/components/payee';
import { QuietLink } from '@/components/ui/plain-link';
import { paymentStatus } from '@/lib/checkout';
import { paymentIdSchema, type PayerStatus } from '@/lib/checkout/model';
import { FollowPayment } from '../../_components/follow-payment';
import { nameOf } from '../../_components/names';
import { PaySteps } from '../../_components/pay-steps';
import { RefreshWithoutScript } from '../../_components/refresh-without-script';
import { currentPayer } from '../../payer';
import { Outcome } from './_components/outcome';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('outcome.title') };
}

/** How a payment stands: the truth in plain words. Can be left and found again; without JavaScript it asks again by itself. */
export default async function OutcomePage({ params }: PageProps<'/pay/outcome/[paymentId]'>) {
  const ctx = await currentPayer();
  const id = paymentIdSchema.safeParse((await params).paymentId);
  const status = id.success ? await paymentStatus(ctx, id.data) : null;
  if (!status) redirect('/pay');
  const [t, locale] = await Promise.all([getTranslations('pay'), getLocale()]);
  return (
    <>
      <PaySteps current={2} />
      <div className="mb-3">
        <Payee name={nameOf(status.institution, locale)} />
      </div>
      <Outcome status={status} />
      <p className="mt-4"><QuietLink href={`/pay/dispute/${status.paymentId}`}>{t('dispute.link')}</QuietLink></p>
      {!isFinal(status) && (
        <>
          <FollowPayment paymentId={status.paymentId} revision={status.revision} offline={t.raw('go.offline') as string} />
          <RefreshWithoutScript seconds={3} />
        </>
      )}
    </>
  );
}

/** Nothing more will happen by itself. A paid one still waits for its receipt. */
const isFinal = (status: PayerStatus): boolean => status.step === 'ended' || (status.step === 'paid' && status.receipt !== null);
