/** When the certificates of a contract end. A bank's certificate that ends unnoticed stops every callback at once. */
import { requirePermission } from '@/lib/identity';
import { DAY_MS, instant, toIso, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { isChannelCode, type CertificateView } from './model';
import type { ChannelCode } from './port';
import { certificatesIn } from './signatures/x509';

/** New certificates take banks weeks. */
export const WARN_DAYS = 30;

/** The certificate of each setting that ends first. Settings without a certificate are left out. */
export function certificatesOf(config: unknown, now: Instant): CertificateView[] {
  if (typeof config !== 'object' || config === null) return [];
  return Object.entries(config).flatMap(([field, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('\\n', '\n');
    const ends = certificatesIn(text).map((c) => Date.parse(c.validTo)).filter((at) => !Number.isNaN(at));
    return ends.length === 0 ? [] : [viewOf(field, instant(Math.min(...ends)), now)];
  });
}

function viewOf(field: string, until: Instant, now: Instant): CertificateView {
  const state = until <= now ? 'over' : until - now <= WARN_DAYS * DAY_MS ? 'soon' : 'good';
  return { field, until: toIso(until), state };
}

export interface EndingCertificate {
  readonly accountId: string;
  readonly channel: ChannelCode;
  readonly certificate: CertificateView;
}

/** Certificates of the contracts in use that end within 30 days, or have ended. */
export async function endingCertificates(ctx: Ctx): Promise<EndingCertificate[]> {
  requirePermission(ctx, 'channel.read');
  const rows = await withTx(ctx, (tx) => tx.channel_account.findMany({
    where: { institution_id: ctx.institutionId, status: 'active' }, select: { id: true, channel: true, config: true }, orderBy: { channel: 'asc' },
  }));
  return rows.flatMap((row) => {
    const { channel } = row;
    if (!isChannelCode(channel)) return [];
    return certificatesOf(row.config, ctx.clock.now()).filter((c) => c.state !== 'good').map((certificate) => ({ accountId: row.id, channel, certificate }));
  });
}
