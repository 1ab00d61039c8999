import { getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { buttonStyle } from '@/components/ui/button-style';
import type { OwedView } from '@/lib/checkout';
import { BillList } from './bill-list';
import { PickedSum } from './picked-sum';

/**
 * Which bills to pay now, one's own and the family's, in one payment. A plain GET form: without JavaScript the choice travels the same way and the
 * next page says the sum. Names stand over the lists only where there is more than one.
 */
export async function BillPicker({ lists }: { lists: readonly OwedView[] }) {
  const [t, together] = await Promise.all([getTranslations('pay.owed'), getTranslations('pay.together')]);
  const parts = lists.map((list) => ({ ...list, bills: list.bills.filter((bill) => bill.heldBy === null) })).filter((part) => part.bills.length > 0);
  const picked = parts.flatMap(({ bills, suggested }) => bills.filter((bill) => suggested.includes(bill.id)));
  const total = picked.reduce((sum, bill) => sum + BigInt(bill.open.minor), 0n);
  const first = picked[0] ? moneyText({ minor: total.toString(), currency: picked[0].open.currency }) : '';
  return (
    <form action="/pay/method" method="get" className="grid gap-5">
      {parts.map((part) => (
        <fieldset key={part.payer.number} className="min-w-0">
          <legend className={parts.length > 1 ? 'mb-2 text-16 font-semibold' : 'sr-only'}>
            {parts.length > 1 ? together('who', { name: part.payer.name, number: part.payer.number }) : t('legend')}
          </legend>
          <BillList bills={part.bills} suggested={part.suggested} today={part.today} />
        </fieldset>
      ))}
      <div className="sticky bottom-0 -mx-4 border-t border-line bg-paper px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <PickedSum
          look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}
          first={first}
          words={{ pay: t.raw('pay') as string, none: t('chooseOne'), plain: t('continue') }}
        />
      </div>
    </form>
  );
}
