import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { pastState } from '@/lib/reports';
import { PAST_KINDS } from '@/lib/reports/model';
import { asOfDay } from '../_components/as-of';
import { LedgerTabs } from '../_components/ledger-tabs';
import { PastForm } from '../_components/past-form';
import { PastPicture } from '../_components/past-picture';

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('tabs.past') };
}

export default async function PastPage({ searchParams }: PageProps<'/ledger/past'>) {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const params = await searchParams;
  const kind = PAST_KINDS.find((one) => one === params.kind) ?? 'payment';
  const ref = typeof params.ref === 'string' ? params.ref.slice(0, 60) : '';
  const asked = asOfDay(params.day, zone, params.time);
  const [t, state] = await Promise.all([getTranslations('ledger'), ref ? pastState(ctx, { kind, ref, at: asked?.at ?? ctx.clock.now() }) : null]);
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={zone}>
      <PageHeader title={t('tabs.past')} sentence={t('past.sentence')} />
      <LedgerTabs current="past" />
      <PastForm kind={kind} text={ref} day={asked?.day ?? ''} time={asked?.time ?? ''} />
      {state ? <PastPicture state={state} zone={zone} /> : (
        <EmptyState title={t(ref ? 'past.none' : 'past.ask')}>{t(ref ? 'past.noneSentence' : 'past.askSentence')}</EmptyState>
      )}
    </I18nProvider>
  );
}
