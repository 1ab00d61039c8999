import { getTranslations } from 'next-intl/server';
import { hrefWith } from '@/components/data-table/list-url';
import { I18nProvider } from '@/components/i18n-provider';
import { FilterChips } from '@/components/ui/filter-chips';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listAttributes, listGroups, listPayers } from '@/lib/payers';
import { NewPayers } from './_components/new-payers';
import { PayerSearch } from './_components/payer-search';
import { PayerTable } from './_components/payer-table';

export async function generateMetadata() {
  return { title: (await getTranslations('payers'))('title') };
}

export default async function PayersPage({ searchParams }: PageProps<'/payers'>) {
  const ctx = await consoleCtx('payer.read');
  const search = await searchParams;
  const text = (name: string) => (typeof search[name] === 'string' && search[name] ? search[name].slice(0, 80) : undefined);
  const [t, page, groups] = await Promise.all([
    getTranslations('payers'),
    shown(listPayers(ctx, { text: text('text'), groupCode: text('group'), cursor: text('cursor') })),
    shown(listGroups(ctx)),
  ]);
  const query = new URLSearchParams(['text', 'group'].flatMap((n) => (text(n) ? [[n, text(n)!]] : []))).toString();
  const chips = groups.filter((g) => g.depth === 0 || g.parent === text('group') || g.code === text('group')).slice(0, 30).map((g) => ({
    id: g.code,
    label: g.name,
    count: g.payersBelow,
    active: text('group') === g.code,
    href: hrefWith('/payers', query, { group: text('group') === g.code ? null : g.code, cursor: null }),
  }));
  const may = hasPermission(ctx.actor, 'payer.write');
  const attributes = may ? await shown(listAttributes(ctx)) : [];
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence')}
        actions={may && <NewPayers groups={groups} attributes={attributes} />}
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <FilterChips chips={chips} label={t('filters.groups')} clearHref="/payers" />
        <PayerSearch text={text('text') ?? ''} group={text('group') ?? ''} />
      </div>
      <I18nProvider namespaces={['payers']}>
        <PayerTable rows={page.rows} nextCursor={page.nextCursor} total={page.total} />
      </I18nProvider>
    </>
  );
}
