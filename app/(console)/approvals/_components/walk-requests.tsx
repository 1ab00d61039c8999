'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useShortcut } from '@/components/use-shortcut';
import { LinkButton } from '@/components/ui/link-button';

/** ↑ ↓ walk what waits for me without going back to the list. */
export function WalkRequests({ id, ids }: { id: string; ids: readonly string[] }) {
  const t = useTranslations('approvals.key');
  const router = useRouter();
  const at = ids.indexOf(id);
  const previous = at > 0 ? ids[at - 1] : undefined;
  // A request that was just decided is not in the list any more: the next one then is the first that waits.
  const next = ids[at + 1];
  const go = (to: string | undefined) => to && router.push(`/approvals/${to}`);
  useShortcut({ keys: 'ArrowDown', label: t('next'), run: () => go(next), enabled: () => next !== undefined });
  useShortcut({ keys: 'ArrowUp', label: t('previous'), run: () => go(previous), enabled: () => previous !== undefined });
  if (!previous && !next) return null;
  return (
    <>
      {previous && <LinkButton size="sm" href={`/approvals/${previous}`}>{`↑ ${t('previous')}`}</LinkButton>}
      {next && <LinkButton size="sm" href={`/approvals/${next}`}>{`↓ ${t('next')}`}</LinkButton>}
    </>
  );
}
