import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { disputeDetail } from '@/lib/disputes';
import { AnswerForm } from '../_components/answer-form';
import { DisputeFacts } from '../_components/dispute-facts';
import { DisputeHistory } from '../_components/dispute-history';
import { DISPUTE_LOOK } from '../_components/dispute-table';

export async function generateMetadata() {
  return { title: (await getTranslations('disputes'))('title') };
}

export default async function DisputePage({ params }: PageProps<'/reconciliation/disputes/[id]'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const dispute = await shown(disputeDetail(ctx, (await params).id.slice(0, 40)));
  const [t, locale] = await Promise.all([getTranslations('disputes'), getLocale()]);
  return (
    <I18nProvider namespaces={['disputes']} zone={session.institution.timeZone}>
      <PageHeader
        above={<TextLink href="/reconciliation/disputes">{t('title')}</TextLink>} title={`${dispute.number} · ${moneyText(dispute.amount)}`}
        beside={<Badge meaning={DISPUTE_LOOK[dispute.status]}>{t(`status.${dispute.status}`)}</Badge>} sentence={t(`kind.${dispute.kind}`)}
      />
      <div className="grid items-start gap-4 desk:grid-cols-2">
        <div className="grid gap-4">
          <Card title={t('says')}><p className="break-words whitespace-pre-line">{dispute.text}</p></Card>
          <DisputeFacts dispute={dispute} locale={locale} />
        </div>
        <div className="grid gap-4">
          {dispute.answer && <Card title={t('answer')}><p className="break-words whitespace-pre-line">{dispute.answer}</p></Card>}
          {dispute.mayAnswer && <AnswerForm disputeId={dispute.id} taken={dispute.ownerName !== null} />}
          <DisputeHistory events={dispute.events} />
        </div>
      </div>
    </I18nProvider>
  );
}
