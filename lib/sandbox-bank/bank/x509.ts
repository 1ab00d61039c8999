/**
 * A DER writer just large enough to issue X.509 v3 certificates (RFC 5280): UnionPay sends its signing certificate inside every message
 * and the platform verifies its chain, so it must be a real one.
 */
import { createPublicKey, sign } from 'node:crypto';
import { privateKey, type KeyPems } from './crypto';

export const tlv = (tag: number, content: Uint8Array): Buffer => Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, Buffer.concat(parts));
export const setOf = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, Buffer.concat(parts));
export const octets = (content: Uint8Array): Buffer => tlv(0x04, content);
const bits = (content: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.concat([Buffer.from([unused]), content]));
const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
const printable = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'ascii'));
const utcTime = (text: string): Buffer => tlv(0x17, Buffer.from(text, 'ascii'));
const yes = tlv(0x01, Buffer.from([0xff]));
export const nothing = tlv(0x05, Buffer.alloc(0));

export function integer(value: bigint): Buffer {
  let hex = value.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = Buffer.from(hex, 'hex');
  // A leading bit of 1 would make it negative.
  return tlv(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const group = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) group.unshift((left & 0x7f) | 0x80);
    bytes.push(...group);
  }
  return tlv(0x06, Buffer.from(bytes));
}

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing);
const VALID_FROM = '200101000000Z';
const VALID_TO = '491231235959Z';

const nameOf = (commonName: string): Buffer =>
  sequence(
    setOf(sequence(oid('2.5.4.6'), printable('CN'))),
    setOf(sequence(oid('2.5.4.10'), utf8('Bafang Sandbox'))),
    setOf(sequence(oid('2.5.4.3'), utf8(commonName))),
  );

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  critical ? sequence(oid(id), yes, octets(value)) : sequence(oid(id), octets(value));

export interface Issuer {
  readonly commonName: string;
  readonly privatePem: string;
  readonly certificatePem: string;
}

interface Contents {
  readonly issuerName: string;
  readonly issuerPrivatePem: string;
  readonly commonName: string;
  readonly publicPem: string;
  readonly serial: bigint;
  /** UTCTime. */
  readonly until?: string;
  readonly authority: boolean;
}

function certificate(c: Contents): string {
  // keyCertSign + cRLSign for the authority, digitalSignature for a leaf.
  const usage = c.authority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7);
  const extensions = tlv(
    0xa3,
    sequence(extension('2.5.29.19', true, c.authority ? sequence(yes) : sequence()), extension('2.5.29.15', true, usage)),
  );
  const body = sequence(
    tlv(0xa0, integer(2n)),
    integer(c.serial),
    SHA256_WITH_RSA,
    nameOf(c.issuerName),
    sequence(utcTime(VALID_FROM), utcTime(c.until ?? VALID_TO)),
    nameOf(c.commonName),
    createPublicKey(c.publicPem).export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signed = sequence(body, SHA256_WITH_RSA, bits(sign('sha256', body, privateKey(c.issuerPrivatePem))));
  const lines = signed
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

export function selfSignedRoot(commonName: string, key: KeyPems, serial: bigint): Issuer {
  const certificatePem = certificate({
    issuerName: commonName,
    issuerPrivatePem: key.privatePem,
    commonName,
    publicPem: key.publicPem,
    serial,
    authority: true,
  });
  return { commonName, privatePem: key.privatePem, certificatePem };
}

export const issueCertificate = (of: { issuer: Issuer; commonName: string; publicPem: string; serial: bigint; until?: string }): string =>
  certificate({
    issuerName: of.issuer.commonName,
    issuerPrivatePem: of.issuer.privatePem,
    commonName: of.commonName,
    publicPem: of.publicPem,
    serial: of.serial,
    ...(of.until !== undefined && { until: of.until }),
    authority: false,
  });
