import { currencySign } from '@/components/money-format';
import { Checkbox } from '@/components/ui/checkbox';
import type { OpenBill } from '@/lib/bills/model';
import { exponentOf } from '@/lib/kernel/money';
import { BillCard } from './bill-card';

/** Bills with a box to tick each; the suggested ones are ticked. Each box says what it is worth, for the sum on the button. */
export function BillList({ bills, suggested, today }: { bills: readonly OpenBill[]; suggested: readonly string[]; today: string }) {
  return (
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
  );
}
