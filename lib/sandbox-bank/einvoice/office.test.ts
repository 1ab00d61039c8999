// The sandbox's tax office numbers one serial once, gives its document, refuses what a real one refuses, and listens to nobody who does not sign.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../server';

let bank: Sandbox;
let dataDir = '';
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tax-office-'));
  bank = await startSandbox({ port: 0, dataDir, timeScale: 1_000_000 });
});
afterAll(async () => {
  await bank.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const sign = (text: string) => ({ 'x-signature': createHmac('sha256', 'sandbox-tax-office').update(text).digest('hex') });
const orderOf = (serial: string, change: object = {}) => JSON.stringify({
  serial, kind: 'blue', corrects: null, seller: { name: '阳光幼儿园', code: 'sunshine' }, buyer: { title: '李小明', taxNo: '' }, amount: '1280.00', currency: 'CNY', subject: '十一月', ...change,
});
const post = async (body: string, headers = sign(body)) => (await fetch(`${bank.url}/einvoice/v1/invoices`, { method: 'POST', body, headers })).json() as Promise<Record<string, string>>;
const get = (path: string, serial: string) => fetch(`${bank.url}/einvoice/v1/invoices/${path}`, { headers: sign(serial) });
const settled = async (serial: string) => (await get(serial, serial)).json() as Promise<Record<string, string>>;
const issued = async (serial: string, change: object = {}) => {
  await post(orderOf(serial, change));
  let said = await settled(serial);
  for (let tries = 0; said.state === 'processing' && tries < 500; tries++) said = await settled(serial);
  return said;
};

test('one serial is one number, however often it is sent, and its document is a PDF', async () => {
  const first = await issued('serial-0001');
  await Promise.all([1, 2, 3].map(() => post(orderOf('serial-0001'))));
  expect([first.state, (await settled('serial-0001')).number]).toEqual(['issued', first.number]);
  expect((await issued('serial-0002')).number).not.toBe(first.number);
  const document = await get('serial-0001/document', 'serial-0001');
  expect([document.headers.get('content-type'), (await document.text()).slice(0, 8)]).toEqual(['application/pdf', '%PDF-1.4']);
});

test('a red letter takes back at most what is left of its invoice', async () => {
  const { number } = await issued('serial-blue');
  const red = (serial: string, amount: string, corrects = number) => issued(serial, { kind: 'red', corrects, amount });
  expect((await red('serial-red-1', '1000.00')).state).toBe('issued');
  expect([await red('serial-red-2', '280.01'), await red('serial-red-3', '1.00', '26990000999999999999')]).toEqual([
    { state: 'declined', reason: '红冲金额超过原票余额' }, { state: 'declined', reason: '原票不存在' },
  ]);
  expect((await red('serial-red-4', '280.00')).state).toBe('issued');
});

test('a bad tax number, an unknown buyer, an unsigned or senseless order and an unknown serial are refused', async () => {
  expect((await issued('serial-bad-1', { buyer: { title: '公司', taxNo: '123' } })).state).toBe('declined');
  expect((await issued('serial-bad-2', { buyer: { title: '拒开公司', taxNo: '' } })).state).toBe('declined');
  expect([await post(orderOf('serial-bad-3'), { 'x-signature': 'ff' }), await post('{}'), await post(orderOf('serial-bad-4', { amount: 'much' }))].map((a) => a.code)).toEqual(['signature', 'order', 'amount']);
  expect((await get('serial-nobody', 'serial-nobody')).status).toBe(404);
});
