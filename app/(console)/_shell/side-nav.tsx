'use client';

import {
  Activity, BellRing, BookOpenText, Building2, FileStack, Home, Landmark, ListChecks, PiggyBank, Receipt, ScrollText, Stamp, Undo2, Users, WalletCards,
} from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '@/components/class-names';
import { Spinner } from '@/components/ui/spinner';
import { GROUPS, NAV, type NavId } from './nav';

export const navIcons: Record<NavId, typeof Home> = {
  today: Home, 'bill-items': FileStack, bills: Receipt, payers: Users, reminders: BellRing, payments: WalletCards, 'bank-health': Activity, reconciliation: ListChecks,
  refunds: Undo2, approvals: Stamp, accounts: PiggyBank, ledger: BookOpenText, people: Building2, channels: Landmark, audit: ScrollText,
};

export interface SideNavProps {
  entries: readonly { id: NavId; count?: number; more?: boolean }[];
  onNavigate?: () => void;
}

/** From here on short (`10K`, `1万`): the name of the desk needs the room. */
const MANY = 10_000;

export function SideNav({ entries, onNavigate }: SideNavProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const path = usePathname();
  return (
    <nav aria-label={t('nav.label')} className="grid gap-4">
      {GROUPS.map((group) => {
        const items = NAV.filter((entry) => entry.group === group && entries.some(({ id }) => id === entry.id));
        if (items.length === 0) return null;
        return (
          <div key={group}>
            {group !== 'none' && <p className="px-3 pb-1 text-12 font-medium tracking-wide text-ink-3">{t(`group.${group}`)}</p>}
            <ul className="grid gap-px">
              {items.map((item) => {
                const current = path === item.href || path.startsWith(`${item.href}/`);
                const { count, more } = entries.find(({ id }) => id === item.id) ?? {};
                const Icon = navIcons[item.id];
                return (
                  <li key={item.id}>
                    <Link
                      href={item.href}
                      data-plain-link
                      onClick={onNavigate}
                      aria-current={current ? 'page' : undefined}
                      className={cn(
                        'flex min-h-9 items-center gap-2.5 rounded-md border border-transparent px-3',
                        current ? 'border-accent/40 bg-accent-soft font-semibold text-accent' : 'text-ink-2 hover:bg-sunken hover:text-ink',
                      )}
                    >
                      <Going>
                        <Icon aria-hidden className="size-4 shrink-0" strokeWidth={current ? 2.25 : 1.75} />
                      </Going>
                      <span className="min-w-0 flex-1">{t(`nav.${item.id}`)}</span>
                      {count !== undefined && count > 0 && (
                        <span className="rounded-sm bg-sunken px-1.5 text-12 font-medium text-ink">
                          <span aria-hidden className="whitespace-nowrap">{format.number(count, { notation: count < MANY ? 'standard' : 'compact' })}{more && '+'}</span>
                          <span className="sr-only">{t('nav.waiting', { count })}</span>
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** While the next desk is being read the pressed entry says so: pages do not stream, because they may still turn out not to be there. */
function Going({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus();
  return pending ? <Spinner /> : children;
}
