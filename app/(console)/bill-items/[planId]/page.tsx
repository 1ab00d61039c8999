import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { Badge } from '@/components/ui/badge';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { getPlan, previewPlan } from '@/lib/bill-items';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import type { Currency } from '@/lib/kernel/money';
import { listAttributes, listGroups } from '@/lib/payers';
import { ArchivePlan } from './_components/archive-plan';
import { CopyPlan } from './_components/copy-plan';
import { RenamePlan } from './_components/rename-plan';
import { PlanEditor } from './_components/plan-editor';
import { VersionList } from './_components/version-list';

export async function generateMetadata() {
  return { title: (await getTranslations('bill-items'))('title') };
}

export default async function PlanPage({ params }: PageProps<'/bill-items/[planId]'>) {
  const ctx = await consoleCtx('fee-plan.read');
  const plan = await shown(getPlan(ctx, (await params).planId));
  const [t, locale, preview, groups, attributes] = await Promise.all([
    getTranslations('bill-items'), getLocale(), shown(previewPlan(ctx, { planId: plan.id, plan: plan.editing.plan })),
    shown(listGroups(ctx)), shown(listAttributes(ctx)),
  ]);
  const may = hasPermission(ctx.actor, 'fee-plan.write') && plan.status === 'live';
  return (
    <>
      <PageHeader
        above={<TextLink href="/bill-items">{t('title')}</TextLink>}
        title={locale === 'zh-CN' ? plan.nameZh : plan.nameEn}
        beside={
          <>
            {plan.status === 'archived' && <Badge meaning="rest">{t('state.archived')}</Badge>}
            {plan.active && <Badge meaning="good">{t('state.active', { version: plan.active.version })}</Badge>}
            {plan.editing.state === 'review' && <Badge meaning="waiting">{t('state.review', { version: plan.editing.version })}</Badge>}
            {plan.editing.state === 'draft' && <Badge meaning="rest">{t('state.draft', { version: plan.editing.version })}</Badge>}
          </>
        }
        sentence={t('editor.sentence')}
        actions={may && (
          <I18nProvider namespaces={['bill-items']}>
            <CopyPlan planId={plan.id} code={plan.code} />
            <RenamePlan planId={plan.id} nameZh={plan.nameZh} nameEn={plan.nameEn} />
            <ArchivePlan planId={plan.id} name={locale === 'zh-CN' ? plan.nameZh : plan.nameEn} />
          </I18nProvider>
        )}
      />
      <I18nProvider namespaces={['bill-items']}>
        <PlanEditor key={`${plan.editing.version}-${plan.editing.state}`} plan={plan} first={preview} mayWrite={may} groups={groups} attributes={attributes} />
        <VersionList versions={plan.versions} today={plan.today} currency={plan.currency as Currency} />
      </I18nProvider>
    </>
  );
}
