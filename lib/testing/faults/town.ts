/** An institution with as many open bills as there are cells, and a contract with every bank. */
import { CAPABILITIES, METHODS, type ChannelCode } from '@/lib/channels/model';
import { notifyUrlOf, secretsPlace } from '@/lib/channels';
import { newId } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import type { BillId, ChannelAccountId, InstitutionId, PayerId, UserId } from '@/lib/kernel/ids';
import { entryOf, post } from '@/lib/ledger';
import type { RouteChoice } from '@/lib/payments/rules/decide-start';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { seal } from '@/lib/platform/crypto';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { Onboarded } from './bank';

const ports = { clock: systemClock, random: systemRandom };
const CHUNK = 1_000;

export interface TownBill {
  readonly id: BillId;
  readonly minor: bigint;
}
export interface Town {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
  readonly clerk: UserId;
  readonly manager: UserId;
  readonly bills: readonly TownBill[];
  readonly accounts: ReadonlyMap<ChannelCode, ChannelAccountId>;
  routeTo(channel: ChannelCode): RouteChoice;
}

/** @param onboard what a channel's bank hands out for this callback address */
export async function foundTown(
  count: number, channels: readonly ChannelCode[], onboard: (channel: ChannelCode, notifyUrl: string) => Promise<Onboarded>, slug = 'faults',
): Promise<Town> {
  const institutionId = newId('institution', ports);
  const [payerId, clerk, manager, now] = [newId('payer', ports), newId('user', ports), newId('user', ports), toIso(ports.clock.now())];
  await withPlatformTx((tx) => tx.$executeRaw`
    INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES (${institutionId}, ${slug}, '故障矩阵学校', 'Fault School', 'school', 'Asia/Shanghai', '24:00', 'CNY', 'test', 'active', ${now}::timestamptz)`);
  const bills: TownBill[] = [];
  for (let from = 0; from < count; from += CHUNK) bills.push(...(await issue(institutionId, payerId, from, Math.min(CHUNK, count - from), now)));
  const accounts = new Map<ChannelCode, ChannelAccountId>();
  for (const channel of channels) {
    const id = newId('channelAccount', ports);
    await contract(institutionId, channel, id, await onboard(channel, notifyUrlOf(channel, id)), now);
    accounts.set(channel, id);
  }
  return {
    institutionId, payerId, clerk, manager, bills, accounts,
    routeTo: (channel) => ({ accountId: accounts.get(channel)!, channel, method: CAPABILITIES[channel].method, configVersion: 1, document: { chosen: channel } }),
  };
}

async function issue(institutionId: InstitutionId, payerId: PayerId, from: number, count: number, now: string): Promise<TownBill[]> {
  const bills = Array.from({ length: count }, (_, i) => ({ id: newId('bill', ports), number: `F${from + i + 1}`, minor: BigInt(10_000 + ((from + i) % 90_000)) }));
  const rows = JSON.stringify(bills.map((b) => ({ ...b, minor: b.minor.toString() })));
  const methods = JSON.stringify(METHODS);
  await withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, cycle_key, title_zh, title_en, currency, total_minor, methods,
        issue_date, due_date, status, created_at)
      SELECT id, ${institutionId}, number, ${payerId}, 'faults', 1, number, '保教费', 'Care', 'CNY', minor, ${methods}::jsonb,
        '2026-11-01', '2026-12-01', 'issued', ${now}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS b(id text, number text, minor bigint)`;
    await post(tx, { institutionId }, bills.map((b) => entryOf({
      key: `bill:${b.id}`, kind: 'bill-issued', at: ports.clock.now(), subjectKind: 'bill', subjectId: b.id, currency: 'CNY', amountMinor: b.minor,
      lines: [{ account: '6001.care', amountMinor: b.minor, label: { zh: '保教费', en: 'Care' } }],
    })));
  }, { timeoutMs: 60_000 });
  return bills;
}

async function contract(institutionId: InstitutionId, channel: ChannelCode, id: ChannelAccountId, pack: Onboarded, now: string): Promise<void> {
  const sealed = seal(secretsPlace(id), JSON.stringify(pack.secrets));
  await withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO channel_account (id, institution_id, channel, base_url, config, secrets_sealed, status, created_at, updated_at)
      VALUES (${id}, ${institutionId}, ${channel}, ${pack.baseUrl}, ${JSON.stringify(pack.config)}::jsonb, ${sealed}, 'active', ${now}::timestamptz, ${now}::timestamptz)`;
    await tx.$executeRaw`INSERT INTO channel_account_locator (account_id, institution_id, channel) VALUES (${id}, ${institutionId}, ${channel})`;
  });
}
