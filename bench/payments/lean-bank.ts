/**
 * WeChat Pay and CCB in one event loop, in their real wire formats and with real signatures, and nothing else: on two cores a bank that does
 * more would measure the bank. It verifies what we sign; WeChat's answers are signed before the clock starts, callbacks at their moment.
 */
import { createCipheriv, createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assert } from '@/lib/kernel/assert';
import type { Presentation } from '@/lib/channels/port';
import type { BenchBank, BenchChannel, Contract, Deliver } from './bank';

const PLATFORM_SERIAL = 'B0'.repeat(20);
const MERCHANT_SERIAL = 'A0'.repeat(20);
const MCH_ID = '1600000001';
const APP_ID = 'wx0000000000000001';
const API_V3_KEY = 'benchbenchbenchbenchbenchbench32';
const CCB = { merchantId: '105000000000001', posId: '000000001', branchId: '110000000' } as const;
const QR = 'weixin://wxpay/bizpayurl?pr=';

interface Signed { readonly body: string; readonly headers: Readonly<Record<string, string>> }
interface Order { readonly no: string; readonly minor: bigint; readonly notifyPath: string }

const pem = (key: KeyObject): string => key.export({ type: key.type === 'public' ? 'spki' : 'pkcs8', format: 'pem' }).toString();

export async function createLeanBank(deliver: Deliver): Promise<BenchBank> {
  const platform = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // A CCB counter's key has 1024 bits (../shared/vectors/ccb).
  const counter = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const merchantPublic = createPublicKey(pem(merchant.publicKey));
  const tail = createPublicKey(pem(counter.publicKey)).export({ type: 'pkcs1', format: 'der' }).toString('hex').slice(-30);
  const answers: Signed[] = [];
  const orders: Order[] = [];
  const paid = new Map<string, bigint>();
  let ccbNotify = '';

  const signed = (body: string): Record<string, string> => {
    const timestamp = Math.floor((performance.timeOrigin + performance.now()) / 1_000).toString();
    const nonce = randomBytes(16).toString('hex');
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), platform.privateKey).toString('base64');
    return { 'wechatpay-serial': PLATFORM_SERIAL, 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature };
  };
  const makeAnswer = (n: number): Signed => {
    const body = JSON.stringify({ code_url: `${QR}${n}` });
    return { body, headers: { ...signed(body), 'content-type': 'application/json; charset=utf-8' } };
  };

  function native(req: IncomingMessage, res: ServerResponse, body: string): void {
    const fields = Object.fromEntries([...(req.headers.authorization ?? '').matchAll(/([a-z_]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));
    const text = `POST\n${req.url}\n${fields.timestamp}\n${fields.nonce_str}\n${body}\n`;
    if (!verify('RSA-SHA256', Buffer.from(text), merchantPublic, Buffer.from(fields.signature ?? '', 'base64'))) return void res.writeHead(401).end();
    const order = JSON.parse(body) as { out_trade_no: string; notify_url: string; amount: { total: number } };
    const n = orders.push({ no: order.out_trade_no, minor: BigInt(order.amount.total), notifyPath: new URL(order.notify_url).pathname }) - 1;
    const answer = answers[n] ?? makeAnswer(n);
    res.writeHead(200, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
  }

  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
      if (req.url === '/v3/pay/transactions/native') native(req, res, body);
      else res.writeHead(404).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function payWechat(present: Presentation): Promise<void> {
    assert(present.kind === 'qr', 'WeChat presents a QR code');
    const order = orders[Number(present.text.slice(QR.length))];
    assert(order, 'the QR code is the bank\'s own');
    paid.set(`wechat ${order.no}`, order.minor);
    const nonce = randomBytes(6).toString('hex');
    const resource = JSON.stringify({
      mchid: MCH_ID, appid: APP_ID, out_trade_no: order.no, transaction_id: `42000${order.no}`, trade_type: 'NATIVE', trade_state: 'SUCCESS',
      trade_state_desc: '支付成功', bank_type: 'OTHERS', attach: '', success_time: '2026-11-22T10:34:56+08:00', payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
      amount: { total: Number(order.minor), payer_total: Number(order.minor), currency: 'CNY', payer_currency: 'CNY' },
    });
    const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, nonce).setAAD(Buffer.from('transaction'));
    const ciphertext = Buffer.concat([cipher.update(resource, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    const body = JSON.stringify({
      id: `EV-${order.no}`, create_time: '2026-11-22T10:34:56+08:00', resource_type: 'encrypt-resource', event_type: 'TRANSACTION.SUCCESS', summary: '支付成功',
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: 'transaction', nonce },
    });
    const status = await deliver({ path: order.notifyPath, headers: { ...signed(body), 'content-type': 'application/json' }, body });
    assert(status === 204, `WeChat's callback was answered with ${status}`);
  }

  async function payCcb(present: Presentation): Promise<void> {
    assert(present.kind === 'redirect', 'CCB presents an address');
    const query = new URL(present.url).searchParams;
    const of = (name: string): string => query.get(name) ?? '';
    const names = ['MERCHANTID', 'POSID', 'BRANCHID', 'ORDERID', 'PAYMENT', 'CURCODE', 'TXCODE', 'REMARK1', 'REMARK2', 'RETURNTYPE', 'TIMEOUT'];
    const mac = createHash('md5').update(`${names.map((n) => `${n}=${of(n)}`).join('&')}&PUB=${tail}`).digest('hex');
    assert(mac === of('MAC'), 'CCB accepts only an address with the right MAC');
    const [yuan = '0', fen = '0'] = of('PAYMENT').split('.');
    paid.set(`ccb ${of('ORDERID')}`, BigInt(yuan) * 100n + BigInt(fen.padEnd(2, '0')));
    const text = `POSID=${of('POSID')}&BRANCHID=${of('BRANCHID')}&ORDERID=${of('ORDERID')}&PAYMENT=${of('PAYMENT')}&CURCODE=01&REMARK1=&REMARK2=&SUCCESS=Y&ACCDATE=20261122`;
    const body = `${text}&SIGN=${sign('RSA-MD5', Buffer.from(text), counter.privateKey).toString('hex')}`;
    const status = await deliver({ path: ccbNotify, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    assert(status === 200, `CCB's callback was answered with ${status}`);
  }

  return {
    name: 'lean',
    onboard: (channel: BenchChannel, notifyUrl: string): Promise<Contract> => {
      if (channel === 'ccb') {
        ccbNotify = new URL(notifyUrl).pathname;
        const config = { ...CCB, bankPublicKeyPem: pem(counter.publicKey), posPublicKeyTail30: tail, custId: 'BENCH', userId: 'BENCH', operator: '001' };
        return Promise.resolve({ baseUrl, config, secrets: { password: 'bench', operatorPassword: 'bench' } });
      }
      const config = { appId: APP_ID, mchId: MCH_ID, merchantSerialNo: MERCHANT_SERIAL, platformKeys: [{ serial: PLATFORM_SERIAL, publicKeyPem: pem(platform.publicKey) }] };
      return Promise.resolve({ baseUrl, config, secrets: { merchantPrivateKeyPem: pem(merchant.privateKey), apiV3Key: API_V3_KEY } });
    },
    warmUp: (count) => {
      while (answers.length < count) answers.push(makeAnswer(answers.length));
      return Promise.resolve();
    },
    pay: (channel, present) => (channel === 'wechat' ? payWechat(present) : payCcb(present)),
    paid: () => Promise.resolve(paid),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
