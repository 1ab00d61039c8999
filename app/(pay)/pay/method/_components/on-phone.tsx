import { getTranslations } from 'next-intl/server';
import { ChevronDownIcon } from '@/components/ui/small-icons';
import { makePhoneCode, qrPath } from '@/lib/checkout';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';

/** More bills than this make a code that no camera reads well. */
const BILLS_MAX = 8;

/** On a desktop: a code with which the phone goes on where this page stands, while this page follows. */
export async function OnPhone({ ctx, billIds }: { ctx: Ctx; billIds: readonly string[] }) {
  if (ctx.actor.kind !== 'payer' || billIds.length > BILLS_MAX) return null;
  const t = await getTranslations('pay.onPhone');
  const query = new URLSearchParams(billIds.map((id) => ['bill', id])).toString();
  const code = makePhoneCode({ institutionId: ctx.institutionId, payerId: ctx.actor.payerId }, ctx.clock.now());
  const link = `${env().publicUrl}/pay/phone/${code}?${query}`;
  const { size, path } = qrPath(link);
  return (
    <details data-print="hide" className="group mt-4 hidden overflow-clip rounded-md border border-line bg-surface desk:block">
      <summary className="flex min-h-14 list-none items-center justify-between gap-3 px-4 font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        {t('title')}
        <ChevronDownIcon className="size-5 shrink-0 text-ink-2 group-open:rotate-180" />
      </summary>
      <div className="flex items-center gap-5 border-t border-line p-4">
        {/* Black on white in every theme: cameras want it so. */}
        <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('alt')} className="w-44 shrink-0 rounded-sm" shapeRendering="crispEdges" data-phone-link={link}>
          <rect width={size} height={size} fill="#fff" />
          <path d={path} fill="#000" />
        </svg>
        <div className="grid gap-2">
          <p>{t('scan')}</p>
          <p className="text-14 text-ink-2">{t('follows')}</p>
        </div>
      </div>
      <span data-follow-phone={`${query}&since=${ctx.clock.now()}`} hidden />
    </details>
  );
}
