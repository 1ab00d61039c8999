import { useTranslations } from 'next-intl';
import { LinkButton } from '@/components/ui/link-button';
import { hasPermission, type Permission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';

const ACTIONS = [
  { id: 'issue', href: '/bills', needs: 'bill.issue' },
  { id: 'import', href: '/reconciliation', needs: 'reconciliation.import' },
  { id: 'refund', href: '/payments?status=succeeded', needs: 'refund.request' },
  { id: 'approve', href: '/approvals', needs: 'approval.decide' },
  { id: 'link', href: '/payers', needs: 'payer.read' },
] as const satisfies readonly { id: string; href: string; needs: Permission }[];
const SHOWN_MAX = 3;

/** The first steps of this person's day, by what they may do. */
export function QuickActions({ ctx }: { ctx: Ctx }) {
  const t = useTranslations('today');
  return ACTIONS.filter((one) => hasPermission(ctx.actor, one.needs)).slice(0, SHOWN_MAX).map((one) => (
    <LinkButton key={one.id} href={one.href}>{t(`action.${one.id}`)}</LinkButton>
  ));
}
