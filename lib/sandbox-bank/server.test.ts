import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS } from './faults';
import { CLIENTS } from './testing/merchants';
import { form, send, testBank, until, type Onboarded, type TestBank } from './testing/sandbox-for-tests';

let dataDir = '';
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-bank-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('a restart keeps merchants, keys, orders, rules, the clock and callbacks still to be sent', async () => {
  const first = await testBank({ dataDir });
  const merchant = await first.merchant('wechat');
  await CLIENTS.wechat(merchant).create({ orderNo: 'KEPT0001', fen: 4_200 });
  await first.rule('callback-late', { orderNo: 'KEPT0001', params: { seconds: 3_600 } });
  await first.api('POST', '/clock', { advanceMs: 7_200_000 });
  await first.api('POST', '/orders/wechat/KEPT0001/pay', {});
  await first.close();

  const second = await testBank({ dataDir });
  const { baseUrl: _a, notifyUrl: _b, ...again } = await second.merchant('wechat');
  const { baseUrl: _c, notifyUrl: _d, ...before } = merchant;
  expect(again).toEqual(before);
  expect(await second.api('GET', '/orders/wechat/KEPT0001')).toMatchObject({
    order: { state: 'paid', amountMinor: '4200', callbacks: [{ state: 'waiting', tries: 0 }] },
  });
  expect((await second.api<{ offsetMs: number }>('GET', '/clock')).offsetMs).toBe(7_200_000);
  expect((await second.api<{ rules: unknown[] }>('GET', '/rules')).rules).toHaveLength(1);
  await second.api('POST', '/clock', { advanceMs: 3_700_000 });
  await until(
    'the kept callback is tried',
    async () => (await second.api<{ callbacks: { tries: number }[] }>('GET', '/callbacks')).callbacks[0]!.tries > 0,
  );
  await second.close();
});

test('a bank killed with -9 has every order it answered for', async () => {
  const folder = join(dataDir, 'killed');
  const main = new URL('./main.ts', import.meta.url).pathname;
  const start = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: { ...process.env, BAFANG_ENV: 'test', SANDBOX_PORT: '0', SANDBOX_DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (text: Buffer) => resolve(/http:\S+/.exec(text.toString())![0])),
    );
    return { child, url };
  };
  const { child, url } = await start();
  const body = JSON.stringify({ channel: 'wechat', merchantName: '花园', notifyUrl: 'http://127.0.0.1:9/n' });
  const merchant = {
    ...(JSON.parse((await send(`${url}/_sandbox/merchants`, { method: 'POST', body }))!.text) as Onboarded),
    notifyUrl: 'http://127.0.0.1:9/n',
  };
  for (let i = 0; i < 20; i++) expect((await CLIENTS.wechat(merchant).create({ orderNo: `KILLED${i}`, fen: 100 }))!.status).toBe(200);
  await send(`${url}/_sandbox/orders/wechat/KILLED7/pay`, { method: 'POST' });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await gone;
  const again = await start();
  const { orders } = JSON.parse((await send(`${again.url}/_sandbox/orders?limit=100`))!.text) as {
    orders: { orderNo: string; state: string }[];
  };
  again.child.kill('SIGTERM');
  expect(orders).toHaveLength(20);
  expect(orders.filter((o) => o.state === 'paid').map((o) => o.orderNo)).toEqual(['KILLED7']);
});

test('it refuses to run in production', async () => {
  const main = new URL('./main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, BAFANG_ENV: 'production', SANDBOX_DATA_DIR: join(dataDir, 'never') },
    stdio: 'ignore',
  });
  expect(
    await new Promise((resolve) => {
      child.once('exit', resolve);
    }),
  ).toBe(1);
});

