import { useTranslations } from 'next-intl';
import { BusyButton } from '@/components/pay/busy-button';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { switchAction } from '../../../actions';

/** One tap to the next best way. */
export function SwitchForm({ paymentId, method, channel, label }: { paymentId: string; method: string; channel: string; label: string }) {
  const t = useTranslations('common');
  const hidden = [['paymentId', paymentId], ['method', method], ['channel', channel]] as const;
  return (
    <PayForm action={switchAction} hidden={hidden} reference={t('error.reference')} className="grid gap-2">
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{label}</BusyButton>
    </PayForm>
  );
}
