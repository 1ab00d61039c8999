import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { FlowView } from '@/lib/approvals';
import type { ApprovalKind } from '@/lib/approvals/model';

/** Every kind of act that needs consent; which one is open stands in the address. */
export function FlowList({ flows, open }: { flows: readonly FlowView[]; open: ApprovalKind }) {
  const t = useTranslations('approvals');
  return (
    <nav aria-label={t('flow.kinds')} className="rounded-md border border-line bg-surface">
      <ul className="divide-y divide-line">
        {flows.map((flow) => (
          <li key={flow.kind}>
            <Link
              href={`/approvals/flows?kind=${flow.kind}`} data-plain-link aria-current={flow.kind === open ? 'page' : undefined}
              className="block px-4 py-2 hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold"
            >
              {t(`kind.${flow.kind}`)}
              <span className="block text-12 font-normal text-ink-2">
                {flow.proposed ? t('flow.waits') : flow.version === 0 ? t('flow.builtIn') : t('flow.version', { n: flow.version })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
