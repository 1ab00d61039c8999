// Settings are parsed by the adapter before anything is kept; secrets are sealed, stay when left empty and never come back out.
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { anInstitution, userCtx } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { accountDesk, loadAccount, locateAccount, saveAccount, testConnection, type Net } from '../index';

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
});
