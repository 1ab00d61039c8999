import { getTranslations } from 'next-intl/server';
import { PlainState } from '@/components/ui/plain-state';
import { WideLink } from '@/components/ui/plain-link';

/** The same answer as outside, inside the payer's frame. */
export default async function PayNotFound() {
  const t = await getTranslations('common');
  return (
    <PlainState
      level={1}
      meaning="attention"
      title={t('error.notFoundTitle')}
      money={t('error.notFoundMoney')}
      advice={t('error.notFoundAdvice')}
      actions={
        <WideLink href="/pay" variant="primary">
          {(await getTranslations('pay'))('history.back')}
        </WideLink>
      }
    />
  );
}
