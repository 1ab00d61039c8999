/** All accounts in one view, with what the books say is in them at any moment. */
import { listAccounts } from '@/lib/channels';
import { requirePermission } from '@/lib/identity';
import { money, toWire, type MoneyWire } from '@/lib/kernel/money';
import { toIso, type Instant } from '@/lib/kernel/time';
import { ACCOUNTS, trialBalance } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { AccountPlace } from './account-of';
import type { CentreView, FundAccountKind, FundAccountView } from './model';

const ACCOUNTS_MAX = 500;

export async function accountCentre(ctx: Ctx, asOf: Instant = ctx.clock.now()): Promise<CentreView> {
  requirePermission(ctx, 'ledger.read');
  const [books, channels] = [await trialBalance(ctx, asOf), (await listAccounts(ctx)).map((a) => a.channel as string)];
  const balance = (code: string): MoneyWire => books.rows.find((r) => r.code === code)?.balance ?? toWire(money(0n, 'CNY'));
  const [kept, plans] = await withTx(ctx, async (tx) => [await loadPlaces(tx), await plansOf(tx)] as const);
  const accounts = kept.map((a): FundAccountView => ({
    ...a, arrived: a.channel ? balance(ACCOUNTS.bank(a.channel)) : null, underway: a.channel ? balance(ACCOUNTS.clearing(a.channel)) : null,
  }));
  const described = new Set(accounts.map((a) => a.channel));
  return {
    asOf: toIso(asOf), accounts, plans,
    untagged: channels.filter((c) => !described.has(c)).map((channel) => ({ channel, arrived: balance(ACCOUNTS.bank(channel)), underway: balance(ACCOUNTS.clearing(channel)) })),
  };
}

export type KeptAccount = AccountPlace & Omit<FundAccountView, 'arrived' | 'underway'>;

/** Parents before their parts. */
export async function loadPlaces(tx: Tx): Promise<KeptAccount[]> {
  const rows = await tx.fund_account.findMany({ where: { retired_at: null }, orderBy: [{ made_at: 'asc' }, { id: 'asc' }], take: ACCOUNTS_MAX });
  const items = await tx.fund_account_item.findMany({ where: { account_id: { in: rows.map((r) => r.id) } }, orderBy: { id: 'asc' } });
  const view = (r: (typeof rows)[number]): KeptAccount => ({
    id: r.id, kind: r.kind as FundAccountKind, parentId: r.parent_id, channel: r.channel, name: r.name, sourceTag: r.source_tag, numberHint: r.number_hint,
    collects: items.filter((i) => i.account_id === r.id).map((i) => ({ planId: i.plan_id, itemCode: i.item_code })),
  });
  return rows.filter((r) => r.parent_id === null).flatMap((r) => [view(r), ...rows.filter((p) => p.parent_id === r.id).map(view)]);
}

async function plansOf(tx: Tx): Promise<CentreView['plans']> {
  const rows = await tx.$queryRaw<{ plan_id: string; name_zh: string; name_en: string; items: { code: string; zh: string; en: string }[] | null }[]>`
    SELECT p.id AS plan_id, p.name_zh, p.name_en, (SELECT jsonb_agg(jsonb_build_object('code', i ->> 'code', 'zh', i -> 'name' ->> 'zh', 'en', i -> 'name' ->> 'en'))
      FROM fee_plan_version v, jsonb_array_elements(v.items -> 'items') AS i
      WHERE v.plan_id = p.id AND v.version = (SELECT max(w.version) FROM fee_plan_version w WHERE w.plan_id = p.id)) AS items
    FROM fee_plan p ORDER BY p.name_zh LIMIT 200`;
  return rows.map((r) => ({ planId: r.plan_id, nameZh: r.name_zh, nameEn: r.name_en, items: r.items ?? [] }));
}
