// Settings are parsed by the adapter before anything is kept; secrets are sealed, stay when left empty and never come back out.
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync, sign } from 'node:crypto';
import { generate } from 'otplib';
import { decideApproval, getApproval } from '@/lib/approvals';
import { anInstitution, userCtx } from '@/lib/bills/billing.fixtures';
import { newTotpSecret } from '@/lib/identity';
import { makePerson } from '@/lib/identity/people.fixtures';
import { must } from '@/lib/kernel/result';
import { DAY_MS, instant, plusMs, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { accountDesk, loadAccount, locateAccount, retireKeys, saveAccount, testConnection, verifyInbound, type Net, type RawInbound } from '../index';
import { settleAccount } from './propose-account';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const good = {
  channel: 'alipay' as const, baseUrl: 'https://bank.example/alipay/', config: { appId: '2021', sellerId: '2088', alipayPublicKeyPem: pair.publicKey },
  secrets: { appPrivateKeyPem: pair.privateKey },
};
let admin: Ctx;
let clerk: Ctx;
beforeAll(async () => {
  const { ctx } = await anInstitution('contracts');
  admin = userCtx(ctx.institutionId, ['administrator'], ctx.clock, ctx.random);
  clerk = userCtx(ctx.institutionId, ['finance-manager'], ctx.clock, ctx.random);
});

/** A change with somebody else's consent to it. */
async function change(input: Parameters<typeof saveAccount>[1]) {
  const saved = must(await saveAccount(admin, input));
  await decide(saved.approvalId!, 'approve');
  return saved;
}
async function decide(approvalId: string, decision: 'approve' | 'reject') {
  const visitor = { clock: admin.clock, random: admin.random, origin: admin.origin, requestId: 'req', log: admin.log };
  const world = { clock: { now: () => admin.clock.now(), advance: () => undefined, set: () => undefined }, random: admin.random, visitor };
  const secret = newTotpSecret(admin.random);
  const signer = await makePerson(world, admin.institutionId, ['finance-manager'], { totp: secret });
  const { operationHash, subjectId } = (await getApproval(signer.ctx, approvalId))!;
  const stepUpCode = await generate({ secret, epoch: Math.floor(admin.clock.now() / 1_000) });
  must(await decideApproval(signer.ctx, { approvalId, decision, reason: 'x', stepUpCode, operationHash }));
  await settleAccount(admin.institutionId, subjectId, decision === 'approve' ? 'approved' : 'rejected');
  return subjectId;
}

describe('an account', () => {
  it('belongs to administrators', async () => {
    expect(await saveAccount(clerk, good)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    await expect(accountDesk(clerk)).rejects.toThrow('access denied');
  });

  it('is refused by field and nothing is kept', async () => {
    expect(await saveAccount(admin, { ...good, baseUrl: 'ftp://x' })).toMatchObject({ ok: false, error: { fields: { baseUrl: 'channels.bad-address' } } });
    expect(await saveAccount(admin, { ...good, config: { ...good.config, appId: '' } })).toMatchObject({ ok: false, error: { code: 'channels.bad-config', fields: { 'config.appId': 'channels.field-invalid' } } });
    expect(await saveAccount(admin, { ...good, config: { ...good.config, billHosts: '[' } })).toMatchObject({ ok: false, error: { fields: { 'config.billHosts': 'channels.field-invalid' } } });
    expect(await saveAccount(admin, { ...good, secrets: {} })).toMatchObject({ ok: false, error: { code: 'channels.bad-secrets', fields: { 'secrets.appPrivateKeyPem': 'channels.field-invalid' } } });
    expect(await withTx(admin, (tx) => tx.channel_account.count())).toBe(0);
  });

  it('is kept sealed, found by its callback address, and keeps a secret that is left empty', async () => {
    const { accountId } = must(await saveAccount(admin, good));
    expect((await locateAccount(accountId))?.institutionId).toBe(admin.institutionId);
    await change({ ...good, baseUrl: 'https://other.example', secrets: {}, config: { ...good.config, billHosts: '["files.example"]' } });
    expect(await loadAccount(admin, accountId)).toMatchObject({ baseUrl: 'https://other.example', secrets: good.secrets, config: { billHosts: ['files.example'] } });
    const [row] = await withTx(admin, (tx) => tx.channel_account.findMany());
    expect(Buffer.from(row!.secrets_sealed).toString('latin1')).not.toContain('PRIVATE KEY');
    const shown = JSON.stringify([await accountDesk(admin), await withTx(admin, (tx) => tx.audit_entry.findMany({ where: { subject_kind: 'channel-account' }, select: { after: true } }))]);
    expect(shown).toContain('other.example');
    expect(shown).not.toContain('PRIVATE KEY');
  });

  it('is changed only with somebody else\'s consent to exactly that change; until then, and after a no, money comes in as before', async () => {
    const [row] = await withTx(admin, (tx) => tx.channel_account.findMany());
    const stolen = { ...good, baseUrl: 'https://thief.example', config: { ...good.config, sellerId: '6666' }, secrets: {} };
    const asked = must(await saveAccount(admin, stolen));
    expect(asked.approvalId).not.toBeNull();
    expect(await saveAccount(admin, { ...stolen, baseUrl: 'https://again.example' })).toMatchObject({ ok: false, error: { code: 'channels.change-pending' } });
    const facts = (await getApproval(clerk, asked.approvalId!))!.operation.facts;
    expect(facts).toMatchObject({ baseUrl: 'https://thief.example', baseUrlBefore: row!.base_url, newSecrets: null });
    expect(JSON.stringify(facts)).toContain('6666');
    const [pending] = await withTx(admin, (tx) => tx.channel_account_change.findMany({ where: { status: 'proposed' } }));
    await settleAccount(admin.institutionId, pending!.id, 'approved');
    await expect(withTx(admin, (tx) => tx.$executeRaw`UPDATE channel_account_change SET status = 'active' WHERE account_id = ${row!.id} AND approval_id = ${asked.approvalId}`)).rejects.toThrow('lacks consent');
    expect((await loadAccount(admin, row!.id, Number.MAX_SAFE_INTEGER))!.baseUrl).toBe(row!.base_url);
    const second = must(await saveAccount(admin, stolen));
    await decide(second.approvalId!, 'reject');
    expect((await loadAccount(admin, row!.id, Number.MAX_SAFE_INTEGER))!.baseUrl).toBe(row!.base_url);
    const same = must(await saveAccount(admin, { ...good, baseUrl: row!.base_url, secrets: {}, config: { ...good.config, billHosts: '["files.example"]' } }));
    expect(same.approvalId).toBeNull();
  });

  it('says what is wrong when the bank cannot be reached', async () => {
    const [row] = await withTx(admin, (tx) => tx.channel_account.findMany({ select: { id: true } }));
    const dead: Net = { net: true, fetch: async () => ({ ok: false, sent: false, code: 'refused' }) };
    expect(must(await testConnection(admin, { accountId: row!.id }, dead))).toMatchObject({ verdict: 'unreachable', code: 'net.refused' });
    expect(await testConnection(clerk, { accountId: row!.id }, dead)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await testConnection(admin, { accountId: 'cha_none' }, dead)).toMatchObject({ ok: false, error: { code: 'channels.account-not-found' } });
  });

  it('while keys change both are believed, until the overlap ends or an administrator ends it', async () => {
    const [before, after] = [keys(), keys()];
    const saved = await change({ ...good, config: { ...good.config, alipayPublicKeyPem: before.publicKey }, secrets: good.secrets });
    await change({ ...good, config: { ...good.config, alipayPublicKeyPem: after.publicKey }, secrets: good.secrets });
    const verdict = async (key: string, at = admin.clock.now()) => verifyInbound((await loadAccount(admin, saved.accountId, Number.MAX_SAFE_INTEGER))!, callbackSignedBy(key, at)).kind;
    expect(await verdict(after.privateKey)).toBe('order');
    expect(await verdict(before.privateKey)).toBe('order');
    expect(await verdict(keys().privateKey)).toBe('invalid');
    const desk = async () => (await accountDesk(admin)).find((d) => d.channel === 'alipay')!.account!.previousUntil;
    // The change came into force by the machine's clock, whatever day it shows.
    const end = instant(Date.parse((await desk())!));
    expect(await verdict(before.privateKey, plusMs(end, -DAY_MS))).toBe('order');
    expect(await verdict(before.privateKey, plusMs(end, DAY_MS))).toBe('invalid');
    expect(await retireKeys(clerk, { accountId: saved.accountId })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(must(await retireKeys(admin, { accountId: saved.accountId })).retired).toBe(true);
    expect(must(await retireKeys(admin, { accountId: saved.accountId })).retired).toBe(false);
    expect(await verdict(before.privateKey)).toBe('invalid');
    expect(await verdict(after.privateKey)).toBe('order');
    expect(await desk()).toBeNull();
  });
});

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

function callbackSignedBy(key: string, receivedAt: Instant): RawInbound {
  const fields: Record<string, string> = {
    app_id: '2021', seller_id: '2088', notify_id: 'n1', notify_type: 'trade_status_sync', out_trade_no: 'T1', trade_no: '2026', trade_status: 'TRADE_SUCCESS',
    total_amount: '1.00', gmt_payment: '2026-11-22 10:00:00', charset: 'utf-8', version: '1.0',
  };
  const text = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}`).join('&');
  const signed = { ...fields, sign_type: 'RSA2', sign: sign('sha256', Buffer.from(text), key).toString('base64') };
  return {
    method: 'POST', target: '/notify', receivedAt, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new TextEncoder().encode(new URLSearchParams(signed).toString()),
  };
}
