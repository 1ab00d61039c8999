// One phone reads the code of every channel that shows one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENTS } from '../testing/merchants';
import { send, testBank, type TestBank } from '../testing/sandbox-for-tests';

let bank: TestBank;
beforeAll(async () => {
  bank = await testBank();
});
afterAll(() => bank.close());

const CODE = /(?:weixin:\/\/|https?:\/\/)[^"\]<]*[0-9a-f]{20}/;

test.each(['wechat', 'cmb', 'qra', 'spdb'] as const)('%s', async (channel) => {
  const orderNo = `SCAN${channel}01`;
  const created = await CLIENTS[channel](await bank.merchant(channel)).create({ orderNo, fen: 1_200 });
  const text = CODE.exec(created!.text.replaceAll('\\', ''))?.[0] ?? '';
  const opened = await send(`${bank.sandbox.url}/scan?code_url=${encodeURIComponent(text)}`);
  expect(opened!.status).toBe(303);
  expect((await send(new URL(opened!.headers.location!, bank.sandbox.url).href))!.text).toContain(orderNo);
});

test('a code of nobody is not found', async () => {
  expect((await send(`${bank.sandbox.url}/scan?code_url=weixin://wxpay/bizpayurl?pr=${'0'.repeat(20)}`))!.status).toBe(404);
});
