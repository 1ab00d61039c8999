import { useLocale, useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import { Badge } from '@/components/ui/badge';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { PlanRow } from '@/lib/bill-items/model';

export function PlanTable({ plans }: { plans: readonly PlanRow[] }) {
  const t = useTranslations('bill-items');
  const zh = useLocale() === 'zh-CN';
  return (
    <div className="rounded-md border border-line bg-surface">
      <Table caption={t('list.caption', { count: plans.length })} captionShown>
        <thead>
          <tr>
            <Th>{t('list.plan')}</Th>
            <Th>{t('list.state')}</Th>
            <Th>{t('list.cycle')}</Th>
            <Th numeric>{t('list.items')}</Th>
            <Th>{t('list.next')}</Th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <Tr key={plan.id}>
              <Td className="min-w-36 wrap-normal">
                <TextLink href={`/bill-items/${plan.id}`}>{zh ? plan.nameZh : plan.nameEn}</TextLink>{' '}
                <span className="inline-block font-mono text-12 whitespace-nowrap text-ink-2">{plan.code}</span>
              </Td>
              <Td>
                <span className="flex flex-wrap gap-1">
                  {plan.status === 'archived' && <Badge meaning="rest">{t('state.archived')}</Badge>}
                  {plan.activeVersion !== null && <Badge meaning="good">{t('state.active', { version: plan.activeVersion })}</Badge>}
                  {plan.draftVersion !== null && <Badge meaning="rest">{t('state.draft', { version: plan.draftVersion })}</Badge>}
                  {plan.activeVersion === null && plan.draftVersion === null && <StatusBadge noun="feePlan" state="retired" />}
                </span>
              </Td>
              <Td className="whitespace-nowrap">{t(`cycle.kinds.${plan.cycleKind}`)}</Td>
              <Td numeric className="tabular-nums">{plan.itemCount}</Td>
              <Td className="whitespace-nowrap tabular-nums">{plan.nextIssueDate ?? '—'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
