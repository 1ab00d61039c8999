'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';

/** The button of a payer's form: while the form is answered it says so and cannot be pressed twice. Its look comes from the server. */
export function BusyButton({ look, children }: { look: string; children: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={look}
      {...(pending && { 'aria-disabled': true, 'aria-busy': true, onClick: (event: { preventDefault(): void }) => event.preventDefault() })}
    >
      {pending && <span aria-hidden className="size-4 rounded-full border-2 border-current border-t-transparent motion-safe:animate-spin" />}
      {children}
    </button>
  );
}
