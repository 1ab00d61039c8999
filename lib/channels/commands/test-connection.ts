/** Asks a bank for a sign of life through the very adapter payments use, so that a wrong key or address is seen before a payer meets it. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { assert } from '@/lib/kernel/assert';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { insideTransaction, withTx } from '@/lib/platform/tx';
import { loadAccount } from '../accounts';
import type { ChannelErrorCode } from '../errors';
import type { ConnectionTest } from '../model';
import { createNet } from '../net';
import type { Net } from '../port';
import { connectionCause } from '../connection-cause';
import { adapterOf } from '../registry';

let net: Net | undefined;
const ourNet = (): Net => (net ??= createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') }));

/** A test says nothing about bank health: it is not recorded as a call. Error: `channels.account-not-found`. */
export async function testConnection(
  ctx: Ctx, input: { readonly accountId: string }, way: Net = ourNet(),
): Promise<Result<ConnectionTest, Failure<ChannelErrorCode> | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const account = await loadAccount(ctx, input.accountId);
  if (!account) return err('channels.account-not-found');
  const found = await adapterOf(account.channel).probe(account, { net: way, clock: ctx.clock, random: ctx.random });
  const verdict = found.healthy ? 'good' : found.code.startsWith('net.') ? 'unreachable' : 'refused';
  await withTx(ctx, (tx) => audit(tx, ctx, {
    action: 'channel.test-connection', subjectKind: 'channel-account', subjectId: account.id, outcome: 'done', after: { verdict, code: found.code },
  }));
  return ok({ verdict, code: found.code, cause: found.healthy ? null : connectionCause(found.code), latencyMs: Math.round(found.latencyMs) });
}
