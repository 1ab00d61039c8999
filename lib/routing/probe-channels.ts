/** Active probes: every channel of an institution is asked for a sign of life (D4). Real traffic counts more; see health.ts. */
import { type CallContext, type ChannelAccount, type Net, type ProbeResult, adapterOf, listAccounts, loadAccount } from '@/lib/channels';
import { money } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { plusMs } from '@/lib/kernel/time';
import { withTx, type Scope } from '@/lib/platform/tx';
import { observeCall } from './observe-call';

/** Asks all channels at once, or those in doubt; each answer is observed like any other call. Returns what was seen, for the log. */
export async function probeChannels(scope: Scope, call: CallContext, only: 'all' | 'in-doubt' = 'all'): Promise<{ channel: string; healthy: boolean; latencyMs: number }[]> {
  const sick = await inDoubt(scope);
  if (only === 'in-doubt' && sick.size === 0) return [];
  const accounts = (await listAccounts(scope)).filter((a) => a.status === 'active' && (only === 'all' || sick.has(a.channel)));
  return Promise.all(accounts.map(async ({ id, channel }) => {
    const account = await loadAccount(scope, id);
    if (!account) return { channel, healthy: false, latencyMs: 0 };
    const at = call.clock.now();
    const asOrder = sick.has(channel) && adapterOf(channel).capabilities.createCallsBank;
    const result = asOrder ? await tryOrder(account, call) : await adapterOf(channel).probe(account, call);
    await observeCall({
      institutionId: scope.institutionId, channel, operation: 'probe', orderNo: '', at, durationMs: result.latencyMs,
      certainty: result.healthy ? 'succeeded' : 'unknown', code: result.code, cause: result.healthy ? null : 'network',
    });
    return { channel, healthy: result.healthy, latencyMs: result.latencyMs };
  }));
}

async function inDoubt(scope: Scope): Promise<Set<string>> {
  const where = { OR: [{ state: { not: 'closed' } }, { consecutive_timeouts: { gt: 0 } }] };
  const rows = await withTx(scope, (tx) => tx.breaker_state.findMany({ where, select: { channel: true } }));
  return new Set(rows.map((r) => r.channel));
}

const TRY_TIMEOUT_MS = 4_000;
const SUBJECT = '通道探测 Channel check';

/**
 * A bank in doubt may answer questions and still take no orders. It is asked for one of the least amount that nobody is shown and that is closed at
 * once: no payer has to find out. Its number begins with a letter, so it is never a payment's.
 */
async function tryOrder(account: ChannelAccount, call: CallContext): Promise<ProbeResult> {
  const { create, close, capabilities } = adapterOf(account.channel);
  const net: Net = { net: true, fetch: (url, init) => call.net.fetch(url, { ...init, timeoutMs: Math.min(init.timeoutMs, TRY_TIMEOUT_MS) }) };
  const at = call.clock.now();
  const digits = newId('request', call).slice(-Math.min(NUMBER_MAX, capabilities.orderNo.maxLength - 1));
  const order = { orderNo: `P${digits}`, amount: money(capabilities.minMinor, 'CNY'), createdAt: at };
  const wish = { ...order, subject: SUBJECT, expiresAt: plusMs(at, capabilities.orderLifetimeMs), returnUrl: account.notifyUrl, payerIp: '127.0.0.1' };
  const taken = await create(account, wish, { ...call, net });
  const latencyMs = Math.max(0, call.clock.now() - at);
  if (taken.certainty !== 'accepted') return { healthy: false, code: taken.code, latencyMs };
  if (capabilities.close === 'supported') await close(account, { ...order, ...(taken.channelTradeNo && { channelTradeNo: taken.channelTradeNo }) }, { ...call, net });
  return { healthy: true, code: 'ok', latencyMs };
}
/** Of a fresh id: its moment and its chance. */
const NUMBER_MAX = 26;
