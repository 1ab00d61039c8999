/** What the tour does on the bank's side: opens the page the payer was sent to, pays there, and plants disorder. */
import { z } from 'zod';
import { expectBody, getJson, postJson, TourFailure } from './http';

const presentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redirect'), url: z.string() }),
  z.object({ kind: z.literal('form'), action: z.string(), charset: z.string(), fields: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('qr'), text: z.string() }),
]);
export const handOverSchema = presentSchema.nullable();

export class Bank {
  constructor(private readonly url: string) {}

  /** As the payer's browser would: follows the redirect or posts the form. A QR is scanned by paying. */
  async open(present: z.infer<typeof presentSchema>): Promise<void> {
    if (present.kind === 'qr') return;
    const response = present.kind === 'redirect'
      ? await fetch(present.url, { redirect: 'follow' })
      : await fetch(present.action, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(present.fields) });
    await response.body?.cancel();
    if (response.status >= 400) throw new TourFailure(`the bank's page answered ${response.status}`);
  }

  async pay(channel: string, orderNo: string): Promise<void> {
    expectBody(`paying ${orderNo} at ${channel}`, await postJson(`${this.url}/_sandbox/orders/${channel}/${orderNo}/pay`, {}), z.object({ ok: z.literal(true) }));
  }

  async misbehave(rule: Record<string, unknown>): Promise<void> {
    expectBody('a rule of misbehaviour', await postJson(`${this.url}/_sandbox/rules`, rule), z.object({ ok: z.literal(true) }));
  }

  /** Whose order this is: the merchant number an institution has at this bank. */
  async merchantOf(channel: string, orderNo: string): Promise<string> {
    const answer = await getJson(`${this.url}/_sandbox/orders/${channel}/${orderNo}`);
    return expectBody('an order at the bank', answer, z.object({ order: z.object({ merchantNo: z.string() }) })).order.merchantNo;
  }

  async callbacks(channel: string, orderNo: string): Promise<number> {
    const answer = await getJson(`${this.url}/_sandbox/callbacks?${new URLSearchParams({ channel, orderNo }).toString()}`);
    const schema = z.object({ callbacks: z.array(z.object({ attempts: z.array(z.object({ acknowledged: z.boolean() })) })) });
    const { callbacks } = expectBody('callbacks', answer, schema);
    return callbacks.reduce((sum, c) => sum + c.attempts.filter((a) => a.acknowledged).length, 0);
  }

  async merchants(): Promise<{ channel: string; merchantNo: string; notifyUrl: string }[]> {
    const answer = await getJson(`${this.url}/_sandbox/merchants`);
    const schema = z.object({ merchants: z.array(z.object({ channel: z.string(), merchantNo: z.string(), notifyUrl: z.string() })) });
    return expectBody('merchants', answer, schema).merchants;
  }

  /** One more row in the day's statement that no payment of ours stands behind; what was planted before stays. */
  async plantExtraRow(channel: string, merchantNo: string, date: string): Promise<void> {
    const address = `${this.url}/_sandbox/statements/${channel}/${merchantNo}/${date}`;
    const schema = z.object({ truth: z.object({ planted: z.object({ extra: z.union([z.number(), z.array(z.unknown())]) }) }) });
    const { extra } = expectBody('what is planted', await getJson(`${address}?part=truth`), schema).truth.planted;
    const planted = typeof extra === 'number' ? extra : extra.length;
    expectBody('a statement with differences', await postJson(address, { extra: planted + 1 }), z.object({ ok: z.literal(true) }));
  }
}
