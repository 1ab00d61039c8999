import { I18nProvider } from '@/components/i18n-provider';
import { listWaivers, waivablePlans } from '@/lib/bill-items';
import { shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { PayerWaivers } from './payer-waivers';

/** The payer's waivers, with what one may be asked for of. */
export async function WaiversCard({ ctx, payer }: { ctx: Ctx; payer: { readonly id: string; readonly name: string } }) {
  const [waivers, plans] = await Promise.all([shown(listWaivers(ctx, payer.id)), shown(waivablePlans(ctx))]);
  return (
    <I18nProvider namespaces={['payers']}>
      <PayerWaivers payer={{ id: payer.id, name: payer.name }} waivers={waivers} plans={plans} may={hasPermission(ctx.actor, 'bill.write-off')} />
    </I18nProvider>
  );
}
