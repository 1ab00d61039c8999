import { getTranslations } from 'next-intl/server';
import { currencySign, moneyText } from '@/components/money-format';
import { buttonStyle } from '@/components/ui/button-style';
import { Checkbox } from '@/components/ui/checkbox';
import type { OpenBill } from '@/lib/bills/model';
import { exponentOf } from '@/lib/kernel/money';
import { BillCard } from './bill-card';
import { PickedSum } from './picked-sum';

export interface BillPickerProps {
  bills: readonly OpenBill[];
  suggested: readonly string[];
  today: string;
}

/** Which bills to pay now. A plain GET form: without JavaScript the choice travels the same way and the next page says the sum. */
export async function BillPicker({ bills, suggested, today }: BillPickerProps) {
  const t = await getTranslations('pay.owed');
  const picked = bills.filter((bill) => suggested.includes(bill.id));
  const total = picked.reduce((sum, bill) => sum + BigInt(bill.open.minor), 0n);
  const first = picked[0] ? moneyText({ minor: total.toString(), currency: picked[0].open.currency }) : '';
  return (
    <form action="/pay/method" method="get">
      <fieldset className="min-w-0">
        <legend className="sr-only">{t('legend')}</legend>
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {bills.map((bill) => (
            <li key={bill.id} className="flex items-start gap-3 px-4 py-2">
              <span className="flex min-h-11 items-center">
                <Checkbox
                  size="lg" id={bill.id} name="bill" value={bill.id} defaultChecked={suggested.includes(bill.id)} data-minor={bill.open.minor}
                  data-sign={currencySign(bill.open.currency)} data-decimals={exponentOf(bill.open.currency)}
                />
              </span>
              <BillCard bill={bill} today={today} />
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="sticky bottom-0 -mx-4 mt-4 border-t border-line bg-paper px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <PickedSum
          look={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}
          first={first}
          words={{ pay: t.raw('pay') as string, none: t('chooseOne'), plain: t('continue') }}
        />
      </div>
    </form>
  );
}
