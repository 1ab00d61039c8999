import { channelName, isChannelCode } from '@/lib/channels/model';
import type { AlarmBrief } from '@/lib/reports/model';

/** A translator, of a page or of a component. */
interface Words {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

export const alarmHref = (alarm: Pick<AlarmBrief, 'kind' | 'id'>): string =>
  (alarm.kind === 'books' ? '/ledger/integrity' : alarm.kind === 'refund-returned' ? `/refunds/${alarm.id}` : '/bank-health');

/** An alarm in one sentence. `today`: words of that page; `health`: of the bank-health desk, which has the copy of causes and reasons. */
export function alarmTitle(alarm: AlarmBrief, locale: string, today: Words, health: Words): string {
  const channel = isChannelCode(alarm.channel) ? channelName(alarm.channel, locale) : alarm.channel;
  const [word = '', figure = '0'] = alarm.cause.split(':');
  const key = alarm.kind === 'breaker' ? `cause.${word}` : `refused.reason.${word}`;
  return today(`alarms.${alarm.kind}`, { channel, cause: health.has(key) ? health(key, { figure }) : alarm.cause, count: alarm.cause });
}
