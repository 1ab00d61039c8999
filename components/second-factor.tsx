'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasskeysHere } from './passkeys';
import { Button } from './ui/button';
import { Field } from './ui/field';
import { Input } from './ui/input';

/** Which second factors this person has, and under which host name their passkeys work. */
export interface Factors {
  readonly totp: boolean;
  readonly passkeys: boolean;
  readonly passkeyHost: string;
}

interface Factor {
  readonly by: 'passkey' | 'code';
  readonly switchTo: ((by: 'passkey' | 'code') => void) | null;
  /** Set where the person has passkeys alone and none of them works on this page: under this host they do. */
  readonly elsewhere: string | null;
}

/** By which of them this form is signed: the passkey where it works, unless the person would rather type a code. */
export function useFactor(factors: Factors): Factor {
  const here = usePasskeysHere(factors.passkeyHost);
  const [wished, setWished] = useState<'passkey' | 'code'>('passkey');
  const works = factors.passkeys && here;
  return {
    by: works && (wished === 'passkey' || !factors.totp) ? 'passkey' : 'code', switchTo: works && factors.totp ? setWished : null,
    elsewhere: !works && !factors.totp && factors.passkeys ? factors.passkeyHost : null,
  };
}

interface SecondFactorProps {
  readonly factor: Factor;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
  readonly value?: string;
  readonly onChange?: (code: string) => void;
}

/** The place of a form where a code is typed, or where it says that the passkey signs. */
export function SecondFactor({ factor, error, autoFocus, value, onChange }: SecondFactorProps) {
  const t = useTranslations('common.factor');
  const other = factor.by === 'passkey' ? 'code' as const : 'passkey' as const;
  const { switchTo, elsewhere } = factor;
  if (elsewhere) return <p className="text-13 text-attention">{t('elsewhere', { host: elsewhere })}</p>;
  return (
    <div className="grid justify-items-start gap-2">
      {factor.by === 'passkey' ? (
        <>
          <p className="text-13 text-ink-2">{t('passkeySigns')}</p>
          {error && <p className="text-13 text-wrong" role="alert">{error}</p>}
        </>
      ) : (
        <Field label={t('code')} description={t('wait')} error={error} required className="w-full">
          <Input
            name="stepUpCode" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} size="lg" className="font-mono tracking-widest" autoFocus={autoFocus}
            {...(onChange && { value, onChange: (event: { target: { value: string } }) => onChange(event.target.value) })}
          />
        </Field>
      )}
      {switchTo && <Button size="sm" variant="quiet" onClick={() => switchTo(other)}>{t(`use.${other}`)}</Button>}
    </div>
  );
}
