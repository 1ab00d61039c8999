/** How every adapter leaves the building: one bank host per account, and a lost call told apart from one that was never sent. */
import type { CallContext, ChannelAccount, NetRequest, NotSent, ProbeResult, Unclear } from '../port';

export const TIMEOUT_MS = { create: 10_000, query: 6_000, close: 6_000, refund: 15_000, statement: 60_000, probe: 4_000 } as const;
const ANSWER_MAX_BYTES = 1_000_000;
export const STATEMENT_MAX_BYTES = 64_000_000;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
export type Exchange = { readonly kind: 'reply'; readonly reply: Reply } | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };

export const unclear = (code: string, cause: Unclear['cause'] = 'other'): Unclear => ({ certainty: 'unknown', code, cause });

/** `path` begins with a slash; the account's base address may carry a mount path of its own. */
export const addressOf = (account: ChannelAccount, path: string): string => `${account.baseUrl.replace(/\/+$/, '')}${path}`;

/**
 * Calls the bank. An address the bank handed us (a download link) is followed only to the account's own host or to one its settings
 * name: otherwise a forged answer could make this server call anything it can reach.
 */
export async function exchange(
  account: ChannelAccount, call: CallContext, url: string, init: NetRequest, otherHosts: readonly string[] = [],
): Promise<Exchange> {
  const host = URL.canParse(url) ? new URL(url).host : null;
  if (host === null || (host !== new URL(account.baseUrl).host && !otherHosts.includes(host))) {
    return { kind: 'lost', outcome: { certainty: 'not-sent', code: 'net.foreign-host', cause: 'merchant-configuration' } };
  }
  const answer = await call.net.fetch(url, { maxBytes: ANSWER_MAX_BYTES, ...init });
  if (answer.ok) return { kind: 'reply', reply: answer };
  const code = `net.${answer.code}`;
  if (!answer.sent) return { kind: 'lost', outcome: { certainty: 'not-sent', code, cause: 'network' } };
  return { kind: 'lost', outcome: unclear(code, 'network') };
}

/** Header names come in any case: HTTP says they are all the same. */
export function header(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = Object.keys(headers).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : headers[found];
}

/** Times one authentic question. `ask` answers with a code and whether the bank proved itself. */
export async function timed(call: CallContext, ask: () => Promise<{ healthy: boolean; code: string }>): Promise<ProbeResult> {
  const from = call.clock.now();
  const { healthy, code } = await ask();
  return { healthy, code, latencyMs: Math.max(0, call.clock.now() - from) };
}
