import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { getBill } from '@/lib/bills';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { BillPanel } from '../_components/bill-panel';
import { BillsDesk } from '../_components/bills-desk';
import { searchText } from '../_components/bill-search';

export async function generateMetadata() {
  return { title: (await getTranslations('bills'))('title') };
}

export default async function BillPage({ params, searchParams }: PageProps<'/bills/[billId]'>) {
  const ctx = await consoleCtx('bill.read');
  const [{ billId }, search] = await Promise.all([params, searchParams]);
  const bill = await shown(getBill(ctx, billId));
  const query = searchText(search);
  return (
    <>
      <BillsDesk search={search} openId={billId} />
      <I18nProvider namespaces={['bills', 'bill-items']}>
        <BillPanel
          key={bill.id}
          bill={bill}
          closeHref={query ? `/bills?${query}` : '/bills'}
          today={bill.today}
          may={{ cancel: hasPermission(ctx.actor, 'bill.issue'), writeOff: hasPermission(ctx.actor, 'bill.write-off'), arrange: hasPermission(ctx.actor, 'bill.arrange') }}
        />
      </I18nProvider>
    </>
  );
}
