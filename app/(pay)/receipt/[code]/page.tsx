import PayNotFound from '../../not-found';
import { getLocale, getTranslations } from 'next-intl/server';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { WideLink } from '@/components/ui/plain-link';
import { receiptPage } from '@/lib/checkout';
import { nameOf } from '../../pay/_components/names';
import { payerIfAny } from '../../pay/payer';
import { MailForm } from './_components/mail-form';
import { ReceiptFacts } from './_components/receipt-facts';

export async function generateMetadata() {
  return { title: (await getTranslations('receipt'))('title') };
}

/** Anybody with the code of a receipt sees here whether it is genuine and what became of it. Names are masked. */
export default async function ReceiptPage({ params }: PageProps<'/receipt/[code]'>) {
  const receipt = await receiptPage((await params).code);
  if (!receipt) return <PayNotFound />;
  const [t, locale, payer] = await Promise.all([getTranslations('receipt'), getLocale(), payerIfAny()]);
  return (
    <article>
      <Banner meaning="good" title={t('genuine')} className="mb-4">
        {t('genuineSentence', { institution: nameOf(receipt.institution, locale) })}
      </Banner>
      {receipt.refunded.minor !== '0' && (
        <Banner meaning="attention" title={t('refunded', { amount: moneyText(receipt.refunded) })} className="mb-4" />
      )}
      <h1 className="text-20 font-semibold">{t('heading', { number: receipt.number })}</h1>
      <Money value={receipt.amount} align="start" className="mt-2 text-32 font-semibold" />
      {receipt.capitals && (
        <p lang="zh-CN" className="mb-4 text-14 text-ink-2">
          人民币{receipt.capitals}
        </p>
      )}
      <ReceiptFacts receipt={receipt} />
      <div data-print="hide" className="mt-6 grid gap-2 sm:grid-cols-2">
        <WideLink href={`/receipt/${receipt.verifyCode}/pdf`} wide variant="primary">
          {t('pdf')}
        </WideLink>
        <WideLink href={`/receipt/${receipt.verifyCode}/pdf?download=1`} wide>
          {t('download')}
        </WideLink>
      </div>
      {payer && <MailForm code={receipt.verifyCode} />}
    </article>
  );
}
