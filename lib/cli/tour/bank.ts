/** What the tour does on the bank's side: opens the page the payer was sent to, pays there, and plants disorder. */
import { z } from 'zod';
import { expectBody, postJson, TourFailure } from './http';

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

  async truth(channel: string, orderNo: string): Promise<{ state: string; refundedMinor: string }> {
    const response = await fetch(`${this.url}/_sandbox/truth?${new URLSearchParams({ channel, orderNo }).toString()}`);
    const schema = z.object({ order: z.object({ state: z.string(), refundedMinor: z.string() }) });
    return expectBody('the bank’s truth', { status: response.status, body: await response.json() }, schema).order;
  }

  async callbacks(channel: string, orderNo: string): Promise<number> {
    const response = await fetch(`${this.url}/_sandbox/callbacks?${new URLSearchParams({ channel, orderNo }).toString()}`);
    const schema = z.object({ callbacks: z.array(z.object({ attempts: z.array(z.object({ acknowledged: z.boolean() })) })) });
    const { callbacks } = expectBody('callbacks', { status: response.status, body: await response.json() }, schema);
    return callbacks.reduce((sum, c) => sum + c.attempts.filter((a) => a.acknowledged).length, 0);
  }

  async merchants(): Promise<{ channel: string; merchantNo: string; notifyUrl: string }[]> {
    const response = await fetch(`${this.url}/_sandbox/merchants`);
    const schema = z.object({ merchants: z.array(z.object({ channel: z.string(), merchantNo: z.string(), notifyUrl: z.string() })) });
    return expectBody('merchants', { status: response.status, body: await response.json() }, schema).merchants;
  }

  async plant(channel: string, merchantNo: string, date: string, disorder: Record<string, number>): Promise<void> {
    expectBody('a statement with differences', await postJson(`${this.url}/_sandbox/statements/${channel}/${merchantNo}/${date}`, disorder), z.object({ ok: z.literal(true) }));
  }
}
