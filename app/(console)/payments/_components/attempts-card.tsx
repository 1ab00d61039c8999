import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { DescriptionList, type DescriptionItem } from '@/components/ui/description-list';
import type { AttemptView } from '@/lib/payments/model';
import { useChannelName } from './channel-word';
import { RouteReasons } from './route-reasons';

/** Every order this payment has or had at a bank, the newest first, with why that bank. */
export function AttemptsCard({ attempts, zone }: { attempts: readonly AttemptView[]; zone: string }) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  if (attempts.length === 0) return null;
  return (
    <Card title={t('attempt.title')}>
      <ol className="grid gap-5" aria-label={t('attempt.caption')}>
        {attempts.toReversed().map((attempt) => (
          <li key={attempt.id}>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h3 className="font-semibold">{nameOf(attempt.channel)}</h3>
              <span className="text-13 text-ink-2">{t('attempt.seq', { seq: attempt.seq })}</span>
              <StatusBadge noun="attempt" state={attempt.status} />
              <span className="ml-auto"><RouteReasons stored={attempt.routing} channel={attempt.channel} /></span>
            </div>
            <Facts attempt={attempt} zone={zone} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Facts({ attempt, zone }: { attempt: AttemptView; zone: string }) {
  const t = useTranslations('payments');
  const time = (term: string, at: string | null): DescriptionItem[] => (at ? [{ term, value: <DateTime at={at} zone={zone} /> }] : []);
  const mono = (term: string, text: string | null): DescriptionItem[] =>
    (text ? [{ term, value: <code className="font-mono text-13 break-all">{text}</code> }] : []);
  return (
    <DescriptionList
      className="mt-1"
      items={[
        ...mono(t('attempt.orderNo'), attempt.orderNo),
        ...mono(t('attempt.tradeNo'), attempt.channelTradeNo),
        ...time(t('attempt.submitted'), attempt.submittedAt),
        ...time(t('attempt.paidAt'), attempt.paidAt),
        ...(attempt.settleDate ? [{ term: t('attempt.settles'), value: attempt.settleDate }] : []),
        ...(attempt.paidAt ? [] : time(t('attempt.expires'), attempt.expiresAt)),
        ...time(t('attempt.next'), attempt.nextInquiryAt),
        ...mono(t('attempt.code'), attempt.code),
        ...(attempt.cause ? [{ term: t('attempt.cause'), value: t.has(`cause.${attempt.cause}`) ? t(`cause.${attempt.cause}`) : attempt.cause }] : []),
      ]}
    />
  );
}
