'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from './button';

/** Copies `text`; the picture and the spoken name change when it is done. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslations('common');
  const [done, setDone] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => setDone(false),
    );
  };
  return (
    <Button variant="quiet" size="sm" square aria-label={done ? t('copied') : label} title={done ? t('copied') : label} onClick={copy}>
      {done ? <Check aria-hidden className="size-3.5 text-good" /> : <Copy aria-hidden className="size-3.5" />}
      <span role="status" className="sr-only">{done ? t('copied') : ''}</span>
    </Button>
  );
}
