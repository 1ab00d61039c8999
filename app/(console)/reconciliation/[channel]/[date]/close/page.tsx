import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { channelName } from '@/lib/channels/model';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { dayClose } from '@/lib/reconciliation';
import { CloseButton } from './_components/close-button';
import { ProofTable } from './_components/proof-table';
import { PastCloses } from './_components/past-closes';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('close.title') };
}

export default async function ClosePage({ params }: PageProps<'/reconciliation/[channel]/[date]/close'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { channel, date } = await params;
  const { session } = await consoleSession();
  const [t, locale, day] = await Promise.all([getTranslations('reconciliation'), getLocale(), shown(dayClose(ctx, channel, date))]);
  return (
    <I18nProvider namespaces={['reconciliation']} zone={session.institution.timeZone}>
      <PageHeader
        above={<TextLink href={`/reconciliation/${channel}/${date}`}>{`${channelName(day.channel, locale)} · ${date}`}</TextLink>}
        title={t('close.title')} sentence={t('close.sentence')}
        actions={hasPermission(ctx.actor, 'reconciliation.resolve') && <CloseButton channel={day.channel} date={date} again={day.closes.length > 0} ready={day.proof.ties && day.proof.files > 0} />}
      />
      <ProofTable proof={day.proof} />
      <PastCloses day={day} />
    </I18nProvider>
  );
}
