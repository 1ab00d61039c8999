/** The ways in which a callback can differ from the genuine one: spoiled letters, and what somebody would do who knows the protocols. */
import type { RawInbound } from '@/lib/channels';
import { instant } from '@/lib/kernel/time';

export type Below = (n: number) => number;
/** Null: this change means nothing to a callback of that shape. */
type Change = (one: RawInbound, another: RawInbound, below: Below) => RawInbound | null;

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SIGNING = /sign|nonce|timestamp|serial/i;
/** Beyond the end of every certificate of the sandbox. */
const AFTER_ALL_CERTIFICATES = instant(Date.parse('2060-01-01T00:00:00Z'));

const textOf = (inbound: RawInbound): string => Buffer.from(inbound.body).toString('latin1');
const withText = (inbound: RawInbound, text: string): RawInbound => ({ ...inbound, body: new Uint8Array(Buffer.from(text, 'latin1')) });
const pick = <T>(list: readonly T[], below: Below): T => list[below(list.length)]!;

/** One letter or digit becomes another one (not its own capital), goes, or comes twice; never one that padding makes meaningless. */
function changedText(text: string, below: Below): string {
  for (;;) {
    const at = below(text.length);
    const char = text[at]!;
    const inEscape = text[at - 1] === '%' || text[at - 2] === '%';
    if (!/[0-9A-Za-z]/.test(char) || inEscape || /^.?.?(=|%3D)/i.test(text.slice(at + 1))) continue;
    const other = pick(ALPHABET.split(''), below);
    if (other.toLowerCase() === char.toLowerCase()) continue;
    const how = below(6);
    const put = how === 0 ? '' : how === 1 ? `${char}${other}` : other;
    return `${text.slice(0, at)}${put}${text.slice(at + 1)}`;
  }
}

const signingHeaders = ({ headers }: RawInbound): string[] => Object.keys(headers).filter((name) => SIGNING.test(name) && /[0-9A-Za-z]/.test(headers[name]!));

const spoiledLetter: Change = (one, _another, below) => {
  const signing = signingHeaders(one);
  if (signing.length > 0 && below(4) === 0) {
    const name = pick(signing, below);
    return { ...one, headers: { ...one.headers, [name]: changedText(one.headers[name]!, below) } };
  }
  const text = textOf(one);
  const kind = below(10);
  if (kind === 0) return withText(one, text.slice(0, below(text.length)));
  return withText(one, kind === 1 ? `${text.slice(0, -3)}${text.slice(-2)}` : changedText(text, below));
};

/** Where a signature stands in a body: a form's field, a member of JSON, an element of XML. */
const SIGNATURE = /((?:^|&)(?:sign|signature|signdata|SIGN|Signature|signData)=|"(?:sign|Signature)":"|<sign>(?:<!\[CDATA\[)?)([^&"<\]]+)/;

const signatureOfAnother: Change = (one, another) => {
  const names = signingHeaders(one);
  if (names.length > 0) return { ...one, headers: { ...one.headers, ...Object.fromEntries(names.map((n) => [n, another.headers[n] ?? ''])) } };
  const theirs = SIGNATURE.exec(textOf(another));
  return theirs && SIGNATURE.test(textOf(one)) ? withText(one, textOf(one).replace(SIGNATURE, (_whole, before: string) => `${before}${theirs[2]!}`)) : null;
};

/** The same signature in another spelling: a verifier that shrugs at it may shrug at more. */
const signatureRespelled: Change = (one, _another, below) => {
  const text = textOf(one);
  const found = SIGNATURE.exec(text);
  const inForm = found?.[1]!.endsWith('=') ?? false;
  const header = found ? undefined : Object.keys(one.headers).find((name) => /signature$/i.test(name));
  const spelled = found ? (inForm ? decodeURIComponent(found[2]!) : found[2]!) : header ? one.headers[header]! : '';
  if (spelled === '') return null;
  const bytes = Buffer.from(spelled, 'base64');
  const backwards = Buffer.from(bytes).reverse().toString('base64');
  const other = pick([bytes.toString('hex'), bytes.toString('base64url'), `${spelled}\n`, spelled.toLowerCase(), backwards, rawOfDer(bytes)], below);
  if (header) return { ...one, headers: { ...one.headers, [header]: other } };
  return withText(one, text.replace(SIGNATURE, (_whole, before: string) => `${before}${inForm ? encodeURIComponent(other) : other}`));
};

