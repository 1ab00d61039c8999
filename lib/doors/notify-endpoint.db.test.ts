// The callback door bounds what strangers can cost us: rows, look-ups and verifying, without ever turning the bank itself away for good.
import { createHmac } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { secretsPlace } from '@/lib/channels';
import { payingHousehold } from '@/lib/checkout/checkout.fixtures';
import type { ChannelAccountId, InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { toDate, toIso } from '@/lib/kernel/time';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { seal } from '@/lib/platform/crypto';
import { withTx } from '@/lib/platform/tx';
import { notifyEndpoints } from './notify-endpoint';

const KEY = '0123456789abcdef0123456789abcdef';
const MERCHANT = '880000000001';
const ports = { clock: systemClock, random: systemRandom };

async function contract(merchantNo = MERCHANT, key = KEY): Promise<{ id: ChannelAccountId; institutionId: InstitutionId }> {
  const { institutionId } = await payingHousehold([500n]);
  const id = newId('channelAccount', ports);
  const now = toDate(systemClock.now());
  await withTx({ institutionId }, async (tx) => {
    await tx.channel_account.deleteMany({ where: { channel: 'wallet' } });
    await tx.channel_account.create({ data: {
      id, institution_id: institutionId, channel: 'wallet', base_url: 'http://127.0.0.1:1/wallet', config: { merchantNo },
      secrets_sealed: seal(secretsPlace(id), JSON.stringify({ signingKey: key })), status: 'active', created_at: now, updated_at: now,
    } });
    await tx.channel_account_locator.create({ data: { account_id: id, institution_id: institutionId, channel: 'wallet' } });
  });
  founded.push(institutionId);
  return { id, institutionId };
}

const founded: InstitutionId[] = [];
/** What was acknowledged is acted on afterwards. */
afterEach(async () => {
  for (const institutionId of founded.splice(0)) {
    await vi.waitUntil(async () => (await withTx({ institutionId }, (tx) => tx.inbound_message.count({ where: { verdict: 'order', processed_at: null } }))) === 0, { timeout: 20_000 });
  }
});

let events = 0;
function callback(key = KEY): { body: string; headers: Record<string, string> } {
  const eventId = `EV${++events}`;
  const data = { merchantNo: MERCHANT, orderNo: `NO${events}`, walletOrderNo: `W${events}`, state: 'PAID', amountFen: '500', currency: 'CNY', paidAt: toIso(systemClock.now()) };
  const body = JSON.stringify({ eventId, type: 'order', data });
  const at = String(systemClock.now());
  const signature = createHmac('sha256', key).update(`NOTIFY\n${at}\nn1\n${body}`).digest('hex');
  return { body, headers: { 'x-wallet-timestamp': at, 'x-wallet-nonce': 'n1', 'x-wallet-signature': signature } };
}

async function send(account: string, { body, headers }: { body: string; headers: Record<string, string> }, ip = '10.0.0.1', channel = 'wallet'): Promise<number> {
  const target = `/api/channels/${channel}/notify/${account}`;
  const request = { method: 'POST', headers, body: new TextEncoder().encode(body), params: { channel, account }, ip, target };
  return (await notifyEndpoints[0]!.handle(request)).status;
}

const kept = (institutionId: InstitutionId) => withTx({ institutionId }, (tx) => tx.inbound_message.groupBy({ by: ['verdict'], _count: true }));

test('the same callback, however often, is one row, and each time acknowledged', async () => {
  const { id, institutionId } = await contract();
  const one = callback();
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(id, one)));
  expect(new Set([...answers, await send(id, one)])).toEqual(new Set([200]));
  expect(await kept(institutionId)).toEqual([{ verdict: 'order', _count: 1 }]);
});

test("another institution's callback is refused, also one of the same channel", async () => {
  const [mine, theirs] = [await contract(), await contract('880000000002', 'f'.repeat(32))];
  expect(await send(theirs.id, callback())).toBe(401);
  expect(await send(theirs.id, callback('f'.repeat(32)))).toBe(401);
  expect(await kept(theirs.institutionId)).toEqual([{ verdict: 'invalid', _count: 2 }]);
  expect(await kept(mine.institutionId)).toEqual([]);
});

test('a flood of forgeries is kept in part, then not even read; the bank at its own address is heard all the while', async () => {
  const { id, institutionId } = await contract();
  const answers: number[] = [];
  for (let i = 0; i < 320; i++) answers.push(await send(id, callback('a key of nobody'), '10.6.6.6'));
  expect(answers.filter((status) => status === 401)).toHaveLength(300);
  expect(answers.filter((status) => status === 500)).toHaveLength(20);
  expect(await kept(institutionId)).toEqual([{ verdict: 'invalid', _count: 60 }]);
  expect(await send(id, callback())).toBe(200);
  expect((await kept(institutionId)).find((k) => k.verdict === 'order')?._count).toBe(1);
});

test('addresses that were never given out are not there, known ones stay there while somebody guesses', async () => {
  const { id } = await contract();
  expect(await send(id, callback(), '10.7.7.7')).toBe(200);
  for (let i = 0; i < 130; i++) expect(await send(newId('channelAccount', ports), callback(), '10.7.7.7')).toBe(404);
  expect(await send(id, callback(), '10.7.7.7')).toBe(200);
  expect(await send(id, callback(), '10.7.7.7', 'wechat')).toBe(404);
});
