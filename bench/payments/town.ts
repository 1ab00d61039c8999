/** An institution with payers, issued bills in its books, and contracts with the two banks of the mix: written set-wise, like a bill run. */
import { CHANNELS } from '@/lib/channels/port';
import { newId, type Clock, type Random } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import type { BillId, ChannelAccountId, InstitutionId, PayerId } from '@/lib/kernel/ids';
import { makePass } from '@/lib/checkout';
import { notifyUrlOf, secretsPlace } from '@/lib/channels';
import { entryOf, post } from '@/lib/ledger';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { seal } from '@/lib/platform/crypto';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { BenchBank, BenchChannel } from './bank';

const BILLS_PER_PAYER = 20;
const CHUNK = 1_000;

export interface BenchBill {
  readonly id: BillId;
  readonly minor: bigint;
  /** The payer's pass, as their browser would carry it. */
  readonly pass: string;
}
export interface Town {
  readonly institutionId: InstitutionId;
  readonly bills: readonly BenchBill[];
}

const ports: { clock: Clock; random: Random } = { clock: systemClock, random: systemRandom };

export async function foundTown(bank: BenchBank, channels: readonly BenchChannel[], count: number): Promise<Town> {
  const institutionId = newId('institution', ports);
  const now = toIso(ports.clock.now());
  await withPlatformTx((tx) => tx.$executeRaw`
    INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES (${institutionId}, 'bench', '基准幼儿园', 'Bench Kindergarten', 'kindergarten', 'Asia/Shanghai', '23:00', 'CNY', 'test', 'active', ${now}::timestamptz)`);
  const payers = Array.from({ length: Math.ceil(count / BILLS_PER_PAYER) }, () => newId('payer', ports));
  await seatPayers(institutionId, payers, now);
  const passes = new Map(payers.map((payerId) => [payerId, makePass({ institutionId, payerId }, ports.clock.now())]));
  const bills: BenchBill[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const part = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => {
      const n = from + i;
      return { id: newId('bill', ports), payer: payers[n % payers.length]!, number: `B${n + 1}`, minor: BigInt(10_000 + (n % 90_000)) };
    });
    await issue(institutionId, part, now);
    bills.push(...part.map((b) => ({ id: b.id, minor: b.minor, pass: passes.get(b.payer)! })));
  }
  for (const channel of CHANNELS) if ((channels as readonly string[]).includes(channel)) await onboard(institutionId, bank, channel as BenchChannel, now);
  return { institutionId, bills };
}

async function seatPayers(institutionId: InstitutionId, payers: readonly PayerId[], now: string): Promise<void> {
  const rows = JSON.stringify(payers.map((id, n) => ({
    id, number: `K${n + 1}`, name: Buffer.from(seal(`payer/name/${id}`, `学生${n + 1}`)).toString('base64'), code: `${880_000_000_000 + n}`,
  })));
  await withTx({ institutionId }, (tx) => tx.$executeRaw`
    INSERT INTO payer (id, institution_id, number, name_sealed, name_index, attributes, payment_code, status, created_at)
    SELECT id, ${institutionId}, number, decode(name, 'base64'), sha256(number::bytea), '{}', code, 'active', ${now}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS p(id text, number text, name text, code text)`);
}

interface Issued { readonly id: BillId; readonly payer: PayerId; readonly number: string; readonly minor: bigint }

async function issue(institutionId: InstitutionId, bills: readonly Issued[], now: string): Promise<void> {
  const rows = JSON.stringify(bills.map((b) => ({ ...b, minor: b.minor.toString() })));
  const at = ports.clock.now();
  await withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, cycle_key, title_zh, title_en, currency, total_minor, methods,
        issue_date, due_date, status, created_at)
      SELECT id, ${institutionId}, number, payer, 'bench', 1, number, '2026年11月保教费', 'Care November 2026', 'CNY', minor, '["wechat","bank"]',
        '2026-11-01', '2026-12-01', 'issued', ${now}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS b(id text, payer text, number text, minor bigint)`;
    await post(tx, { institutionId }, bills.map((b) => entryOf({
      key: `bill:${b.id}`, kind: 'bill-issued', at, subjectKind: 'bill', subjectId: b.id, currency: 'CNY', amountMinor: b.minor,
      lines: [{ account: '6001.care', amountMinor: b.minor, label: { zh: '保教费', en: 'Care' } }],
    })));
  }, { timeoutMs: 60_000 });
}

async function onboard(institutionId: InstitutionId, bank: BenchBank, channel: BenchChannel, now: string): Promise<void> {
  const id: ChannelAccountId = newId('channelAccount', ports);
  const contract = await bank.onboard(channel, notifyUrlOf(channel, id));
  const sealed = seal(secretsPlace(id), JSON.stringify(contract.secrets));
  await withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO channel_account (id, institution_id, channel, base_url, config, secrets_sealed, status, created_at, updated_at)
      VALUES (${id}, ${institutionId}, ${channel}, ${contract.baseUrl}, ${JSON.stringify(contract.config)}::jsonb, ${sealed}, 'active',
        ${now}::timestamptz, ${now}::timestamptz)`;
    await tx.$executeRaw`INSERT INTO channel_account_locator (account_id, institution_id, channel) VALUES (${id}, ${institutionId}, ${channel})`;
  });
}
