'use client';

import { useEffect, useRef, useState } from 'react';

interface PickedSumProps {
  look: string;
  /** The sum of what is ticked when the page arrives, as the server writes it; empty when nothing is. */
  first: string;
  /** `pay` holds `{amount}`; `plain` stands on the button where no script can keep the sum right. */
  words: { readonly pay: string; readonly none: string; readonly plain: string };
}

/**
 * The button under the bills. It listens to the check boxes of its form, which say what each is worth (`data-minor data-sign data-decimals`): the
 * list itself is the server's, and works without this.
 */
export function PickedSum({ look, first, words }: PickedSumProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [amount, setAmount] = useState(first);
  const [counted, setCounted] = useState(false);
  useEffect(() => {
    const form = button.current?.form;
    if (!form) return;
    const count = (): void => {
      setAmount(sumOf([...form.querySelectorAll<HTMLInputElement>('input[data-minor]:checked')]));
      setCounted(true);
    };
    // A browser that came back by its Back button keeps the ticks it had.
    count();
    form.addEventListener('change', count);
    return () => form.removeEventListener('change', count);
  }, []);
  return (
    <button ref={button} type="submit" className={look} disabled={counted && amount === ''}>
      <span className="noscript:hidden">{amount === '' ? words.none : words.pay.replace('{amount}', amount)}</span>
      <span className="hidden noscript:inline">{words.plain}</span>
    </button>
  );
}

/** Sums of different currencies stand beside each other; added up they would mean nothing. */
function sumOf(boxes: readonly HTMLInputElement[]): string {
  const sums = new Map<string, { total: bigint; decimals: number }>();
  for (const { dataset } of boxes) {
    const { minor = '0', sign = '', decimals = '0' } = dataset as { minor?: string; sign?: string; decimals?: string };
    sums.set(sign, { total: (sums.get(sign)?.total ?? 0n) + BigInt(minor), decimals: Number(decimals) });
  }
  return [...sums].map(([sign, { total, decimals }]) => sign + grouped(total, decimals)).join(' + ');
}

/** On the text, so that no digit can be lost to a float. */
function grouped(minor: bigint, decimals: number): string {
  const digits = minor.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
}
