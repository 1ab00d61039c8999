import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listRefundPolicies } from '@/lib/refunds';
import { PolicyCard } from '../_components/policy-card';

export async function generateMetadata() {
  return { title: (await getTranslations('refunds'))('rules.title') };
}

export default async function RefundRulesPage() {
  const ctx = await consoleCtx('channel.read');
  const [t, { session }, rows] = await Promise.all([getTranslations('refunds'), consoleSession(), shown(listRefundPolicies(ctx))]);
  const mayWrite = hasPermission(ctx.actor, 'channel.write');
  return (
    <I18nProvider namespaces={['refunds', 'shell']} zone={session.institution.timeZone}>
      <PageHeader above={<TextLink href="/refunds">{t('detail.back')}</TextLink>} title={t('rules.title')} sentence={t('rules.sentence')} />
      <div className="grid gap-4 desk:grid-cols-2">
        {rows.map((row) => <PolicyCard key={row.channel} row={row} mayWrite={mayWrite} />)}
      </div>
    </I18nProvider>
  );
}
