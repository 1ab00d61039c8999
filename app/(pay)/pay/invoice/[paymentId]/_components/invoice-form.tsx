import { getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { BUYER_KINDS } from '@/lib/invoices/model';
import type { MoneyWire } from '@/lib/kernel/money';
import { requestInvoiceAction } from '../../../actions';

/** To whom it is made out. For how much is not asked: what was paid and is still there. */
export async function InvoiceForm({ paymentId, idempotencyKey, left }: { paymentId: string; idempotencyKey: string; left: MoneyWire }) {
  const [t, common] = await Promise.all([getTranslations('invoices'), getTranslations('common')]);
  const look = controlStyle({ size: 'lg' });
  const hidden = [['paymentId', paymentId], ['idempotencyKey', idempotencyKey]] as const;
  return (
    <PayForm action={requestInvoiceAction} hidden={hidden} reference={common('error.reference')}>
      <PayField name="buyer" label={t('buyer')} look={look} required options={BUYER_KINDS.map((value) => ({ value, label: t(`buyers.${value}`) }))} />
      <PayField name="title" label={t('buyerTitle')} hint={t('buyerTitleHint')} look={look} required maxLength={100} autoComplete="name" />
      <PayField name="taxNo" label={t('taxNo')} hint={t('taxNoHint')} look={look} maxLength={20} autoComplete="off" spellCheck={false} />
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('submit', { amount: moneyText(left) })}</BusyButton>
    </PayForm>
  );
}
