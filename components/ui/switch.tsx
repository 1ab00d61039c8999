'use client';

import { Switch as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '../class-names';

export interface SwitchProps extends ComponentProps<typeof Radix.Root> {
  label: ReactNode;
  /** Words for the two positions, so that the state is read and not guessed from a colour. */
  words?: { on: string; off: string };
}

/** On or off at once. For something that is saved later with a form, use a checkbox. */
export function Switch({ label, words, className, id, ...rest }: SwitchProps) {
  const own = useId();
  const key = id ?? own;
  return (
    <span className={cn('inline-flex items-center gap-2', className)}>
      <Radix.Root
        id={key}
        className="group peer relative h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunken data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-55"
        {...rest}
      >
        <Radix.Thumb className="block size-4 translate-x-1 rounded-full bg-ink-2 data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <label htmlFor={key}>{label}</label>
      {words && (
        <>
          <span aria-hidden className="hidden text-13 text-ink-2 peer-data-[state=checked]:inline">{words.on}</span>
          <span aria-hidden className="text-13 text-ink-2 peer-data-[state=checked]:hidden">{words.off}</span>
        </>
      )}
    </span>
  );
}