describe('pages and machine API', () => {
  let bank: TestBank;
  beforeAll(async () => {
    bank = await testBank();
  });
  afterAll(() => bank.close());
  const get = (path: string, lang: string) => send(bank.sandbox.url + path, { headers: { 'accept-language': lang } });

  test("the payer page speaks the reader's language, is labelled a sandbox and escapes what merchants wrote", async () => {
    const merchant = await bank.merchant('alipay', '<b>幼儿园</b>');
    const created = await CLIENTS.alipay(merchant).create({ orderNo: 'PAGE0001', fen: 128_000, subject: '<script>七月</script>' });
    const path = created!.headers.location!;
    const [zh, en] = [(await get(path, 'zh-CN,zh'))!.text, (await get(path, 'en-GB,en'))!.text];
    expect(zh).toContain('lang="zh-CN"');
    expect(en).toContain('lang="en"');
    for (const text of [zh, en]) {
      for (const part of ['¥1280.00', '&lt;b&gt;幼儿园&lt;/b&gt;', '&lt;script&gt;七月', '沙箱 Sandbox', 'name="viewport"'])
        expect(text).toContain(part);
      expect(text).not.toContain('<script>七月');
    }
    expect([zh.includes('确认付款'), en.includes('>Pay<')]).toEqual([true, true]);
  });

  test('cancel leaves the order unpaid, too little money is said, paying shows success and a second payment is refused', async () => {
    const merchant = await bank.merchant('wechat');
    const created = await CLIENTS.wechat(merchant).create({ orderNo: 'PAGE0002', fen: 100 });
    const { code_url } = JSON.parse(created!.text) as { code_url: string };
    const scanned = await send(`${bank.sandbox.url}/wechat/scan?code_url=${encodeURIComponent(code_url)}`);
    const page = bank.sandbox.url + scanned!.headers.location!;
    const state = async () => (await bank.api<{ order: { state: string } }>('GET', '/orders/wechat/PAGE0002')).order.state;
    expect((await send(page, form({ action: 'cancel' })))!.text).toContain('您取消了付款');
    expect((await send(page, form({ action: 'fail' })))!.text).toContain('余额不足');
    expect(await state()).toBe('pending');
    expect((await send(page, form({ action: 'pay' })))!.text).toContain('支付成功');
    expect(await state()).toBe('paid');
    expect(await bank.api('POST', '/orders/wechat/PAGE0002/pay', {})).toMatchObject({ ok: false, code: 'sandbox.already-paid' });
  });

  test('UnionPay sends the browser back with a form post of the signed result', async () => {
    const created = await CLIENTS.unionpay(await bank.merchant('unionpay')).create({ orderNo: 'PAGE0003', fen: 100 });
    const paid = await send(bank.sandbox.url + created!.headers.location!, form({ action: 'pay' }));
    expect(paid!.text).toContain('method="post" action="http://127.0.0.1:9/return"');
    expect(paid!.text).toContain('name="signPubKeyCert"');
  });

  test('the control panel and the scan page answer in both languages and list every misbehaviour', async () => {
    const [zh, en] = [(await get('/', 'zh'))!.text, (await get('/', 'en'))!.text];
    expect([zh.includes('沙箱银行控制台'), en.includes('Sandbox bank control panel')]).toEqual([true, true]);
    for (const fault of FAULTS) expect(zh).toContain(`value="${fault}"`);
    expect((await get('/scan', 'en'))!.text).toContain('Paste what the QR code says');
  });

  test('onboarding twice under one name, even at once, gives one merchant with exactly the fields of its channel', async () => {
    const FIELDS = {
      wechat: [
        ['appId', 'mchId', 'merchantSerialNo', 'platformKeys'],
        ['apiV3Key', 'merchantPrivateKeyPem'],
      ],
      alipay: [['alipayPublicKeyPem', 'appId', 'sellerId'], ['appPrivateKeyPem']],
      unionpay: [['certId', 'merId', 'rootCertPem', 'signCertCn'], ['merchantPrivateKeyPem']],
      ccb: [
        ['bankPublicKeyPem', 'branchId', 'custId', 'merchantId', 'operator', 'posId', 'posPublicKeyTail30', 'userId'],
        ['operatorPassword', 'password'],
      ],
      cmb: [['appId', 'bankPublicKey', 'merId', 'userId'], ['appSecret', 'merchantPrivateKey']],
      icbc: [['appId', 'gatewayPublicKeyPem', 'merId', 'merPrtclNo'], ['merchantPrivateKeyPem']],
      abc: [['bankPublicKeyPem', 'merchantId'], ['merchantPrivateKeyPem']],
      bocom: [['appId', 'bankPublicKeyPem', 'merPtcId'], ['merchantPrivateKeyPem']],
    } as const;
    for (const channel of Object.keys(FIELDS) as (keyof typeof FIELDS)[]) {
      const [one, two] = await Promise.all([bank.merchant(channel, '同名'), bank.merchant(channel, '同名')]);
      expect(two).toEqual(one);
      expect([Object.keys(one.config).sort(), Object.keys(one.secrets).sort()]).toEqual(FIELDS[channel]);
      expect(one.baseUrl).toBe(`${bank.sandbox.url}/${channel}`);
    }
    const body = {
      channel: 'wechat',
      merchantName: '另一家',
      notifyUrl: 'http://127.0.0.1:9/',
      merchantNo: (await bank.merchant('wechat', '同名')).merchantNo,
    };
    expect(await bank.api('POST', '/merchants', body)).toMatchObject({ ok: false, code: 'sandbox.merchant-number-taken' });
  });

  test.each([
    ['POST', '/merchants', { channel: 'nobank', merchantName: 'x', notifyUrl: 'http://a.b/' }],
    ['POST', '/merchants', { channel: 'wechat', merchantName: 'x', notifyUrl: 'file:///etc' }],
    ['POST', '/rules', { fault: 'no-such-fault' }],
    ['POST', '/rules', { fault: 'slow', params: { copies: 3 } }],
    ['POST', '/rules', { fault: 'slow', probability: 2 }],
    ['POST', '/clock', { advanceMs: -1 }],
    ['GET', '/orders?limit=100000', undefined],
    ['GET', '/truth?channel=wechat', undefined],
    ['POST', '/statements/wechat/0/2026-02-30', {}],
    ['POST', '/orders/wechat/NOPE/pay', {}],
    ['GET', '/nothing', undefined],
    ['GET', '/orders/wechat/%E0%A4%A', undefined],
  ])('%s %s refuses %j with a code and changes nothing', async (method, path, body) => {
    const got = await send(`${bank.sandbox.url}/_sandbox${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    expect(got!.status).toBeGreaterThanOrEqual(400);
    expect(got!.status).toBeLessThan(500);
    expect(JSON.parse(got!.text)).toMatchObject({ ok: false, code: expect.stringMatching(/^sandbox\./) });
  });

  test('a body over a megabyte is refused', async () => {
    const got = await send(`${bank.sandbox.url}/_sandbox/rules`, { method: 'POST', body: 'x'.repeat(1_100_000) });
    expect(got === null || got.status === 413).toBe(true);
  });

  test('reset forgets orders and rules, and keeps merchants', async () => {
    const merchant = await bank.merchant('wechat', '留下');
    await CLIENTS.wechat(merchant).create({ orderNo: 'RESET001', fen: 100 });
    await bank.rule('slow');
    await bank.api('POST', '/reset', {});
    expect(await bank.api('GET', '/orders')).toEqual({ orders: [], nextBefore: null });
    expect(await bank.api('GET', '/rules')).toEqual({ rules: [] });
    expect((await bank.merchant('wechat', '留下')).config).toEqual(merchant.config);
  });
});
