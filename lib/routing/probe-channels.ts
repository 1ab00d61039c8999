/** Active probes: every channel of an institution is asked for a sign of life (D4). Real traffic counts more; see health.ts. */
import { type CallContext, type ProbeResult, adapterOf, listAccounts, loadAccount } from '@/lib/channels';
import { withTx, type Scope } from '@/lib/platform/tx';
import { observeCall } from './observe-call';

/** Asks all channels at once, or those whose breaker is not closed; each answer is observed like any other call. Returns what was seen, for the log. */
export async function probeChannels(scope: Scope, call: CallContext, only: 'all' | 'not-closed' = 'all'): Promise<{ channel: string; healthy: boolean; latencyMs: number }[]> {
  const sick = only === 'all' ? null : await notClosed(scope);
  if (sick?.size === 0) return [];
  const accounts = (await listAccounts(scope)).filter((a) => a.status === 'active' && (!sick || sick.has(a.channel)));
  return Promise.all(accounts.map(async ({ id, channel }) => {
    const account = await loadAccount(scope, id);
    if (!account) return { channel, healthy: false, latencyMs: 0 };
    const at = call.clock.now();
    const result: ProbeResult = await adapterOf(channel).probe(account, call);
    await observeCall({
      institutionId: scope.institutionId, channel, operation: 'probe', orderNo: '', at, durationMs: result.latencyMs,
      certainty: result.healthy ? 'succeeded' : 'unknown', code: result.code, cause: result.healthy ? null : 'network',
    });
    return { channel, healthy: result.healthy, latencyMs: result.latencyMs };
  }));
}

async function notClosed(scope: Scope): Promise<Set<string>> {
  const rows = await withTx(scope, (tx) => tx.breaker_state.findMany({ where: { state: { not: 'closed' } }, select: { channel: true } }));
  return new Set(rows.map((r) => r.channel));
}
