import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { listBills, payerStanding } from '@/lib/bills';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { getPayer, listAttributes, listGroups } from '@/lib/payers';
import { EditPayer } from '../_components/edit-payer';
import { PayerBills } from '../_components/payer-bills';
import { PayerStanding } from '../_components/payer-standing';
import { WaiversCard } from '../_components/waivers-card';
import { PayerFacts } from '../_components/payer-facts';
import { PayerLink } from '../_components/payer-link';

export async function generateMetadata() {
  return { title: (await getTranslations('payers'))('title') };
}

export default async function PayerPage({ params }: PageProps<'/payers/[payerId]'>) {
  const ctx = await consoleCtx('payer.read');
  const payer = await shown(getPayer(ctx, (await params).payerId));
  const [t, locale] = await Promise.all([getTranslations('payers'), getLocale()]);
  const bills = hasPermission(ctx.actor, 'bill.read') ? await shown(listBills(ctx, { payerId: payer.id, size: 50 })) : null;
  const attributes = await shown(listAttributes(ctx));
  const groups = payer.personal && hasPermission(ctx.actor, 'payer.write') ? await shown(listGroups(ctx)) : null;
  const standing = bills ? await shown(payerStanding(ctx, payer.id)) : null;
  return (
    <>
      <PageHeader
        above={<TextLink href="/payers">{t('title')}</TextLink>}
        title={payer.name}
        sentence={payer.personal ? t('detail.personal') : t('detail.masked')}
        actions={groups && <I18nProvider namespaces={['payers']}><EditPayer payer={payer} groups={groups} attributes={attributes} /></I18nProvider>}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {bills && <PayerBills bills={bills.rows} open={bills.totals.open} zh={locale === 'zh-CN'} />}
        <div className="grid content-start gap-4">
          <I18nProvider namespaces={['payers']}>
            <PayerLink payerId={payer.id} />
          </I18nProvider>
          <PayerFacts payer={payer} attributes={attributes} />
          {bills && <WaiversCard ctx={ctx} payer={payer} />}
          {standing && <PayerStanding standing={standing} />}
        </div>
      </div>
    </>
  );
}
