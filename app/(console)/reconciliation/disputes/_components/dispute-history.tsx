import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import type { DisputeEventView } from '@/lib/disputes/model';

export function DisputeHistory({ events }: { events: readonly DisputeEventView[] }) {
  const t = useTranslations('disputes');
  return (
    <Card title={t('history')}>
      <Timeline
        label={t('history')}
        entries={events.map((e) => ({
          id: e.id, meaning: e.kind === 'escalate' ? 'wrong' : 'rest', title: t(`event.${e.kind}`), at: <DateTime at={e.at} />,
          detail: e.document ? <TextLink href={`/reconciliation/disputes/evidence/${e.id}`} download>{e.document.name}</TextLink> : undefined,
        }))}
      />
    </Card>
  );
}
