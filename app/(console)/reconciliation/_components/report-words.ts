/** What the columns and codes of a report are called in the reader's language. */
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { ReportWords } from '@/lib/reports/model';

export function wordsOfReport(t: ((key: string) => string) & { has(key: string): boolean }, locale: string): ReportWords {
  return {
    column: (name) => t(`report.${name}`),
    code: (kind, code) => (kind === 'channel' ? (isChannelCode(code) ? channelName(code, locale) : code) : kind === 'overview' && code === 'open' ? t('overview.open-day') : t.has(`${kind}.${code}`) ? t(`${kind}.${code}`) : code),
  };
}
