import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { ANSWER_WITHIN_HOURS, DISPUTE_KINDS, DISPUTE_TEXT_MAX } from '@/lib/disputes/model';
import { raiseDisputeAction } from '../../../dispute-actions';

/** What is not right, in a word from a list and in one's own. Sent twice it is one question. */
export async function DisputeForm({ paymentId, idempotencyKey }: { paymentId: string; idempotencyKey: string }) {
  const [t, common] = await Promise.all([getTranslations('pay.dispute'), getTranslations('common')]);
  const look = controlStyle({ size: 'lg' });
  const hidden = [['paymentId', paymentId], ['idempotencyKey', idempotencyKey]] as const;
  return (
    <PayForm action={raiseDisputeAction} hidden={hidden} reference={common('error.reference')}>
      <PayField name="kind" label={t('what')} look={look} required options={DISPUTE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      <PayField name="text" label={t('words')} look={`${look} h-auto min-h-24 resize-y py-2`} rows={3} required maxLength={DISPUTE_TEXT_MAX} />
      <p className="text-14 text-ink-2">{t('promise', { hours: ANSWER_WITHIN_HOURS })}</p>
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('submit')}</BusyButton>
    </PayForm>
  );
}
