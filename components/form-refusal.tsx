import { useTranslations } from 'next-intl';
import type { ActionState } from '@/lib/edge/model';
import { Banner } from './ui/banner';

/** What a Server Action refused, above its form: cause first, next step below it, the reference where something failed on our side. */
export function FormRefusal({ state }: { state: ActionState<unknown> }) {
  const t = useTranslations('common');
  if (!state || state.ok) return null;
  const { code, message, reference } = state.error;
  const [, cause = message, advice] = /^(.*?(?:。|[.!?](?=\s)))\s*(.+)$/s.exec(message) ?? [];
  return (
    <Banner meaning="wrong" title={cause} live>
      {advice && <p>{advice}</p>}
      {code === 'edge.unexpected' && (
        <p className="text-13 text-ink-2">
          {t('error.reference')} <code className="font-mono">{reference}</code>
        </p>
      )}
    </Banner>
  );
}
