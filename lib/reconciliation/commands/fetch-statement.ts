/** Asks a channel for a day's file and imports it. "No business that day" and "not yet" are ordinary answers. */
import { adapterOf, createNet, listAccounts, type ChannelCode, type Net, type StatementFetch } from '@/lib/channels';
import { authorize } from '@/lib/identity';
import { assert } from '@/lib/kernel/assert';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { insideTransaction } from '@/lib/platform/tx';
import { askBank } from '@/lib/routing';
import type { FetchedView } from '../model';
import { takeStatement } from './import-statement';

export interface FetchStatementInput {
  readonly channel: ChannelCode;
  readonly date: BusinessDate;
}

let shared: Net | undefined;
const net = (): Net => (shared ??= createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') }));

type Asked = { readonly state: StatementFetch['kind']; readonly fetched: StatementFetch };
const asked = (fetched: StatementFetch): Asked => ({ state: fetched.kind, fetched, ...(fetched.kind === 'failed' && { code: fetched.code, cause: fetched.cause }) });

/** Errors: `access.denied`, `reconciliation.no-account`, `reconciliation.fetch-failed` {code}, and what importing may refuse. */
export async function fetchStatement(ctx: Ctx, input: FetchStatementInput): Promise<Result<FetchedView, Failure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  const account = (await listAccounts(ctx)).find((a) => a.channel === input.channel && a.status === 'active');
  if (!account) return err('reconciliation.no-account', { channel: input.channel });
  const broken = asked({ kind: 'failed', code: 'adapter-error', cause: 'other' });
  const call = { net: net(), clock: ctx.clock, random: ctx.random };
  const { fetched } = await askBank<Asked>({ clock: ctx.clock, log: ctx.log }, {
    contract: { institutionId: ctx.institutionId, accountId: account.id, channel: input.channel }, operation: 'statement', orderNo: input.date,
    noAccount: asked({ kind: 'failed', code: 'no-account', cause: 'merchant-configuration' }), broken,
  }, async (opened) => asked(await adapterOf(input.channel).fetchStatement(opened, input.date, call)));
  if (fetched.kind === 'failed') return err('reconciliation.fetch-failed', { code: fetched.code });
  if (fetched.kind !== 'file') return ok({ kind: fetched.kind });
  const taken = await takeStatement(ctx, { bytes: fetched.bytes, fileName: fetched.fileName }, { source: 'bank', askedFor: input.date });
  return taken.ok ? ok({ kind: 'imported', file: taken.value }) : taken;
}
