// CCB's refunds never happen twice, its callbacks verify over raw GBK bytes, and its answers mean what the tables say.
import { createSign } from 'node:crypto';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf, type SentRequest } from '../../contract';
import { BANK, ccbCallback, ccbFields, ccbFixtures, contractOrder, NOW } from '../../contract.fixtures';
import { md5Hex } from '../../signatures/digest';
import type { NetResponse, RawInbound } from '../../port';
import { ccbAdapter } from '.';
import type { CcbAccount } from './config';
import { refundCodeOf } from './refunds';
import { readXml, textAt } from '../xml';

const account = ccbFixtures.account as CcbAccount;
const order = contractOrder(12_345n);
const refund = refundOf(order, order.orderNo, 345n);
const gbk = (text: string): NetResponse => ({ ok: true, status: 200, headers: {}, body: iconv.encode(text, 'gb18030') });
const web = (inner: string, code = '000000') =>
  gbk(
    `<?xml version="1.0" encoding="GB18030"?><DOCUMENT><RETURN_CODE>${code}</RETURN_CODE><RETURN_MSG>成功</RETURN_MSG>${inner}</DOCUMENT>`,
  );
const row = (over: Record<string, string> = {}) =>
  `<QUERYORDER>${Object.entries({
    ORDERID: order.orderNo,
    ORDERDATE: '20261122095830',
    ACCDATE: '20261122',
    AMOUNT: '123.45',
    STATUSCODE: '1',
    STATUS: '成功',
    REFUND: '0.00',
    SIGN: '',
    ...over,
  })
    .map(([k, v]) => `<${k}>${v}</${k}>`)
    .join('')}</QUERYORDER>`;

interface Outlink {
  readonly code: string;
  readonly info: Record<string, string>;
}
/** A bank that answers outlink calls by transaction code; `null` loses the answer. */
function outlinkNet(answer: (asked: Outlink, nth: number) => { code?: string; info?: string } | null) {
  const asked: Outlink[] = [];
  const net = netThat((request: SentRequest) => {
    const root = readXml(iconv.decode(Buffer.from(request.body!), 'gb18030'))!;
    const info = Object.fromEntries(
      root.children.find((found) => found.name === 'TX_INFO')!.children.map((found) => [found.name, found.text]),
    );
    asked.push({ code: textAt(root, 'TX_CODE'), info });
    const reply = answer(asked.at(-1)!, asked.filter((one) => one.code === asked.at(-1)!.code).length);
    if (reply === null) return { ok: false, sent: true, code: 'timeout' };
    return gbk(
      `<?xml version="1.0" encoding="GB18030"?><TX><REQUEST_SN>${textAt(root, 'REQUEST_SN')}</REQUEST_SN><CUST_ID>c</CUST_ID>` +
        `<TX_CODE>${textAt(root, 'TX_CODE')}</TX_CODE>` +
        `<RETURN_CODE>${reply.code ?? '000000'}</RETURN_CODE><RETURN_MSG>余额不足</RETURN_MSG><LANGUAGE>CN</LANGUAGE>` +
        `<TX_INFO>${reply.info ?? ''}</TX_INFO></TX>`,
    );
  });
  return { net, asked, codes: () => asked.map((one) => one.code) };
}
const refundRow = (amount: string, over: Record<string, string> = {}) =>
  `<LIST>${Object.entries({ ORDER_NUMBER: order.orderNo, REFUNDEMENT_AMOUNT: amount, STATUS: '1', ...over })
    .map(([k, v]) => `<${k}>${v}</${k}>`)
    .join('')}</LIST>`;
const accepted = { info: `<ORDER_NUM>${order.orderNo}</ORDER_NUM><PAY_AMOUNT>123.45</PAY_AMOUNT><AMOUNT>3.45</AMOUNT>` };

