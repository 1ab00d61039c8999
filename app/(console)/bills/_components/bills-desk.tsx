import { getLocale, getTranslations } from 'next-intl/server';
import { hrefWith } from '@/components/data-table/list-url';
import { I18nProvider } from '@/components/i18n-provider';
import { Money } from '@/components/money';
import { FilterChips } from '@/components/ui/filter-chips';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Stat } from '@/components/ui/stat';
import { listBills, listEventPlans, listIssuableCycles, listRuns } from '@/lib/bills';
import { billMachine } from '@/lib/bills/model';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { filterOf, searchText, type Search } from './bill-search';
import { BillTable } from './bill-table';
import { EventDialog } from './event-dialog';
import { IssueDialog } from './issue-dialog';
import { RunList } from './run-list';
import { SearchForm } from './search-form';

const STATES = ['open', ...billMachine.states.filter((s) => s !== 'draft')] as const;

/** Everything of the bills screen but the panel of one bill. */
export async function BillsDesk({ search, openId }: { search: Search; openId: string | null }) {
  const ctx = await consoleCtx('bill.read');
  const may = hasPermission(ctx.actor, 'bill.issue');
  const [t, states, locale, page, runs, cycles, events] = await Promise.all([
    getTranslations('bills'), getTranslations('states'), getLocale(), shown(listBills(ctx, filterOf(search))), shown(listRuns(ctx, 5)),
    may ? shown(listIssuableCycles(ctx)) : [], may ? shown(listEventPlans(ctx)) : [],
  ]);
  const query = searchText(search);
  const status = new URLSearchParams(query).get('status');
  const chips = STATES.map((state) => ({
    id: state, label: state === 'open' ? t('filters.open') : states(`bill.${state}`), active: status === state,
    href: hrefWith('/bills', query, { status: status === state ? null : state, cursor: null }),
  }));
  const { totals } = page;
  return (
    <I18nProvider namespaces={['bills', 'bill-items']}>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={may && (
        <>
          <LinkButton href="/bills/import">{t('import.open')}</LinkButton>
          {events.length > 0 && <EventDialog plans={events} zh={locale === 'zh-CN'} />}
          <IssueDialog cycles={cycles} zh={locale === 'zh-CN'} />
        </>
      )} />
      <RunList first={runs} mayStop={may} />
      <div className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(10.5rem,1fr))] gap-3">
        <Stat label={t('totals.count')} value={totals.count} note={t('totals.filter')} />
        <Stat label={t('totals.billed')} value={<Money value={totals.total} align="start" />} />
        <Stat label={t('totals.paid')} value={<Money value={totals.paid} align="start" />} />
        <Stat label={t('totals.open')} value={<Money value={totals.open} align="start" />} />
      </div>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <FilterChips chips={chips} label={t('filters.label')} clearHref="/bills" />
        <SearchForm status={status} text={new URLSearchParams(query).get('text') ?? ''} />
      </div>
      <BillTable rows={page.rows} nextCursor={page.nextCursor} total={totals.count} openId={openId} query={query} zh={locale === 'zh-CN'} />
    </I18nProvider>
  );
}
