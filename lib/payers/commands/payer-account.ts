/**
 * A payer's own account (B1): a mail address that holds the payers once proved in a browser, of any institution, so that everything owed is there again
 * on any device. Asking is answered alike for every address, at the same cost; the link in the mail is made by the job that sends it, opens once, and
 * within half an hour. There is no password: whoever reads the mailbox is the payer.
 */
import { audit } from '@/lib/audit';
import { isId, type Id, type InstitutionId, type PayerId } from '@/lib/kernel/ids';
import { newId, type Clock, type Random } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { blindIndex, newToken, openText, seal, sha256 } from '@/lib/platform/crypto';
import { makeCtx, type Origin } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { addressBlock } from '../address-block';
import { countTry, tryKey } from '../count-tries';
import type { PayerFailure } from '../errors';
import { maskEmail } from '../person';
import type { ResolvedPayer } from '../resolve-payer-link';

export type PayerAccountId = Id<'payerAccount'>;
/** Carried out by whoever has the mail (lib/notifications). Its payload names the asking and nobody. */
export const ACCOUNT_MAIL_JOB = 'mail-payer-account';
export const ACCOUNT_PAYERS_MAX = 7;
const LIFE_MS = 30 * MINUTE_MS;
const PER_HOUR = 3;
const BOUNDS = [{ windowMs: HOUR_MS, max: 20 }, { windowMs: DAY_MS, max: 60 }] as const;

export interface AccountPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: Origin;
}

const indexOf = (email: string) => blindIndex('payer-account', '', email.trim().toLowerCase());
const sealedMail = (id: string, email: string) => seal(`payer_account/email/${id}`, email.trim().toLowerCase());
const openMail = (row: { id: string; email_sealed: Uint8Array }) => openText(`payer_account/email/${row.id}`, row.email_sealed);
const inWords = ({ institutionId, payerId }: ResolvedPayer) => `${institutionId} ${payerId}`;

/** `proved`: whom this browser has proved; they join the account once its mail is opened. */
export async function askAccountMail(
  ports: AccountPorts, input: { readonly email: string; readonly proved: readonly ResolvedPayer[] },
): Promise<Result<{ readonly asked: true }, PayerFailure>> {
  const now = ports.clock.now();
  const block = addressBlock(ports.origin.ip);
  const allowed = await countTry(BOUNDS.map((bound) => ({ ...bound, key: tryKey(`account:${block}:${bound.windowMs}`) })), ports.clock);
  if (!allowed) return err('payers.too-many-tries', { minutes: HOUR_MS / MINUTE_MS });
  const id = newId('payerAccountAsk', ports);
  await withPlatformTx(async (tx) => {
    await tx.payer_account_ask.create({
      data: {
        id, email_index: indexOf(input.email), email_sealed: sealedMail(id, input.email), proved: input.proved.slice(0, ACCOUNT_PAYERS_MAX).map(inWords),
        created_at: toDate(now), expires_at: toDate(plusMs(now, LIFE_MS)),
      },
    });
    await enqueue(tx, ACCOUNT_MAIL_JOB, { askId: id }, { key: `${ACCOUNT_MAIL_JOB}:${id}`, maxAttempts: 3 });
    // What is over is swept by whoever comes along.
    await tx.$executeRaw`DELETE FROM payer_account_ask WHERE id IN (
      SELECT id FROM payer_account_ask WHERE created_at < ${toDate(plusMs(now, -DAY_MS))} ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED)`;
  });
  return ok({ asked: true });
}

/** For the job alone. Null where there is nothing to send: no account and nothing proved, over, sent already, or the mailbox had its share of this hour. */
export async function makeAccountLink(ports: Pick<AccountPorts, 'clock' | 'random'>, askId: string): Promise<{ readonly email: string; readonly token: string } | null> {
  const token = `${askId}.${newToken(ports.random)}`;
  const now = ports.clock.now();
  return withPlatformTx(async (tx) => {
    const [ask] = await tx.$queryRaw<{ id: string; email_index: Uint8Array; email_sealed: Uint8Array; proved: string[]; expires_at: Date; token_hash: Uint8Array | null }[]>`
      SELECT id, email_index, email_sealed, proved, expires_at, token_hash FROM payer_account_ask WHERE id = ${askId} FOR UPDATE`;
    if (!ask || ask.token_hash !== null || ask.expires_at <= toDate(now)) return null;
    const account = await tx.payer_account.findUnique({ where: { email_index: new Uint8Array(ask.email_index) }, select: { id: true } });
    const lately = await tx.payer_account_ask.count({
      where: { email_index: new Uint8Array(ask.email_index), token_hash: { not: null }, created_at: { gt: toDate(plusMs(now, -HOUR_MS)) } },
    });
    if ((!account && ask.proved.length === 0) || lately >= PER_HOUR) return null;
    await tx.payer_account_ask.update({ where: { id: ask.id }, data: { token_hash: sha256(token) } });
    return { email: openMail(ask), token };
  });
}