describe('create', () => {
  it('is an address whose MAC is the MD5 of the fixed order with PUB, which is not sent', async () => {
    const created = await ccbAdapter.create(
      account,
      order,
      callWith(
        netThat(() => {
          throw new Error('no call');
        }),
        NOW,
      ),
    );
    if (created.certainty !== 'accepted' || created.present.kind !== 'redirect') throw new Error('not a redirect');
    const url = new URL(created.present.url);
    expect(url.pathname).toBe('/ccb/CCBIS/ccbMain');
    const text =
      `MERCHANTID=105000000000001&POSID=000000001&BRANCHID=110000000&ORDERID=${order.orderNo}&PAYMENT=123.45&CURCODE=01&TXCODE=530550` +
      '&REMARK1=&REMARK2=&RETURNTYPE=2&TIMEOUT=20261122103000&PUB=abcdefghijklmnopqrstuvwxyz0123';
    expect(url.searchParams.get('MAC')).toBe(md5Hex(text));
    expect(url.searchParams.get('CCB_IBSVersion')).toBe('V6');
    expect(created.present.url).not.toContain('abcdefghijklmnopqrstuvwxyz0123');
  });
});

describe('query', () => {
  const ask = (answer: NetResponse) =>
    ccbAdapter.query(
      account,
      refOf(order),
      callWith(
        netThat(() => answer),
        NOW,
      ),
    );

  it.each([
    ['1', 'paid'],
    ['3', 'paid'],
    ['4', 'paid'],
    ['0', 'failed'],
    ['2', 'unknown'],
    ['5', 'unknown'],
    ['99', 'not-found'],
    ['', 'unknown'],
  ])('STATUSCODE %s is %s', async (STATUSCODE, state) => {
    expect(await ask(web(row({ STATUSCODE })))).toMatchObject({ state });
  });

  it('says amount, moment and settlement day; the order number stands for the serial', async () => {
    expect(await ask(web(row()))).toEqual({
      state: 'paid',
      amount: { minor: 12_345n, currency: 'CNY' },
      channelTradeNo: order.orderNo,
      paidAt: Date.parse('2026-11-22T09:58:30+08:00'),
      settleDate: '2026-11-22',
    });
    expect(await ask(web(row({ AMOUNT: '12.345' })))).toMatchObject({ state: 'unknown' });
  });

  it('no row, another order, or the profile says so: not found; other codes and broken XML are unknown', async () => {
    expect(await ask(web(''))).toEqual({ state: 'not-found' });
    expect(await ask(web(row({ ORDERID: 'OTHER' })))).toEqual({ state: 'not-found' });
    expect(await ask(web('', 'NF'))).toEqual({ state: 'not-found' });
    expect(await ask(web('', 'WHAT'))).toMatchObject({ state: 'unknown', code: 'WHAT' });
    for (const broken of [
      '<DOCUMENT><RETURN_CODE>000000</RETURN_CODE>',
      '<!DOCTYPE x><DOCUMENT/>',
      '<DOCUMENT a="1"></DOCUMENT>',
      '<OTHER><RETURN_CODE>000000</RETURN_CODE></OTHER>',
      '<DOCUMENT>&x;</DOCUMENT>',
    ]) {
      expect(await ask(gbk(broken))).toMatchObject({ state: 'unknown', code: 'answer.malformed' });
    }
  });

  it('a payment among several tries is the truth', async () => {
    expect(await ask(web(row({ STATUSCODE: '0' }) + row()))).toMatchObject({ state: 'paid' });
    expect(await ask(web(row({ STATUSCODE: '0' }) + row({ STATUSCODE: '2' })))).toMatchObject({ state: 'unknown' });
  });

  it('signs with the password blank and sends it', async () => {
    const net = netThat(() => web(row()));
    await ccbAdapter.query(account, refOf(order), callWith(net, NOW));
    const sent = Object.fromEntries(new URLSearchParams(String(net.requests[0]!.body)));
    expect(sent).toMatchObject({ TXCODE: '410408', QUPWD: 'q', KIND: '0', ORDERDATE: '20261122' });
    expect(sent['MAC']).toBe(
      md5Hex(
        `MERCHANTID=105000000000001&BRANCHID=110000000&POSID=000000001&ORDERDATE=20261122&BEGORDERTIME=00:00:00` +
          `&ENDORDERTIME=23:59:59&ORDERID=${order.orderNo}` +
          '&QUPWD=&TXCODE=410408&TYPE=0&KIND=0&STATUS=3&SEL_TYPE=3&PAGE=1&OPERATOR=001&CHANNEL=',
      ),
    );
  });
});

