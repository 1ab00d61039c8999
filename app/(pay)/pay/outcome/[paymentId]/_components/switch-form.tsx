'use client';

import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { SubmitButton } from '@/components/ui/submit-button';
import { switchAction } from '../../../actions';

/** One tap to the next best way. */
export function SwitchForm({ paymentId, method, channel, label }: { paymentId: string; method: string; channel: string; label: string }) {
  const [state, send] = useActionState(switchAction, null);
  return (
    <form action={send} className="grid gap-2">
      <input type="hidden" name="paymentId" value={paymentId} />
      <input type="hidden" name="method" value={method} />
      <input type="hidden" name="channel" value={channel} />
      <SubmitButton size="lg" wide>
        {label}
      </SubmitButton>
      <FormRefusal state={state} />
    </form>
  );
}
