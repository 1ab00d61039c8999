// Every public test vector that was collected is used: copied word for word beside the tests that prove it, or read here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { allReaders, inspect } from '@/lib/statements';
import { strictBase64 } from './signatures/rsa';
import { sm3Hex } from './signatures/sm3';
import { ALL_ADAPTERS } from './registry';

const SHARED = join(import.meta.dirname, '../../../shared/vectors');
/** Fixture of lib/channels/vectors by the vector it was copied from; signatures and ciphers are proven by vectors.test.ts and the adapters' tests. */
const COPIES: Readonly<Record<string, string>> = {
  'alipay/cert_sn.json': 'alipay-cert-sn', 'alipay/request_sign_rsa2.json': 'alipay-request-sign', 'alipay/return_and_notify.json': 'alipay-return-and-notify',
  'ccb/mac_and_ccbparam.json': 'ccb-mac', 'cmb/polypay_apisign.json': 'cmb-apisign', 'cmb/polypay_sm2_keyformat.json': 'cmb-sm2-keys', 'jsb/request_sign.json': 'jsb-request-sign',
  'sm/sm2_sign_gmt0003_5.json': 'sm2-sign', 'sm/sm3_gmt0004.json': 'sm3', 'sm/sm4_gmt0002.json': 'sm4', 'spdb/sm_signature.json': 'spdb-sm-signature',
  'unionpay/qra_md5.json': 'unionpay-qra-md5', 'unionpay/request_sign_510.json': 'unionpay-request-sign', 'wechat/aead_go_basic.json': 'wechat-aead',
  'wechat/notify_yansongda.json': 'wechat-notify', 'wechat/sign_sha256rsa_go.json': 'wechat-sign',
};
const readers = () => allReaders(ALL_ADAPTERS.map((adapter) => adapter.statementReader));
const bytesOf = (file: string): Buffer => readFileSync(join(SHARED, file));
const textOf = (file: string): string => bytesOf(file).toString('utf8');

function files(folder = SHARED): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [relative(SHARED, path)];
  });
}
const used = new Set<string>(['MANIFEST.tsv']);
const use = (file: string): string => {
  used.add(file);
  return file;
};

const texts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];

/** Every amount of an entry, as the other library decoded it. */
function amountsIn(decoded: unknown): string[] {
  const found: string[] = [];
  const entries = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const of = value as Record<string, unknown>;
    const amount = of['getAmount'] as { getAmount?: string } | null | undefined;
    if (String(of['__CLASS__']).endsWith('\\Entry') && typeof amount?.getAmount === 'string') found.push(amount.getAmount.replace('-', ''));
    Object.values(of).forEach(entries);
  };
  entries(decoded);
  return [...new Set(found)].sort();
}

describe.skipIf(!existsSync(SHARED))('the collected vectors', () => {
  it.each(Object.entries(COPIES))('%s stands word for word in %s', (file, fixture) => {
    const copy = JSON.stringify(JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', `${fixture}.json`), 'utf8')));
    for (const text of texts(JSON.parse(textOf(use(file)))).filter((one) => one.length >= 12)) expect(copy).toContain(JSON.stringify(text).slice(1, -1));
  });

  it('SM3 agrees with every assertion of another library', () => {
    const lines = [...textOf(use('sm/smcrypto_sm3_assertions.txt')).matchAll(/^\s*expect\(sm3\('([^']*)'\)\)\.toBe\('([0-9a-f]{64})'\)/gm)];
    expect(lines.length).toBeGreaterThan(3);
    for (const [, message, digest] of lines) expect(sm3Hex(message!)).toBe(digest);
  });

  it.each(['camt052.v2', 'camt053.v2.all-balance-types', 'camt053.v2.minimal', 'camt053.v4', 'camt054.v2', 'camt054.v4'])('%s: the same amounts as another library reads', async (name) => {
    const parsed = must(await inspect(bytesOf(use(`iso20022/${name}.xml`)), `${name}.xml`, readers()));
    const theirs = amountsIn(JSON.parse(textOf(use(`iso20022/${name}.json`))));
    const ours = new Set([...parsed.rows].map((row) => row.amountMinor.toString()));
    expect(parsed.summary.rejected).toBe(0);
    expect(theirs.length).toBeGreaterThan(0);
    for (const amount of theirs) expect(ours).toContain(amount);
  });

  it.each(['ebics/hpb.xml', 'ebics/ini.xml', 'ebics/ini_order_data.xml', 'ebics/spr.xml', 'ebics/yct.pain001.xml'])('%s is no statement, and is refused by name', async (file) => {
    expect(await inspect(bytesOf(use(file)), file, readers())).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^statements\./) as string } });
  });

  it('WeChat’s sample bill is read to the last row; Alipay’s captions and UnionPay’s widths are the ones our readers cut by', async () => {
    const bill = must(await inspect(bytesOf(use('statements/wechat_tradebill_all_sample.csv')), 'bill.csv', readers()));
    expect(bill.summary).toMatchObject({ format: 'wechat-tradebill', rejected: 0 });
    expect([...bill.rows].length).toBeGreaterThan(0);
    const alipay = readFileSync(join(import.meta.dirname, 'adapters/alipay/statement.ts'), 'utf8');
    const captions = textOf(use('statements/alipay_trade_detail_header.txt')).split('\n')[0]!.trim().split(',');
    expect(captions).toHaveLength(25);
    for (const caption of ['商户订单号', '业务类型', '商家实收（元）', '服务费（元）']) expect(captions.some((c) => c === caption) && alipay.includes(caption.replace(/（元）$/, ''))).toBe(true);
    const layout = textOf(use('statements/unionpay_zm_layout.tsv')).trim().split('\n').slice(1).map((line) => line.split('\t'));
    const reader = readFileSync(join(import.meta.dirname, 'adapters/unionpay/statement.ts'), 'utf8');
    const cuts = [...reader.matchAll(/^ {2}\w+: \[(\d+), (\d+)\],$/gm)].map(([, at, bytes]) => `${at!} ${bytes!}`);
    expect(cuts.length).toBeGreaterThan(10);
    const places = layout.map(([, , bytes, offset]) => `${offset!} ${bytes!}`);
    for (const cut of cuts) expect(places).toContain(cut);
  });

  it('WeChat’s official samples of a payer’s signature are RSA signatures of 2048 bits; bank numbers have their check digit', () => {
    const { jsapi_paySign, app_sign } = JSON.parse(textOf(use('wechat/invoke_paysign_official.json'))) as { jsapi_paySign: string; app_sign: string };
    for (const signature of [jsapi_paySign, app_sign]) expect(strictBase64(signature)?.length).toBe(256);
    for (const line of textOf(use('cnaps/check_digit.tsv')).trim().split('\n').slice(1)) {
      const [number, , valid] = line.split('\t');
      // ISO 7064 MOD 11,10.
      let sum = 10;
      for (const digit of number!.slice(0, -1)) { const s = (sum + Number(digit)) % 10; sum = ((s === 0 ? 10 : s) * 2) % 11; }
      expect([number, String((sum + Number(number!.at(-1))) % 10 === 1)]).toEqual([number, valid]);
    }
  });

  it('leaves none out', () => {
    expect(files().filter((file) => !used.has(file)).sort()).toEqual([]);
  });
});
