import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/components/ui/tabs';
import type { Waiting } from '@/lib/reports/model';

const TABS = { all: '/payments', unknown: '/payments/unknown', suspense: '/payments/suspense' } as const;
type Tab = keyof typeof TABS;

export function PaymentTabs({ current, waiting, maySuspense }: { current: Tab; waiting: readonly Waiting[]; maySuspense: boolean }) {
  const t = useTranslations('payments');
  const countOf = (tab: Tab) => waiting.find((one) => one.kind === tab)?.count;
  const tabs = (Object.keys(TABS) as Tab[]).filter((tab) => tab !== 'suspense' || maySuspense);
  return (
    <LinkTabs
      label={t('tabs.label')}
      items={tabs.map((tab) => ({ href: TABS[tab], label: t(`tabs.${tab}`), current: tab === current, ...(tab !== 'all' && { count: countOf(tab) ?? 0 }) }))}
    />
  );
}
