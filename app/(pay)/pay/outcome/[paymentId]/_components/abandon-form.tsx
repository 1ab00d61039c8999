'use client';

import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { SubmitButton } from '@/components/ui/submit-button';
import { abandonAction } from '../../../actions';

/** Gives a payment up. Nothing is lost by it: the bills can be paid again, so nobody is asked twice. */
export function AbandonForm({ paymentId, label }: { paymentId: string; label: string }) {
  const [state, send] = useActionState(abandonAction, null);
  return (
    <form action={send} className="grid gap-2">
      <input type="hidden" name="paymentId" value={paymentId} />
      <SubmitButton variant="quiet" size="lg" wide>
        {label}
      </SubmitButton>
      <FormRefusal state={state} />
    </form>
  );
}
