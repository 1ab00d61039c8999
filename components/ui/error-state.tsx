import { useTranslations } from 'next-intl';
import { CopyButton } from './copy-button';
import { PlainState, type PlainStateProps } from './plain-state';

export interface ErrorStateProps extends Omit<PlainStateProps, 'children'> {
  /** Number to quote to support; never a stack. */
  reference?: string | undefined;
}

export function ErrorState({ reference, ...state }: ErrorStateProps) {
  const t = useTranslations('common');
  return (
    <PlainState {...state}>
      {reference && (
        <p className="mt-2 flex flex-wrap items-center gap-2 border-t border-line pt-3 text-13 text-ink-2">
          {t('error.reference')} <code className="font-mono text-ink">{reference}</code>
          <CopyButton text={reference} label={t('error.copyReference')} />
        </p>
      )}
    </PlainState>
  );
}
