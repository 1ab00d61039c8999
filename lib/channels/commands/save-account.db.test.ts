// Settings are parsed by the adapter before anything is kept; secrets are sealed, stay when left empty and never come back out.
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync, sign } from 'node:crypto';
import { anInstitution, userCtx } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import { DAY_MS, plusMs, type Instant } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { accountDesk, loadAccount, locateAccount, retireKeys, saveAccount, testConnection, verifyInbound, type Net, type RawInbound } from '../index';

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
    must(await saveAccount(admin, { ...good, baseUrl: 'https://other.example', secrets: {}, config: { ...good.config, billHosts: '["files.example"]' } }));
    expect(await loadAccount(admin, accountId)).toMatchObject({ baseUrl: 'https://other.example', secrets: good.secrets, config: { billHosts: ['files.example'] } });
    const [row] = await withTx(admin, (tx) => tx.channel_account.findMany());
    expect(Buffer.from(row!.secrets_sealed).toString('latin1')).not.toContain('PRIVATE KEY');
    const shown = JSON.stringify([await accountDesk(admin), await withTx(admin, (tx) => tx.audit_entry.findMany({ where: { subject_kind: 'channel-account' }, select: { after: true } }))]);
    expect(shown).toContain('other.example');
    expect(shown).not.toContain('PRIVATE KEY');
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
    const saved = must(await saveAccount(admin, { ...good, config: { ...good.config, alipayPublicKeyPem: before.publicKey }, secrets: good.secrets }));
    must(await saveAccount(admin, { ...good, config: { ...good.config, alipayPublicKeyPem: after.publicKey }, secrets: good.secrets }));
    const verdict = async (key: string, at = admin.clock.now()) => verifyInbound((await loadAccount(admin, saved.accountId, Number.MAX_SAFE_INTEGER))!, callbackSignedBy(key, at)).kind;
    expect(await verdict(after.privateKey)).toBe('order');
    expect(await verdict(before.privateKey)).toBe('order');
    expect(await verdict(keys().privateKey)).toBe('invalid');
    expect(await verdict(before.privateKey, plusMs(admin.clock.now(), 8 * DAY_MS))).toBe('invalid');
    const desk = async () => (await accountDesk(admin)).find((d) => d.channel === 'alipay')!.account!.previousUntil;
    expect(await desk()).not.toBeNull();
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
