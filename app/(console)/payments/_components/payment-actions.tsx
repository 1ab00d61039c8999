import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import type { PaymentLife } from '@/lib/reports';
import { useChannelName } from './channel-word';
import { ConfirmByHand } from './confirm-by-hand';
import { RefundRules } from './refund-rules';
import { RequestRefund } from './request-refund';

/** What this person may do about this payment now; where a refund cannot be asked for, why not. */
export function PaymentActions({ life, mayRefund, mayConfirm }: { life: PaymentLife; mayRefund: boolean; mayConfirm: boolean }) {
  const t = useTranslations('payments');
  const refunds = useTranslations('refunds');
  const nameOf = useChannelName();
  const { payment } = life.detail;
  const ability = life.refunds?.ability;
  const channel = nameOf(payment.channel ?? '');
  const refundable = mayRefund && ability && payment.status === 'succeeded';
  return (
    <>
      {mayConfirm && payment.status === 'unknown' && <ConfirmByHand paymentId={payment.id} amount={payment.amount} />}
      {refundable && ability.refusal === null && (
        <RequestRefund paymentId={payment.id} channel={channel} ability={ability} twoFrom={ability.twoSignaturesFrom} />
      )}
      {refundable && ability.refusal !== null && (
        <Popover label={t('request.cannot')} align="end" trigger={<Button>{t('request.cannot')}</Button>}>
          <p className="mb-2">{refunds(`errors.${ability.refusal}`, { seconds: 60 })}</p>
          <RefundRules ability={ability} />
        </Popover>
      )}
    </>
  );
}
