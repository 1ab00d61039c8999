import { useTranslations } from 'next-intl';
import { FilterChips } from '@/components/ui/filter-chips';
import { REASONS } from '@/lib/reconciliation/model';
import { addressOf, type OpenFilter } from './open-filter';

/** By reason, by whose it is, by age, by size: each chip is an address. */
export function OpenFilters({ filter }: { filter: OpenFilter }) {
  const t = useTranslations('reconciliation');
  const chip = (key: keyof OpenFilter, value: string, label: string) => {
    const active = filter[key] === value;
    return { id: `${key}-${value}`, label, active, href: addressOf(filter, { [key]: active ? null : value, cursor: null }) };
  };
  return (
    <div className="mb-4 grid gap-2">
      <FilterChips label={t('open.byReason')} chips={REASONS.map((reason) => chip('reason', reason, t(`reason.${reason}`)))} />
      <FilterChips
        label={t('open.byMore')} clearHref="/reconciliation/open"
        chips={[
          chip('owner', 'me', t('open.mine')), chip('owner', 'nobody', t('open.nobodys')), ...(['1', '3', '7'] as const).map((days) => chip('age', days, t('open.older', { days }))),
          chip('large', '1', t('open.large')), chip('due', '1', t('open.due')),
        ]}
      />
    </div>
  );
}
