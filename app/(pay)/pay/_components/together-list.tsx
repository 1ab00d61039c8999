import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { buttonStyle } from '@/components/ui/button-style';
import type { TogetherView } from '@/lib/checkout';
import { actForAction } from '../actions';
import { BillList } from './bill-list';
import { nameOf } from './names';
import { PickedSum } from './picked-sum';

/** Payers of other institutions on this list, each with what is owed and what is suggested, and a button of their own: another institution is another payment. */
export async function TogetherList({ others }: { others: readonly TogetherView[] }) {
  const [t, owed, locale] = await Promise.all([getTranslations('pay.together'), getTranslations('pay.owed'), getLocale()]);
  return others.map(({ institutionId, payerId, owed: view }) => {
    const free = view.bills.filter((bill) => bill.heldBy === null);
    const picked = free.filter((bill) => view.suggested.includes(bill.id));
    const total = picked.reduce((sum, bill) => sum + BigInt(bill.open.minor), 0n);
    const first = picked[0] ? moneyText({ minor: total.toString(), currency: picked[0].open.currency }) : '';
    const who = t('who', { name: view.payer.name, number: view.payer.number });
    return (
      <section key={`${institutionId} ${payerId}`} aria-label={who} className="mt-8 border-t border-line pt-5">
        <p className="text-14 text-ink-2">{nameOf(view.institution, locale)}</p>
        <h2 className="mb-3 text-16 font-semibold">{who}</h2>
        <form action={actForAction} className="grid gap-3">
          <input type="hidden" name="institutionId" value={institutionId} />
          <input type="hidden" name="payerId" value={payerId} />
          {free.length > 0 && <BillList bills={free} suggested={view.suggested} today={view.today} />}
          {view.bills.length === 0 && <p className="text-ink-2">{t('nothing')}</p>}
          {free.length > 0 ? (
            <PickedSum
              look={buttonStyle({ variant: 'secondary', size: 'lg', wide: true })} first={first}
              words={{ pay: owed.raw('pay') as string, none: owed('chooseOne'), plain: owed('continue') }}
            />
          ) : (
            <button type="submit" className={buttonStyle({ size: 'lg' })}>{t('open', { name: view.payer.name })}</button>
          )}
        </form>
      </section>
    );
  });
}
