import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { NoticeState, NoticeView } from '@/lib/notifications/model';

const MEANING: Record<NoticeState, 'good' | 'wrong' | 'rest' | 'waiting'> = { sent: 'good', failed: 'wrong', skipped: 'rest', sending: 'waiting' };

/** What went out, what could not, and why. */
export function NoticeLog({ notices, zone }: { notices: readonly NoticeView[]; zone: string }) {
  const t = useTranslations('reminders');
  return (
    <Card title={t('log.title')} sentence={t('log.sentence')} padding="none">
      {notices.length === 0 ? <p className="p-4 text-ink-2">{t('log.empty')}</p> : (
        <Table caption={t('log.title')}>
          <thead><tr><Th>{t('log.at')}</Th><Th>{t('log.payer')}</Th><Th>{t('log.rule')}</Th><Th>{t('log.to')}</Th><Th>{t('log.state')}</Th></tr></thead>
          <tbody>
            {notices.map((n) => (
              <Tr key={n.id}>
                <Td className="whitespace-nowrap"><DateTime at={n.at} zone={zone} /></Td>
                <Td className="min-w-24"><TextLink href={`/bills/${n.billId}`}>{n.payerName}</TextLink></Td>
                <Td className="font-mono text-12 whitespace-nowrap">{n.rule}</Td>
                <Td className="whitespace-nowrap">{n.sentTo ?? '—'}</Td>
                <Td>
                  <Badge meaning={MEANING[n.status]}>{t(`state.${n.status}`)}</Badge>
                  {n.reason && <span className="ml-2 text-12 text-ink-2">{t.has(`reason.${n.reason}`) ? t(`reason.${n.reason}`) : n.reason}</span>}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
