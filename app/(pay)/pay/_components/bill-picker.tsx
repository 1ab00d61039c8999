'use client';

import { type ReactNode, useState } from 'react';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import type { Currency } from '@/lib/kernel/money';

export interface BillPickerProps {
  bills: readonly { readonly id: string; readonly minor: string; readonly currency: Currency }[];
  suggested: readonly string[];
  cards: readonly { readonly id: string; readonly card: ReactNode }[];
  /** `pay` holds `{amount}`; `plain` stands on the button where no script can keep the sum right. */
  words: { readonly legend: string; readonly pay: string; readonly none: string; readonly plain: string };
}

/** Which bills to pay now. A plain GET form: without JavaScript the choice travels the same way and the next page says the sum. */
export function BillPicker({ bills, suggested, cards, words }: BillPickerProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(suggested));
  const picked = bills.filter((bill) => chosen.has(bill.id));
  const currency = picked[0]?.currency ?? bills[0]!.currency;
  const total = picked.reduce((sum, bill) => sum + BigInt(bill.minor), 0n);
  const toggle = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)));
  return (
    <form action="/pay/method" method="get">
      <fieldset className="min-w-0">
        <legend className="sr-only">{words.legend}</legend>
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {cards.map(({ id, card }) => (
            <li key={id} className="flex items-start gap-3 px-4 py-2">
              <span className="flex min-h-11 items-center">
                <Checkbox
                  size="lg"
                  id={id}
                  name="bill"
                  value={id}
                  defaultChecked={suggested.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                />
              </span>
              {card}
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="sticky bottom-0 -mx-4 mt-4 border-t border-line bg-paper px-4 py-3">
        <Button type="submit" variant="primary" size="lg" wide disabled={picked.length === 0}>
          <span className="noscript:hidden">
            {picked.length === 0 ? words.none : words.pay.replace('{amount}', moneyText({ minor: total.toString(), currency }))}
          </span>
          <span className="hidden noscript:inline">{words.plain}</span>
        </Button>
      </div>
    </form>
  );
}
