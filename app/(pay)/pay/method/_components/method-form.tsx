'use client';

import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { RadioCards } from '@/components/ui/radio-cards';
import { SubmitButton } from '@/components/ui/submit-button';
import { payAction, switchAction } from '../../actions';

export interface MethodFormProps {
  switching: boolean;
  hidden: readonly (readonly [string, string])[];
  legend: string;
  none: { readonly title: string; readonly sentence: string };
  ways: readonly {
    readonly channel: string;
    readonly method: string;
    readonly name: string;
    readonly available: boolean;
    readonly suggested: boolean;
    readonly how: string;
    readonly mark: string | null;
    readonly why: string | null;
    readonly refund: string;
    readonly button: string;
  }[];
}

/** How to pay. Which way is chosen is read from the radio by CSS, so refund rule and button are right without JavaScript too. */
export function MethodForm({ switching, hidden, legend, none, ways }: MethodFormProps) {
  const [state, send] = useActionState(switching ? switchAction : payAction, null);
  const offered = ways.filter((way) => way.available);
  const first = offered.find((way) => way.suggested) ?? offered[0];
  const shows = offered.map((way) => `form:has([value="${way.channel}"]:checked) [data-for="${way.channel}"]{display:inline}`).join('');
  return (
    <form action={send} className="grid gap-4">
      <FormRefusal state={state} />
      {hidden.map(([name, value]) => (
        <input key={name + value} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="method" value="any" />
      {!first && (
        <Banner meaning="attention" title={none.title}>
          {none.sentence}
        </Banner>
      )}
      <RadioCards
        name="channel"
        legend={legend}
        required
        {...(first && { defaultValue: first.channel })}
        cards={ways.map((way) => ({
          value: way.channel,
          label: way.name,
          ...(way.why === null ? { description: way.how } : { unavailable: way.why }),
          ...(way.mark !== null && { aside: way.mark }),
        }))}
      />
      {first && (
        <>
          <style>{`[data-for]{display:none}${shows}`}</style>
          <p className="text-14 text-ink-2">
            {offered.map((way) => (
              <span key={way.channel} data-for={way.channel}>
                {way.refund}
              </span>
            ))}
          </p>
          <div className="sticky bottom-0 -mx-4 border-t border-line bg-paper px-4 py-3">
            <SubmitButton size="lg" wide>
              {offered.map((way) => (
                <span key={way.channel} data-for={way.channel}>
                  {way.button}
                </span>
              ))}
            </SubmitButton>
          </div>
        </>
      )}
    </form>
  );
}
