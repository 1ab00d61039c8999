import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/components/ui/tabs';

export function AccountTabs({ current }: { current: 'accounts' | 'summary' }) {
  const t = useTranslations('accounts');
  return (
    <LinkTabs
      label={t('title')}
      items={[{ href: '/accounts', label: t('tabs.accounts'), current: current === 'accounts' }, { href: '/accounts/summary', label: t('tabs.summary'), current: current === 'summary' }]}
    />
  );
}
