import { getLocale, getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { Checkbox } from '@/components/ui/checkbox';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { moneyText } from '@/components/money-format';
import { fromWire, toDecimal, type MoneyWire } from '@/lib/kernel/money';
import { itemText, REFUND_REASONS, type RefundItemView } from '@/lib/refunds/model';
import { askRefundAction } from '../../../actions';

interface AskFormProps {
  paymentId: string;
  /** Made with the form: sent twice it is one request. */
  idempotencyKey: string;
  left: MoneyWire;
  /** The channel gives back all or nothing. */
  whole: boolean;
  /** What of each item can still go back. */
  items: readonly RefundItemView[];
}

/** How much, why, and a word about it. */
export async function AskForm({ paymentId, idempotencyKey, left, whole, items }: AskFormProps) {
  const [t, reasons, common, locale] = await Promise.all([getTranslations('pay.refund'), getTranslations('refunds'), getTranslations('common'), getLocale()]);
  const look = controlStyle({ size: 'lg' });
  const hidden = [['paymentId', paymentId], ['idempotencyKey', idempotencyKey]] as const;
  const options = REFUND_REASONS.filter((r) => r !== 'goodwill').map((value) => ({ value, label: reasons(`reason.${value}`) }));
  return (
    <PayForm action={askRefundAction} hidden={hidden} reference={common('error.reference')}>
      {!whole && items.length > 1 && (
        <fieldset>
          <legend className="font-medium">{t('items')}</legend>
          <p className="text-14 text-ink-2">{t('itemsHint')}</p>
          {items.map((one) => (
            <Checkbox
              key={one.billId + one.item} size="lg" name="items[]" value={itemText(one.billId, one.item, toDecimal(fromWire(one.amount)))}
              label={`${locale === 'en' ? one.labelEn : one.labelZh} · ${moneyText(one.amount)}`} description={one.billNumber}
            />
          ))}
        </fieldset>
      )}
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
