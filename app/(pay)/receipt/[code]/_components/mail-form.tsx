import { getTranslations } from 'next-intl/server';
import { BusyButton } from '@/components/pay/busy-button';
import { PayField } from '@/components/pay/pay-field';
import { PayForm } from '@/components/pay/pay-form';
import { buttonStyle } from '@/components/ui/button-style';
import { controlStyle } from '@/components/ui/control-style';
import { mailReceiptAction } from '../../../pay/actions';

/** Sends the receipt's link to an address. */
export async function MailForm({ code }: { code: string }) {
  const [t, common] = await Promise.all([getTranslations('receipt.mail'), getTranslations('common')]);
  return (
    <div data-print="hide" className="mt-6">
      <PayForm action={mailReceiptAction} hidden={[['code', code]]} reference={common('error.reference')} done={t('done')} className="grid gap-3">
        <PayField name="email" type="email" label={t('label')} look={controlStyle({ size: 'lg' })} required autoComplete="email" maxLength={200} />
        <BusyButton look={buttonStyle({ variant: 'secondary', size: 'lg' })}>{t('submit')}</BusyButton>
      </PayForm>
    </div>
  );
}
