/** A change of a bank account waits for other people's consent; what they sign covers every setting, the secrets by a keyed print. */
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import type { ChannelAccountId, InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { macOf, openText, seal, sha256Hex } from '@/lib/platform/crypto';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { canonical } from '@/lib/platform/idempotency';
import type { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import { forgetAccount, secretsPlace } from '../accounts';
import type { ChannelErrorCode } from '../errors';
import type { Settings } from '../parse-settings';
import { writeAccount, type KeptAccount } from '../write-account';

const place = (id: string): string => `channel_account_change/sealed/${id}`;
/** Longer values (certificates, keys, lists) are named by their fingerprint. */
const SHOWN_MAX = 80;

interface Change { readonly id: string; readonly row: KeptAccount; readonly stored: unknown; readonly settings: Settings }

export async function proposeAccount(tx: Tx, ctx: Ctx, change: Change): Promise<Result<{ readonly approvalId: string }, Failure<ChannelErrorCode>>> {
  await tx.$queryRaw`SELECT 1 AS locked FROM channel_account WHERE id = ${change.id} FOR UPDATE`;
  if ((await tx.channel_account_change.count({ where: { account_id: change.id, status: 'proposed' } })) > 0) return err('channels.change-pending');
  const id = newId('channelAccount', ctx);
  const facts = factsOf(change);
  const { approvalId } = await requestApproval(tx, ctx, operationOf(id, facts, change.settings));
  await tx.channel_account_change.create({
    data: {
      id, institution_id: ctx.institutionId, account_id: change.id, channel: change.settings.channel, sealed: seal(place(id), JSON.stringify(change.settings)),
      facts: facts as Prisma.InputJsonObject, status: 'proposed', approval_id: approvalId, made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()),
    },
  });
  await audit(tx, ctx, { action: 'channel.propose-account', subjectKind: 'channel-account', subjectId: change.id, outcome: 'done', after: { channel: change.settings.channel, approval: approvalId } });
  return ok({ approvalId });
}

type Facts = Operation['facts'];
const record = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? value as Record<string, unknown> : {});
const shown = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : canonical(value);
  return text.length <= SHOWN_MAX ? text : `SHA-256 ${sha256Hex(text).slice(0, 16)}…`;
};

/** What people read: every setting that changes, before and after; of secrets only which ones. */
function factsOf({ id, row, stored, settings }: Change): Facts {
  const [before, after] = [record(row.config), record(JSON.parse(JSON.stringify(settings.config)))];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => canonical(before[name] ?? null) !== canonical(after[name] ?? null)).sort();
  const secrets = Object.keys(record(settings.secrets)).filter((name) => record(stored)[name] !== record(settings.secrets)[name]).sort();
  return {
    account: id, channel: settings.channel, baseUrl: settings.baseUrl, ...(row.base_url !== settings.baseUrl && { baseUrlBefore: row.base_url }),
    settings: names.map((name) => ({ setting: name, before: shown(before[name]), after: shown(after[name]) })), newSecrets: secrets.join(', ') || null,
  };
}

const operationOf = (id: string, facts: Facts, settings: Settings): Operation => ({
  kind: 'channel-account-change', subjectKind: 'channel-account', subjectId: id, amount: { minor: '0', currency: 'CNY' },
  facts: { ...facts, settingsPrint: macOf('channel-account-change', canonical(JSON.parse(JSON.stringify(settings)))).toString('hex') },
});

/** What was decided: the change takes effect, or is laid aside. May meet a decision again. */
export async function settleAccount(institutionId: InstitutionId, changeId: string, decision: 'approved' | 'rejected'): Promise<void> {
  const ctx = systemCtx('approvals', institutionId);
  const done = await withTx(ctx, async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM channel_account_change WHERE id = ${changeId} FOR UPDATE`;
    const change = await tx.channel_account_change.findFirst({ where: { id: changeId, institution_id: institutionId, status: 'proposed' } });
    const row = change && (await tx.channel_account.findFirst({ where: { id: change.account_id, institution_id: institutionId } }));
    if (!change || !row) return null;
    const settings = JSON.parse(openText(place(change.id), change.sealed)) as Settings;
    const consent = decision === 'approved' && (await hasConsent(tx, ctx, change.approval_id ?? '', operationOf(change.id, change.facts as Facts, settings)));
    const stored: unknown = JSON.parse(openText(secretsPlace(row.id as ChannelAccountId), row.secrets_sealed));
    if (consent) await writeAccount(tx, ctx, row.id, settings, { row, stored });
    await tx.channel_account_change.update({ where: { id: change.id }, data: { status: consent ? 'active' : 'rejected', decided_at: toDate(ctx.clock.now()) } });
    await audit(tx, ctx, {
      action: consent ? 'channel.save-account' : 'channel.reject-account', subjectKind: 'channel-account', subjectId: row.id, outcome: 'done',
      before: { baseUrl: row.base_url }, after: { channel: change.channel, approval: change.approval_id, baseUrl: consent ? settings.baseUrl : row.base_url },
    });
    return row.id;
  });
  if (done) forgetAccount(ctx, done);
}
