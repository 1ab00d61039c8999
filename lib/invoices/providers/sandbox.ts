/** The sandbox's tax office, over the wire: signed JSON, answers at once or later, refuses what a real one would. Never used in production. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Net, NetResponse } from '@/lib/channels/port';
import { toDecimal } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';
import type { InvoiceOrder, InvoiceProvider, ProviderAnswer } from '../provider';

/** Public on purpose: what it protects does not exist. It shows that the adapter signs what it sends. */
const SECRET = 'sandbox-tax-office';
const TIMEOUT_MS = 5_000;
const DOCUMENT_MAX = 2_000_000;

const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('issued'), code: z.string().max(20), number: z.string().max(30), issuedAt: z.number().int() }),
  z.object({ state: z.literal('processing') }),
  z.object({ state: z.literal('declined'), reason: z.string().max(200) }),
]);

export function sandboxProvider(bankUrl: string): InvoiceProvider {
  const base = `${bankUrl}/einvoice/v1/invoices`;
  const get = (path: string, maxBytes?: number) => ({ method: 'GET' as const, headers: signed(path), timeoutMs: TIMEOUT_MS, ...(maxBytes && { maxBytes }) });
  return {
    name: 'sandbox',
    async issue(net: Net, order: InvoiceOrder) {
      const body = JSON.stringify({ ...order, amount: toDecimal(order.amount), currency: order.amount.currency });
      return said(await net.fetch(base, { method: 'POST', headers: { ...signed(body), 'content-type': 'application/json' }, body, timeoutMs: TIMEOUT_MS }));
    },
    query: async (net, serial) => said(await net.fetch(`${base}/${serial}`, get(serial))),
    async document(net, serial) {
      const answer = await net.fetch(`${base}/${serial}/document`, get(serial, DOCUMENT_MAX));
      return answer.ok && answer.status === 200 ? new Uint8Array(answer.body) : null;
    },
  };
}

const signed = (text: string): Record<string, string> => ({ 'x-signature': createHmac('sha256', SECRET).update(text).digest('hex') });

function said(answer: NetResponse): ProviderAnswer {
  if (!answer.ok) return { state: 'unknown' };
  if (answer.status === 404) return { state: 'absent' };
  if (answer.status !== 200) return { state: 'unknown' };
  const parsed = answerSchema.safeParse(jsonOf(answer.body));
  if (!parsed.success) return { state: 'unknown' };
  return parsed.data.state === 'issued' ? { ...parsed.data, issuedAt: instant(parsed.data.issuedAt) } : parsed.data;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
