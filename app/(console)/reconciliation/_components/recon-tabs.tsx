import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/components/ui/tabs';

const TABS = { days: '/reconciliation', open: '/reconciliation/open', waiting: '/reconciliation/waiting', disputes: '/reconciliation/disputes', rules: '/reconciliation/rules', mappings: '/reconciliation/mappings', reports: '/reconciliation/reports' } as const;

/** The desks of reconciliation. */
export function ReconTabs({ current }: { current: keyof typeof TABS }) {
  const t = useTranslations('reconciliation');
  return (
    <LinkTabs
      label={t('tabs.label')}
      items={(Object.keys(TABS) as (keyof typeof TABS)[]).map((tab) => ({ href: TABS[tab], label: t(`tabs.${tab}`), current: tab === current }))}
    />
  );
}
