import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { lookUpAction } from '../actions';

/** The number stays after a refusal, the digits do not. */
export async function LookUpForm({ slug }: { slug: string }) {
  const [t, common] = await Promise.all([getTranslations('pay.lookUp'), getTranslations('common')]);
  const look = controlStyle({ size: 'lg' });
  return (
    <PayForm action={lookUpAction} hidden={[['slug', slug]]} reference={common('error.reference')}>
      <PayField name="number" label={t('number')} hint={t('numberHint')} look={look} required autoComplete="off" maxLength={32} />
      <PayField
        name="digits" label={t('digits')} hint={t('digitsHint')} look={look} required inputMode="numeric" autoComplete="off" maxLength={4} pattern="\d{4}"
      />
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('submit')}</BusyButton>
    </PayForm>
  );
}
