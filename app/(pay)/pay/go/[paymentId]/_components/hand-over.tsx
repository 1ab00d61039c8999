import type { Presentation } from '@/lib/channels/port';

interface HandOverProps {
  present: Exclude<Presentation, { kind: 'qr' }>;
  /** Names this hand-over: coming back by the Back button does not throw the payer forward again. */
  once: string;
  look: string;
  words: { readonly going: string; readonly button: string; readonly back: string };
}

/** `public/pay.js` sends the browser to the bank by itself, once; the button does the same, and is all there is without JavaScript. */
export function HandOver({ present, once, look, words }: HandOverProps) {
  const said = (
    <p aria-live="polite" className="mb-4" data-came-back={words.back}>
      {words.going}
    </p>
  );
  if (present.kind === 'redirect') {
    // A plain link: the bank signed over the address exactly as it stands.
    return (
      <>
        {said}
        <a data-hand-over={once} href={present.url} className={look}>
          {words.button}
        </a>
      </>
    );
  }
  return (
    <form data-hand-over={once} action={present.action} method="post" acceptCharset={present.charset}>
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
