import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/components/ui/tabs';

export function LedgerTabs({ current }: { current: 'balance' | 'chart' | 'integrity' | 'past' | 'periods' }) {
  const t = useTranslations('ledger');
  return (
    <LinkTabs
      label={t('tabs.label')}
      items={[
        { href: '/ledger', label: t('tabs.balance'), current: current === 'balance' },
        { href: '/ledger/periods', label: t('tabs.periods'), current: current === 'periods' },
        { href: '/ledger/chart', label: t('tabs.chart'), current: current === 'chart' },
        { href: '/ledger/past', label: t('tabs.past'), current: current === 'past' },
        { href: '/ledger/integrity', label: t('tabs.integrity'), current: current === 'integrity' },
      ]}
    />
  );
}
