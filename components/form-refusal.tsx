import { useTranslations } from 'next-intl';
import type { ActionState } from '@/lib/edge/model';
import { Banner } from './ui/banner';

/** What a Server Action refused, above its form: cause and next step in words, the reference where something went wrong on our side. */
export function FormRefusal({ state }: { state: ActionState<unknown> }) {
  const t = useTranslations('common');
  if (!state || state.ok) return null;
  const { code, message, reference } = state.error;
  return (
    <Banner meaning="wrong" title={message} live>
      {code === 'edge.unexpected' && (
        <p className="text-13 text-ink-2">
          {t('error.reference')} <code className="font-mono">{reference}</code>
        </p>
      )}
    </Banner>
  );
}
