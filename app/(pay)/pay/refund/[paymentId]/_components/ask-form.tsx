import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { moneyText } from '@/components/money-format';
import { fromWire, toDecimal, type MoneyWire } from '@/lib/kernel/money';
import { REFUND_REASONS } from '@/lib/refunds/model';
import { askRefundAction } from '../../../actions';

interface AskFormProps {
  paymentId: string;
  /** Made with the form: sent twice it is one request. */
  idempotencyKey: string;
  left: MoneyWire;
  /** The channel gives back all or nothing. */
  whole: boolean;
}

/** How much, why, and a word about it. */
export async function AskForm({ paymentId, idempotencyKey, left, whole }: AskFormProps) {
  const [t, reasons, common] = await Promise.all([getTranslations('pay.refund'), getTranslations('refunds'), getTranslations('common')]);
  const look = controlStyle({ size: 'lg' });
  const hidden = [['paymentId', paymentId], ['idempotencyKey', idempotencyKey]] as const;
  const options = REFUND_REASONS.filter((r) => r !== 'goodwill').map((value) => ({ value, label: reasons(`reason.${value}`) }));
  return (
    <PayForm action={askRefundAction} hidden={hidden} reference={common('error.reference')}>
      <PayField
        name="amount" label={t('amount', { left: moneyText(left) })} look={`${look} read-only:bg-sunken`} required inputMode="decimal"
        defaultValue={toDecimal(fromWire(left))} readOnly={whole} autoComplete="off"
      />
      <PayField name="reason" label={t('reason')} look={look} required options={options} />
      <PayField name="note" label={t('note')} look={`${look} h-auto min-h-20 resize-y py-2`} rows={2} maxLength={500} />
      <p className="text-14 text-ink-2">{t('never')}</p>
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('submit')}</BusyButton>
    </PayForm>
  );
}
