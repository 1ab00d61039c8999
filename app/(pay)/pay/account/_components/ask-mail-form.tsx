import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { askAccountAction } from '../actions';

/** Where the link goes. Nothing else is asked: whoever reads the mailbox is the payer. */
export async function AskMailForm() {
  const [t, common] = await Promise.all([getTranslations('pay.account'), getTranslations('common')]);
  return (
    <PayForm action={askAccountAction} reference={common('error.reference')}>
      <PayField name="email" type="email" label={t('email')} hint={t('emailHint')} look={controlStyle({ size: 'lg' })} required autoComplete="email" maxLength={200} />
      <BusyButton look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('send')}</BusyButton>
    </PayForm>
  );
}