describe('refunds', () => {
  const run = (bank: ReturnType<typeof outlinkNet>, of = refund) => ccbAdapter.refund(account, of, callWith(bank.net, NOW));

  it('asks the list first, then refunds once', async () => {
    const bank = outlinkNet(({ code }) => (code === '5W1003' ? { code: 'NF' } : accepted));
    expect(await run(bank)).toMatchObject({ certainty: 'succeeded', channelRefundNo: refundCodeOf(refund.refundNo) });
    expect(bank.codes()).toEqual(['5W1003', '5W1003', '5W1004']);
    expect(bank.asked.at(-1)!.info).toEqual({ MONEY: '3.45', ORDER: order.orderNo, REFUND_CODE: refundCodeOf(refund.refundNo) });
  });

  it('a refund whose answer was lost is recognised by its code and never repeated', async () => {
    let done = false;
    const bank = outlinkNet(({ code, info }) => {
      if (code === '5W1004') done = true;
      if (code === '5W1004') return null;
      return done && info['KIND'] === '0' ? { info: refundRow('3.45', { REFUND_CODE: refundCodeOf(refund.refundNo) }) } : { code: 'NF' };
    });
    expect(await run(bank)).toMatchObject({ certainty: 'unknown', code: 'net.timeout' });
    expect(await run(bank)).toMatchObject({ certainty: 'succeeded' });
    expect(bank.codes().filter((code) => code === '5W1004').length).toBe(1);
  });

  it('where the bank shows no codes, the total tells: before + this is done, before alone is not, else nothing is sent', async () => {
    const of = { ...refund, refundedBefore: { minor: 100n, currency: 'CNY' } as const };
    const listed = (...amounts: string[]) =>
      outlinkNet(({ code, info }) =>
        code === '5W1004'
          ? accepted
          : info['KIND'] === '0'
            ? { info: amounts.map((amount) => refundRow(amount)).join('') }
            : { code: 'NF' },
      );
    const done = listed('1.00', '3.45');
    expect(await run(done, of)).toMatchObject({ certainty: 'succeeded' });
    expect(done.codes()).not.toContain('5W1004');
    const open = listed('1.00');
    expect(await run(open, of)).toMatchObject({ certainty: 'succeeded' });
    expect(open.codes()).toContain('5W1004');
    for (const odd of [listed('2.00'), listed(), listed('1.00', '3.45', '9.00'), listed('x')]) {
      expect(await run(odd, of)).toMatchObject({ certainty: 'unknown' });
      expect(odd.codes()).not.toContain('5W1004');
    }
  });

  it('nothing is sent while the list cannot be had', async () => {
    for (const answer of [() => null, () => ({ code: 'WHAT' }), () => ({ info: '<TPAGE>2</TPAGE>' })]) {
      const bank = outlinkNet(answer);
      expect(await run(bank)).toMatchObject({ certainty: 'unknown' });
      expect(bank.codes()).not.toContain('5W1004');
    }
  });

  it('a refusal is believed when the list agrees, and not when it does not', async () => {
    const refusing = (after: string) =>
      outlinkNet(({ code }, nth) => (code === '5W1004' ? { code: 'E1' } : nth > 2 && after ? { info: after } : { code: 'NF' }));
    expect(await run(refusing(''))).toMatchObject({ certainty: 'declined', code: 'E1', cause: 'not-refundable' });
    expect(await run(refusing(refundRow('9.99')))).toMatchObject({ certainty: 'unknown', code: 'E1' });
    expect(await run(outlinkNet(({ code }) => (code === '5W1004' ? { code: 'SYS' } : { code: 'NF' })))).toMatchObject({
      certainty: 'unknown',
      code: 'SYS',
    });
  });

  it.each([
    ['1', 'succeeded'],
    ['2', 'processing'],
    ['5', 'processing'],
    ['0', 'not-found'],
  ])('a listed refund with STATUS %s is %s', async (STATUS, state) => {
    const bank = outlinkNet(({ info }) =>
      info['KIND'] === '0' ? { info: refundRow('3.45', { STATUS, REFUND_CODE: refundCodeOf(refund.refundNo) }) } : { code: 'NF' },
    );
    expect(await ccbAdapter.queryRefund(account, refund, callWith(bank.net, NOW))).toMatchObject({ state });
  });

  it('an answer to another request is no answer', async () => {
    const net = netThat(() => gbk('<TX><REQUEST_SN>1</REQUEST_SN><TX_CODE>5W1003</TX_CODE><RETURN_CODE>NF</RETURN_CODE></TX>'));
    expect(await ccbAdapter.queryRefund(account, refund, callWith(net, NOW))).toMatchObject({ state: 'unknown', code: 'answer.mismatch' });
  });
});

