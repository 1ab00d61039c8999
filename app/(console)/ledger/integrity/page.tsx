import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { toIso } from '@/lib/kernel/time';
import { checkIntegrity, soundness } from '@/lib/ledger';
import { CheckAgain } from '../_components/check-again';
import { CheckList } from '../_components/check-list';
import { KeepFresh } from '../_components/keep-fresh';
import { LedgerTabs } from '../_components/ledger-tabs';
import { Findings, SoundnessBanner } from '../_components/soundness-banner';
import { SoundnessHistory } from '../_components/soundness-history';

const FRESH_MS = 15_000;

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('tabs.integrity') };
}

export default async function IntegrityPage() {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const [t, books] = await Promise.all([getTranslations('ledger'), shown(soundness(ctx))]);
  // Before the worker's first look there is nothing kept: look now.
  const whole = books.whole ?? { at: toIso(ctx.clock.now()), checks: await shown(checkIntegrity(ctx)) };
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={zone}>
      <PageHeader
        title={t('tabs.integrity')} sentence={t('integrity.sentence')} actions={<CheckAgain words={t('integrity.again')} done={t('integrity.checkedNow')} />}
      />
      <LedgerTabs current="integrity" />
      <KeepFresh everyMs={FRESH_MS} />
      <SoundnessBanner books={books} zone={zone} />
      <Findings found={books.broken} />
      <CheckList checks={whole.checks} at={whole.at} zone={zone} />
      <SoundnessHistory lines={books.history} zone={zone} />
    </I18nProvider>
  );
}