export interface OpenedAccount {
  readonly accountId: PayerAccountId;
  readonly payers: readonly ResolvedPayer[];
}

/** The press in the mail's page. Of any number at the same time one opens; whom the asking browser had proved belongs to the account from now on. */
export async function openAccount(ports: AccountPorts, token: string): Promise<OpenedAccount | null> {
  const askId = token.slice(0, token.indexOf('.'));
  if (token.length > 120 || !isId('payerAccountAsk', askId)) return null;
  const now = toDate(ports.clock.now());
  const ask = await withPlatformTx(async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string; email_index: Uint8Array; email_sealed: Uint8Array; proved: string[] }[]>`
      UPDATE payer_account_ask SET used_at = ${now} WHERE id = ${askId} AND token_hash = ${sha256(token)} AND used_at IS NULL AND expires_at > ${now}
      RETURNING id, email_index, email_sealed, proved`;
    if (!row) return null;
    const id = newId('payerAccount', ports);
    await tx.$executeRaw`INSERT INTO payer_account (id, email_index, email_sealed, created_at)
      VALUES (${id}, ${row.email_index}, ${sealedMail(id, openMail(row))}, ${now}) ON CONFLICT (email_index) DO NOTHING`;
    const account = await tx.payer_account.findUniqueOrThrow({ where: { email_index: new Uint8Array(row.email_index) }, select: { id: true } });
    return { accountId: account.id as PayerAccountId, proved: row.proved };
  });
  if (!ask) return null;
  for (const [place, words] of ask.proved.entries()) await join(ports, ask.accountId, words, place);
  return { accountId: ask.accountId, payers: await payersOfAccount(ask.accountId) };
}

/** In the order of the list. The institution's own record says that somebody keeps this payer from now on. */
async function join(ports: AccountPorts, accountId: PayerAccountId, words: string, place: number): Promise<void> {
  const [institutionId = '', payerId = ''] = words.split(' ');
  const joined = await withPlatformTx(async (tx) => {
    if ((await tx.payer_account_payer.count({ where: { account_id: accountId } })) >= ACCOUNT_PAYERS_MAX) return 0;
    return tx.$executeRaw`INSERT INTO payer_account_payer (account_id, institution_id, payer_id, created_at)
      VALUES (${accountId}, ${institutionId}, ${payerId}, ${toDate(plusMs(ports.clock.now(), place))}) ON CONFLICT DO NOTHING`;
  }, { userId: accountId });
  if (joined === 0) return;
  const ctx = makeCtx({ kind: 'payer', payerId: payerId as PayerId }, institutionId as InstitutionId, ports);
  await withTx(ctx, (tx) => audit(tx, ctx, { action: 'payer.join-account', subjectKind: 'payer', subjectId: payerId, outcome: 'done', after: { account: accountId } }));
}

/** Whom the account holds, the one who joined first at the head; who has left the institution is no payer any more. */
export async function payersOfAccount(accountId: PayerAccountId): Promise<ResolvedPayer[]> {
  const rows = await withPlatformTx((tx) => tx.payer_account_payer.findMany({
    where: { account_id: accountId }, orderBy: [{ created_at: 'asc' }, { payer_id: 'asc' }], take: ACCOUNT_PAYERS_MAX,
  }), { userId: accountId });
  const payers = rows.map((row) => ({ institutionId: row.institution_id as InstitutionId, payerId: row.payer_id as PayerId }));
  const there = await Promise.all(payers.map((payer) => withTx(payer, (tx) => tx.payer.count({ where: { id: payer.payerId, status: 'active' } }))));
  return payers.filter((_, i) => there[i] === 1);
}

/** Masked; null for an account that is not there any more. */
export async function mailOfAccount(accountId: PayerAccountId): Promise<string | null> {
  const row = await withPlatformTx((tx) => tx.payer_account.findUnique({ where: { id: accountId } }));
  return row && maskEmail(openMail(row));
}

/** Takes one payer out of the account; what that browser opened stays open for two hours. */
export async function leaveAccount(accountId: PayerAccountId, payer: ResolvedPayer): Promise<void> {
  await withPlatformTx((tx) => tx.payer_account_payer.deleteMany({
    where: { account_id: accountId, institution_id: payer.institutionId, payer_id: payer.payerId },
  }), { userId: accountId });
}

/** The account with everything it held: nothing of it is left. */
export async function closeAccount(accountId: PayerAccountId): Promise<void> {
  await withPlatformTx(async (tx) => {
    const row = await tx.payer_account.findUnique({ where: { id: accountId } });
    if (row) await tx.payer_account_ask.deleteMany({ where: { email_index: row.email_index } });
    await tx.payer_account_payer.deleteMany({ where: { account_id: accountId } });
    await tx.payer_account.deleteMany({ where: { id: accountId } });
  }, { userId: accountId });
}
