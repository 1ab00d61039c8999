import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningText, StateShape } from '@/components/state-shape';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import type { AlarmBrief } from '@/lib/reports/model';
import { alarmHref, alarmTitle } from './alarm-title';

export function AlarmsCard({ alarms, zone }: { alarms: readonly AlarmBrief[]; zone: string }) {
  const t = useTranslations('today');
  const health = useTranslations('bank-health');
  const locale = useLocale();
  return (
    <Card title={t('alarms.title')} sentence={alarms.length > 0 ? t('alarms.sentence') : undefined} padding="none">
      {alarms.length === 0 ? <EmptyState title={t('alarms.none')}>{t('alarms.noneSentence')}</EmptyState> : (
        <ul className="max-h-80 divide-y divide-line overflow-y-auto" aria-label={t('alarms.title')} tabIndex={0}>
          {alarms.map((alarm) => (
            <li key={`${alarm.kind} ${alarm.id}`} className="flex gap-3 px-4 py-2.5">
              <StateShape meaning="attention" className={`mt-1.5 ${meaningText.attention}`} />
              <span className="min-w-0">
                <TextLink href={alarmHref(alarm)}>{alarmTitle(alarm, locale, t, health)}</TextLink>
                <span className="block text-13 text-ink-2"><DateTime at={alarm.at} zone={zone} relative /></span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
