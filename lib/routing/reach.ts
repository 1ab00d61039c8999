/** How many channels each fee plan in force could reach under a draft, outages left aside: two backups are made sure of when it is saved. */
import { adapterOf, listAccounts } from '@/lib/channels';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { givesBack, methodsServed } from './eligibility';
import type { PlanReach, RoutingDocument } from './model';
import { wishIn } from './payment-facts';

export const CHANNELS_MIN = 3;

/** A channel counts that has a contract, is not masked, serves a method of the plan, and is wished for by plan and draft. */
export async function reachOf(ctx: Ctx, draft: RoutingDocument): Promise<PlanReach[]> {
  const accounts = (await listAccounts(ctx)).filter((a) => a.status === 'active');
  const masked = new Set(draft.masks.map((m) => m.channel));
  const open = accounts.filter((a) => !masked.has(a.channel)).map(({ channel }) => {
    const { method, refund } = adapterOf(channel).capabilities;
    return { channel, serves: methodsServed(method), refund };
  });
  const plans = await withTx(ctx, (tx) => tx.$queryRaw<{ code: string; name_zh: string; name_en: string; methods: unknown; routing: unknown }[]>`
    SELECT p.code, p.name_zh, p.name_en, v.methods, v.routing FROM fee_plan p
    JOIN LATERAL (SELECT methods, routing FROM fee_plan_version v WHERE v.plan_id = p.id AND v.state = 'active' ORDER BY v.version DESC LIMIT 1) v ON true
    WHERE p.status <> 'archived' ORDER BY p.code LIMIT 200`);
  return plans.map((p) => {
    const allowed = allowedOf(p.methods);
    const { refundNeeds } = wishIn(p.routing);
    const channels = open.filter(({ serves, refund }) => serves.some((m) => allowed.includes(m)) && givesBack(refund, refundNeeds)).map(({ channel }) => channel);
    return { code: p.code, nameZh: p.name_zh, nameEn: p.name_en, channels };
  });
}

function allowedOf(methods: unknown): string[] {
  const allowed = typeof methods === 'object' && methods !== null && 'allowed' in methods ? methods.allowed : [];
  return Array.isArray(allowed) ? allowed.map(String) : [];
}
