import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { countCases, listCases, reconciliationDay } from '@/lib/reconciliation';
import { channelName } from '@/lib/channels/model';
import { Workbench } from './_components/workbench';

const PAGE = 500;

export async function generateMetadata({ params }: PageProps<'/reconciliation/[channel]/[date]'>) {
  return { title: `${(await getTranslations('reconciliation'))('title')} ${(await params).date}` };
}

export default async function WorkbenchPage({ params, searchParams }: PageProps<'/reconciliation/[channel]/[date]'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { channel, date } = await params;
  const all = (await searchParams).all === '1';
  const day = await shown(reconciliationDay(ctx, channel, date));
  const filter = { channel, date, ...(!all && { status: 'undecided' as const }) };
  const [t, locale, counts, first] = await Promise.all([getTranslations('reconciliation'), getLocale(), countCases(ctx, filter), listCases(ctx, { ...filter, limit: PAGE })]);
  return (
    <I18nProvider namespaces={['reconciliation']}>
      <p className="text-13 text-ink-2"><TextLink href="/reconciliation">{t('desk.above')}</TextLink></p>
      <Workbench
        key={`${channel} ${date} ${all}`}
        day={day}
        laid={{ counts, first }}
        all={all}
        name={channelName(day.channel, locale)}
        mayResolve={hasPermission(ctx.actor, 'reconciliation.resolve')}
        mayImport={hasPermission(ctx.actor, 'reconciliation.import')}
      />
    </I18nProvider>
  );
}