/** r‖s of two DER integers; anything else with its first byte gone. */
function rawOfDer(der: Buffer): string {
  const first = der[3] ?? 0;
  if (der[0] !== 0x30 || der[2] !== 2 || der[4 + first] !== 2) return der.subarray(1).toString('base64');
  const whole = (part: Buffer): Buffer => Buffer.concat([Buffer.alloc(32), part]).subarray(-32);
  return Buffer.concat([whole(der.subarray(4, 4 + first)), whole(der.subarray(6 + first))]).toString('base64');
}

/** A field said a second time with another value, before or after the signed one: whichever is signed, the other must not be read. */
const fieldTwice: Change = (one, _another, below) => {
  const text = textOf(one);
  if (text.startsWith('{')) {
    const names = [...text.matchAll(/"(\w+)":"([^"\\]{2,})"/g)];
    if (names.length === 0) return null;
    const [, name, value] = pick(names, below);
    const again = `"${name!}":"${changedText(`${value!}x`, below)}"`;
    return withText(one, below(2) === 0 ? `{${again},${text.slice(1)}` : `${text.slice(0, text.lastIndexOf('}'))},${again}}`);
  }
  if (text.startsWith('<')) {
    const names = [...text.matchAll(/<(\w+)>(?:<!\[CDATA\[)?([^<\]]+)/g)];
    if (names.length === 0) return null;
    const [, name, value] = pick(names, below);
    const root = text.indexOf('>') + 1;
    return withText(one, `${text.slice(0, root)}<${name!}>${changedText(`${value!}x`, below)}</${name!}>${text.slice(root)}`);
  }
  const pairs = text.split('&').filter((pair) => /=./.test(pair));
  const [name, value] = pick(pairs, below).split('=');
  const again = `${name!}=${changedText(`${value!}x`, below)}`;
  return withText(one, below(2) === 0 ? `${again}&${text}` : `${text}&${again}`);
};

const fieldGone: Change = (one, _another, below) => {
  const pairs = textOf(one).split('&');
  if (pairs.length < 2) return null;
  pairs.splice(below(pairs.length), 1);
  return withText(one, pairs.join('&'));
};

/** Two values in each other's place: an amount where the number was. */
const valuesSwapped: Change = (one, _another, below) => {
  const text = textOf(one);
  const values = [...text.matchAll(/(?<==)[^&]{2,60}(?=&|$)|(?<=":")[^"\\]{2,60}(?=")|(?<=>)[^<>]{2,60}(?=<)/g)];
  if (values.length < 2) return null;
  const [a, b] = [below(values.length), below(values.length)].sort((x, y) => x - y).map((i) => values[i!]!);
  if (a![0] === b![0]) return null;
  const between = text.slice(a!.index + a![0].length, b!.index);
  return withText(one, `${text.slice(0, a!.index)}${b![0]}${between}${a![0]}${text.slice(b!.index + b![0].length)}`);
};

/** Only where the time is proven with the rest, or a certificate travels along: elsewhere a genuine callback never grows old. */
const afterItsCertificate: Change = (one) =>
  signingHeaders(one).length > 0 || /signPubKeyCert=|signData=/.test(textOf(one)) ? { ...one, receivedAt: AFTER_ALL_CERTIFICATES } : null;
const aSerialNobodyKnows: Change = (one, _another, below) => {
  const name = Object.keys(one.headers).find((header) => /serial$/i.test(header));
  return name ? { ...one, headers: { ...one.headers, [name]: Array.from({ length: 40 }, () => '0123456789ABCDEF'[below(16)]).join('') } } : null;
};

export const CHANGES: Readonly<Record<string, Change>> = {
  'spoiled-letter': spoiledLetter, 'signature-of-another': signatureOfAnother, 'signature-respelled': signatureRespelled, 'field-twice': fieldTwice, 'field-gone': fieldGone,
  'values-swapped': valuesSwapped, 'after-its-certificate': afterItsCertificate, 'unknown-serial': aSerialNobodyKnows,
};
