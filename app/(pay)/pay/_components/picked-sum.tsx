interface PickedSumProps {
  look: string;
  /** The sum of what is ticked when the page arrives, as the server writes it; empty when nothing is. */
  first: string;
  /** `pay` holds `{amount}`; `plain` stands on the button where no script can keep the sum right. */
  words: { readonly pay: string; readonly none: string; readonly plain: string };
}

/** The button under the bills. `public/pay.js` keeps its sum by the check boxes of its form, which say what each is worth (`data-minor data-sign data-decimals`). */
export function PickedSum({ look, first, words }: PickedSumProps) {
  return (
    <button type="submit" className={look} data-picked-pay={words.pay} data-picked-none={words.none}>
      <span className="noscript:hidden">{first === '' ? words.none : words.pay.replace('{amount}', first)}</span>
      <span className="hidden noscript:inline">{words.plain}</span>
    </button>
  );
}
