'use client';

import { useEffect, useRef, useState } from 'react';
import type { Presentation } from '@/lib/channels/port';

interface HandOverProps {
  present: Exclude<Presentation, { kind: 'qr' }>;
  /** Names this hand-over: coming back by the Back button does not throw the payer forward again. */
  once: string;
  look: string;
  words: { readonly going: string; readonly button: string; readonly back: string };
}

/** Sends the browser to the bank by itself, once; the button does the same, and is all there is without JavaScript. */
export function HandOver({ present, once, look, words }: HandOverProps) {
  const form = useRef<HTMLFormElement>(null);
  const [back, setBack] = useState(false);
  useEffect(() => {
    const key = `bafang.handed-over.${once}`;
    if (sessionStorage.getItem(key) !== null) return setBack(true);
    sessionStorage.setItem(key, '1');
    // A redirect replaces this page in the history; a posted form cannot, which is why it is remembered.
    if (present.kind === 'redirect') window.location.replace(present.url);
    else form.current?.submit();
  }, [present, once]);
  const said = (
    <p aria-live="polite" className="mb-4">
      {back ? words.back : words.going}
    </p>
  );
  if (present.kind === 'redirect') {
    // A plain link: the bank signed over the address exactly as it stands.
    return (
      <>
        {said}
        <a data-plain-link href={present.url} className={look}>
          {words.button}
        </a>
      </>
    );
  }
  return (
    <form ref={form} action={present.action} method="post" acceptCharset={present.charset}>
      {said}
      {Object.entries(present.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={look}>
        {words.button}
      </button>
    </form>
  );
}
