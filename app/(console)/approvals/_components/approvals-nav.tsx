import { useTranslations } from 'next-intl';
import { LinkButton } from '@/components/ui/link-button';

/** From the list to what belongs to it: several at once, who signs for whom, the rules themselves. */
export function ApprovalsNav({ waiting }: { waiting: number }) {
  const t = useTranslations('approvals');
  return (
    <>
      {waiting > 1 && <LinkButton href="/approvals/bulk">{t('bulk.open')}</LinkButton>}
      <LinkButton href="/approvals/delegations">{t('delegation.open')}</LinkButton>
      <LinkButton href="/approvals/flows">{t('flow.open')}</LinkButton>
    </>
  );
}
