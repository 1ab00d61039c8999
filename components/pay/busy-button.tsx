import type { ReactNode } from 'react';

/** The button of a payer's form: once the form is sent, `public/pay.js` makes it busy and nothing is sent twice. */
export function BusyButton({ look, children }: { look: string; children: ReactNode }) {
  return (
    <button type="submit" className={`group/busy ${look}`}>
      <span aria-hidden className="hidden size-4 rounded-full border-2 border-current border-t-transparent group-aria-busy/busy:block motion-safe:animate-spin" />
      {children}
    </button>
  );
}
