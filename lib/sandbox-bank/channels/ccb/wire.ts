/** CCB on the wire: MAC over fields in a fixed order, callbacks signed RSA over MD5 in hexadecimal, XML in GB18030. */
import type { Bank } from '../../bank/bank';
import { createPublicKey } from 'node:crypto';
import { md5Hex, rsaSign } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { escaped, fromGb18030, gb18030 } from '../../bank/text';
import type { Merchant } from '../../bank/types';

export type Fields = Readonly<Record<string, string>>;

const PAY_ORDER = [
  'MERCHANTID',
  'POSID',
  'BRANCHID',
  'ORDERID',
  'PAYMENT',
  'CURCODE',
  'TXCODE',
  'REMARK1',
  'REMARK2',
  'RETURNTYPE',
  'TIMEOUT',
];
const QUERY_ORDER = [
  'MERCHANTID',
  'BRANCHID',
  'POSID',
  'ORDERDATE',
  'BEGORDERTIME',
  'ENDORDERTIME',
  'ORDERID',
  'QUPWD',
  'TXCODE',
  'TYPE',
  'KIND',
  'STATUS',
  'SEL_TYPE',
  'PAGE',
  'OPERATOR',
  'CHANNEL',
];
const NOTIFY_ORDER = ['POSID', 'BRANCHID', 'ORDERID', 'PAYMENT', 'CURCODE', 'REMARK1', 'REMARK2', 'ACC_TYPE', 'SUCCESS'];
const NOTIFY_OPTIONAL = ['TYPE', 'REFERER', 'CLIENTIP', 'ACCDATE', 'USRINFO', 'PAYTYPE'];

const inOrder = (names: readonly string[], fields: Fields): string => names.map((name) => `${name}=${fields[name] ?? ''}`).join('&');

/** The POS public key as CCB prints it: the key's DER in hexadecimal, of which merchants use the last 30 characters. */
export const tail30 = (publicPem: string): string =>
  createPublicKey(publicPem).export({ type: 'pkcs1', format: 'der' }).toString('hex').slice(-30);

export const payMac = (fields: Fields, pub: string): string => md5Hex(`${inOrder(PAY_ORDER, fields)}&PUB=${pub}`);

/** The operator's password takes part as an empty value. Whether PUB belongs to it differs by source: both are accepted. */
export function queryMacs(fields: Fields, pub: string): string[] {
  const text = inOrder(QUERY_ORDER, { ...fields, QUPWD: '' });
  return [md5Hex(text), md5Hex(`${text}&PUB=${pub}`)];
}

export async function signNotify(
  merchant: Merchant,
  fields: Fields,
  privatePem = merchant.keeps.posPrivatePem!,
): Promise<Record<string, string>> {
  const text = inOrder([...NOTIFY_ORDER, ...NOTIFY_OPTIONAL.filter((name) => fields[name] !== undefined)], fields);
  return { ...fields, SIGN: (await rsaSign('md5', text, privatePem)).toString('hex') };
}

export interface XmlNode {
  readonly [name: string]: string | XmlNode | readonly XmlNode[];
}

/** Elements by name; a list repeats its element. */
export const xmlOf = (node: XmlNode): string =>
  Object.entries(node)
    .map(([name, value]) => {
      if (typeof value === 'string') return `<${name}>${escaped(value).replaceAll('&#39;', '&apos;')}</${name}>`;
      return (Array.isArray(value) ? (value as readonly XmlNode[]) : [value as XmlNode])
        .map((one) => `<${name}>${xmlOf(one)}</${name}>`)
        .join('');
    })
    .join('');

export function xmlReply(root: string, node: XmlNode): Reply {
  const text = `<?xml version="1.0" encoding="GB18030" standalone="yes" ?><${root}>${xmlOf(node)}</${root}>`;
  return answer(200, gb18030(text), { 'content-type': 'text/xml; charset=GB18030' });
}

const UNESCAPES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Leaf elements of a small document by name: all that requests of the outlink carry. A repeated name keeps its first value. */
export function leavesOf(bytes: Uint8Array): Record<string, string> {
  const leaves: Record<string, string> = {};
  for (const match of fromGb18030(bytes).matchAll(/<([A-Z][A-Z0-9_]{0,40})>([^<]{0,4000})<\/\1>/g)) {
    leaves[match[1]!] ??= match[2]!.replace(/&(lt|gt|amp|quot|apos);/g, (_all, name: string) => UNESCAPES[name]!).trim();
  }
  return leaves;
}

/** Return codes. Only 000000 is public; the others are sandbox conventions. */
export const RETURN = {
  ok: ['000000', ''],
  badMac: ['SIGNERROR', 'MAC校验失败'],
  badOperator: ['AUTHERROR', '操作员或密码错误'],
  malformed: ['PARAMERROR', '请求参数有误'],
  noOrder: ['0130Z110C004', '没有符合条件的记录'],
  noRefund: ['YDCA02910001', '没有符合条件的记录'],
  noFile: ['NOFILE', '没有对账文件'],
  notReady: ['FILENOTREADY', '对账文件尚未生成'],
  system: ['SYSTEMERROR', '系统异常'],
  maintenance: ['SYSTEMERROR', '系统维护中'],
  notPaid: ['NOTPAID', '订单未支付'],
  exceeds: ['REFUNDEXCEEDS', '退款金额超过可退金额'],
  tooMany: ['REFUNDTOOMANY', '退款次数超限'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type ReturnName = keyof typeof RETURN;

export const documentReply = (name: ReturnName, node: XmlNode = {}): Reply =>
  xmlReply('DOCUMENT', { RETURN_CODE: RETURN[name][0], RETURN_MSG: RETURN[name][1], ...node });

/** An outlink answer repeats serial, customer and code of what was asked. */
export const outlinkReply = (asked: Fields, name: ReturnName, info: XmlNode = {}): Reply =>
  xmlReply('TX', {
    REQUEST_SN: asked.REQUEST_SN ?? '',
    CUST_ID: asked.CUST_ID ?? '',
    TX_CODE: asked.TX_CODE ?? '',
    RETURN_CODE: RETURN[name][0],
    RETURN_MSG: RETURN[name][1],
    LANGUAGE: 'CN',
    TX_INFO: info,
  });

export const forgerKey = (bank: Bank): string => bank.keys.forger.privatePem;
