import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { LinkButton } from '@/components/ui/link-button';
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
  if (!receipt) notFound();
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
        <LinkButton href={`/receipt/${receipt.verifyCode}/pdf`} prefetch={false} size="lg" wide variant="primary">
          {t('pdf')}
        </LinkButton>
        <LinkButton href={`/receipt/${receipt.verifyCode}/pdf?download=1`} prefetch={false} size="lg" wide variant="secondary">
          {t('download')}
        </LinkButton>
      </div>
      {payer && <MailForm code={receipt.verifyCode} words={{ label: t('mail.label'), submit: t('mail.submit'), done: t('mail.done') }} />}
    </article>
  );
}
