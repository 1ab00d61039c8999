import { useTranslations } from 'next-intl';
import { Banner } from '@/components/ui/banner';

/** What just happened elsewhere, said above the list. */
export function Notices({ givenUp, none }: { givenUp: boolean; none: boolean }) {
  const t = useTranslations('pay.owed');
  return (
    <>
      {givenUp && (
        <Banner live meaning="rest" title={t('givenUp')} className="mb-4">
          {t('givenUpMoney')}
        </Banner>
      )}
      {none && <Banner live meaning="attention" title={t('chooseOne')} className="mb-4" />}
    </>
  );
}
