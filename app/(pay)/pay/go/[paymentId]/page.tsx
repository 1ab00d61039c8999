import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Payee } from '@/components/payee';
import { buttonStyle } from '@/components/ui/button-style';
import { channelName } from '@/lib/channels/model';
import { paymentStatus } from '@/lib/checkout';
import { paymentIdSchema } from '@/lib/checkout/model';
import { FollowPayment } from '../../_components/follow-payment';
import { nameOf } from '../../_components/names';
import { PaySteps } from '../../_components/pay-steps';
import { QuietLink } from '@/components/ui/plain-link';
import { RefreshWithoutScript } from '../../_components/refresh-without-script';
import { currentPayer } from '../../payer';
import { HandOver } from './_components/hand-over';
import { QrCode } from './_components/qr-code';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('go.title') };
}

/** From us to the bank: a redirect, a posted form, or a code to scan. */
export default async function GoPage({ params }: PageProps<'/pay/go/[paymentId]'>) {
  const ctx = await currentPayer();
  const id = paymentIdSchema.safeParse((await params).paymentId);
  const status = id.success ? await paymentStatus(ctx, id.data) : null;
  if (!status) redirect('/pay');
  const outcome = `/pay/outcome/${status.paymentId}`;
  if (status.step !== 'waiting' || !status.present || !status.channel) redirect(outcome);
  const [t, locale] = await Promise.all([getTranslations('pay.go'), getLocale()]);
  const channel = channelName(status.channel as never, locale);
  const values = { amount: moneyText(status.amount), channel };
  return (
    <>
      <PaySteps current={1} />
      <Payee name={nameOf(status.institution, locale)} />
      <h1 className="mb-4 text-20 font-semibold">{t('heading', values)}</h1>
      {status.present.kind === 'qr' ? (
        <QrCode text={status.present.text} {...values} expiresAt={status.expiresAt} zone={status.institution.timeZone} />
      ) : (
        <HandOver
          present={status.present}
          once={status.revision}
          look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}
          words={{ going: t('going', values), button: t('continue', values), back: t('cameBack') }}
        />
      )}
      <p className="mt-8 flex flex-wrap gap-x-6 gap-y-2 text-14">
        <QuietLink href={outcome}>{t('look')}</QuietLink>
        <QuietLink href={`/pay/method?payment=${status.paymentId}`}>{t('another')}</QuietLink>
      </p>
      <RefreshWithoutScript seconds={5} />
      <FollowPayment paymentId={status.paymentId} revision={status.revision} to={outcome} offline={t.raw('offline') as string} />
    </>
  );
}
