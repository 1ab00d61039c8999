import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listRuleVersions } from '@/lib/reconciliation';
import { ReconTabs } from '../_components/recon-tabs';
import { RuleEditor } from './_components/rule-editor';
import { VersionCard } from './_components/version-card';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('rules.title') };
}

export default async function RulesPage() {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const [t, versions] = await Promise.all([getTranslations('reconciliation'), shown(listRuleVersions(ctx))]);
  const [newest] = versions;
  const mayDraft = hasPermission(ctx.actor, 'reconciliation.resolve') && newest !== undefined && newest.status !== 'asked';
  return (
    <I18nProvider namespaces={['reconciliation']} zone={session.institution.timeZone}>
      <PageHeader title={t('rules.title')} sentence={t('rules.sentence')} />
      <ReconTabs current="rules" />
      <div className="grid gap-4">
        {mayDraft && <RuleEditor key={`${newest.version} ${newest.madeAt}`} start={newest.rules} note={newest.note} currency={session.institution.currency} />}
        {versions.map((version) => <VersionCard key={version.version} version={version} mayAct={hasPermission(ctx.actor, 'reconciliation.resolve')} currency={session.institution.currency} />)}
      </div>
    </I18nProvider>
  );
}
