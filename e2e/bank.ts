/** The sandbox bank's machine API, as far as the tests disturb it or look behind it. */
import { z } from 'zod';
import { BANK_URL } from './place';

export type Channel = 'wechat' | 'alipay' | 'unionpay' | 'ccb';

const merchants = z.object({ merchants: z.array(z.object({ channel: z.string(), merchantNo: z.string(), merchantName: z.string(), notifyUrl: z.string() })) });
const attempts = z.array(z.object({ acknowledged: z.boolean() }));
const callbacks = z.object({ callbacks: z.array(z.object({ variant: z.string(), state: z.string(), attempts })) });
const truth = z.object({ order: z.object({ state: z.string(), refundedMinor: z.string() }) });
const done = z.object({ ok: z.literal(true) });

async function ask<S extends z.ZodType>(path: string, schema: S, body?: unknown): Promise<z.output<S>> {
  const response = await fetch(`${BANK_URL}/_sandbox/${path}`, body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the bank answered ${path} with ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return schema.parse(await response.json());
}

export const bank = {
  /** A misbehaviour by its name, for one order only, so that tests side by side do not feel each other's. */
  misbehave: (fault: string, channel: Channel, orderNo: string, params?: Record<string, number>) => ask('rules', done, { fault, channel, orderNo, ...(params && { params }) }),
  /** Nobody gets an answer to an order at this channel any more; off again, and everything is answered. */
  silence: async (channel: Channel, on: boolean): Promise<void> => {
    if (on) await ask('rules', done, { fault: 'create-timeout-no-order', channel });
    else await fetch(`${BANK_URL}/_sandbox/rules?channel=${channel}`, { method: 'DELETE' });
  },
  pay: (channel: Channel, orderNo: string) => ask(`orders/${channel}/${orderNo}/pay`, done, {}),
  truth: async (channel: Channel, orderNo: string) => (await ask(`truth?channel=${channel}&orderNo=${orderNo}`, truth)).order,
  callbacks: async (channel: Channel, orderNo: string) => (await ask(`callbacks?channel=${channel}&orderNo=${orderNo}`, callbacks)).callbacks,
  merchantNo: async (channel: Channel, name = '阳光幼儿园') => {
    const found = (await ask('merchants', merchants)).merchants.find((one) => one.channel === channel && one.merchantName === name);
    if (!found) throw new Error(`${name} has no account at ${channel}`);
    return found.merchantNo;
  },
  /** Differences between the day's file and what really happened, by kind and count. */
  plant: (channel: Channel, merchantNo: string, date: string, differences: Record<string, number>) =>
    ask(`statements/${channel}/${merchantNo}/${date}`, done, differences),
  /** The day's file as the bank's portal would give it, ready to be handed in. */
  statement: async (channel: Channel, merchantNo: string, date: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> => {
    const address = `statements/${channel}/${merchantNo}/${date}`;
    const { fileName } = await ask(`${address}?part=truth`, z.object({ fileName: z.string() }));
    const response = await fetch(`${BANK_URL}/_sandbox/${address}`);
    return { name: fileName, mimeType: 'application/octet-stream', buffer: Buffer.from(await response.arrayBuffer()) };
  },
};