describe('callbacks', () => {
  const verify = (inbound: RawInbound) => ccbAdapter.verifyNotify(account, inbound);

  it('verifies GBK text by its raw bytes, by POST and by GET', () => {
    const usr = iconv.encode('张三', 'gb18030');
    const { PAYTYPE, ...head } = ccbFields(order);
    const signed = Buffer.concat([
      Buffer.from(
        `${Object.entries({ ...head, USRINFO: '' })
          .map(([k, v]) => `${k}=${v}`)
          .join('&')}`,
      ),
      usr,
      Buffer.from(`&PAYTYPE=${PAYTYPE}`),
    ]);
    const sign = createSign('RSA-MD5').update(signed).sign(BANK.privateKey, 'hex');
    const percent = [...usr].map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
    const query = `${signed.toString('latin1').replace(usr.toString('latin1'), percent)}&SIGN=${sign}`;
    const post = { method: 'POST', target: '/n', headers: {}, body: Buffer.from(query, 'latin1'), receivedAt: NOW };
    expect(verify(post)).toMatchObject({ kind: 'order', fact: { state: 'paid' } });
    expect(verify({ ...post, method: 'GET', target: `/n?${query}`, body: Buffer.alloc(0) })).toMatchObject({
      kind: 'order',
      fact: { state: 'paid' },
    });
  });

  it('a failed payment is failed; another counter is another merchant; a broken amount is malformed', () => {
    expect(verify(ccbCallback({ ...ccbFields(order), SUCCESS: 'N' }))).toMatchObject({ kind: 'order', fact: { state: 'failed' } });
    expect(verify(ccbCallback({ ...ccbFields(order), POSID: '000000009' }))).toEqual({ kind: 'invalid', reason: 'wrong-merchant' });
    expect(verify(ccbCallback({ ...ccbFields(order), CURCODE: '14' }))).toEqual({ kind: 'invalid', reason: 'wrong-currency' });
    expect(verify(ccbCallback({ ...ccbFields(order), PAYMENT: '1e3' }))).toEqual({ kind: 'invalid', reason: 'malformed' });
  });
});

describe('the day file', () => {
  const zip = (name: string) => Buffer.from(`PK\u0003\u0004${name}`).toString('base64');
  const fetching = (answer: Parameters<typeof outlinkNet>[0]) =>
    ccbAdapter.fetchStatement(account, businessDate('2026-11-21'), callWith(outlinkNet(answer).net, NOW));

  it('joins payments and refunds of the day', async () => {
    const both = await fetching(({ code, info }) =>
      code === '5W1005'
        ? { info: `<FILE_NAME>SHOP.${info['TYPE']}.zip</FILE_NAME>` }
        : { info: `<FILE_CONTENT>${zip(info['SOURCE']!)}</FILE_CONTENT>` },
    );
    expect(both).toMatchObject({ kind: 'file', fileName: 'ccb-105000000000001-2026-11-21.zip' });
    if (both.kind === 'file') for (const name of ['SHOP.0.zip', 'SHOP.1.zip']) expect(Buffer.from(both.bytes).includes(name)).toBe(true);
    const one = await fetching(({ code, info }) =>
      info['TYPE'] === '1'
        ? { code: 'NOFILE' }
        : code === '5W1005'
          ? { info: '<FILE_NAME>SHOP.0.zip</FILE_NAME>' }
          : { info: `<FILE_CONTENT>${zip('a')}</FILE_CONTENT>` },
    );
    expect(one).toMatchObject({ kind: 'file', fileName: 'SHOP.0.zip' });
  });

  it('tells an empty day from a late file and from a damaged one', async () => {
    expect(await fetching(() => ({ code: 'NOFILE' }))).toEqual({ kind: 'empty-day' });
    expect(await fetching(() => ({ code: 'NOTYET' }))).toEqual({ kind: 'not-yet' });
    expect(await fetching(() => ({ info: '<FILE_NAME>../etc</FILE_NAME>' }))).toMatchObject({ kind: 'failed', code: 'answer.malformed' });
    expect(
      await fetching(({ code }) =>
        code === '5W1005' ? { info: '<FILE_NAME>a.zip</FILE_NAME>' } : { info: '<FILE_CONTENT>AAAA</FILE_CONTENT>' },
      ),
    ).toMatchObject({ kind: 'failed', code: 'file.not-zip' });
  });
});
