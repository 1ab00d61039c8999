import { useTranslations } from 'next-intl';
import { BusyButton } from '@/components/pay/busy-button';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { abandonAction } from '../../../actions';

/** Gives a payment up. Nothing is lost by it: the bills can be paid again, so nobody is asked twice. */
export function AbandonForm({ paymentId, label }: { paymentId: string; label: string }) {
  const t = useTranslations('common');
  return (
    <PayForm action={abandonAction} hidden={[['paymentId', paymentId]]} reference={t('error.reference')} className="grid gap-2">
      <BusyButton look={buttonStyle({ variant: 'quiet', size: 'lg', wide: true })}>{label}</BusyButton>
    </PayForm>
  );
}
