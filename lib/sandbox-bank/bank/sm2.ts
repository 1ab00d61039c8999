/**
 * The bank's own SM2 with SM3 (GB/T 32918.2), written from the standard: points on the curve by OpenSSL where it can (k·G), by big
 * integers where it cannot. The user id is the standard's; both spellings of a signature.
 */
import { createECDH, createHash } from 'node:crypto';
import { freshBytes } from './crypto';

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const GX = 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n;
const GY = 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n;
const SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const USER_ID = '1234567812345678';

const mod = (a: bigint, m: bigint): bigint => ((a % m) + m) % m;
const hex32 = (n: bigint): string => n.toString(16).padStart(64, '0');
const bytes32 = (n: bigint): Buffer => Buffer.from(hex32(n), 'hex');
const big = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const sm3 = (bytes: Uint8Array): Buffer => createHash('sm3').update(bytes).digest();

function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [mod(a, m), m, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return mod(s0, m);
}

export interface Sm2Keys {
  /** 64 hexadecimal digits. */
  readonly privateHex: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
}

export function newSm2Key(): Sm2Keys {
  const key = createECDH('SM2');
  key.generateKeys();
  const publicKey = Buffer.from(SPKI_HEAD + key.getPublicKey('hex'), 'hex').toString('base64');
  return { privateHex: key.getPrivateKey('hex').padStart(64, '0'), publicKey };
}

/** k·G by OpenSSL. */
function timesG(k: bigint): { x: bigint; y: bigint } {
  const key = createECDH('SM2');
  key.setPrivateKey(bytes32(k));
  const point = key.getPublicKey();
  return { x: big(point.subarray(1, 33)), y: big(point.subarray(33, 65)) };
}

/** e: SM3 over the digest of user id, curve and key, then the message. */
function digestOf(message: Uint8Array, x: bigint, y: bigint, userId = USER_ID): bigint {
  const id = Buffer.from(userId);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length * 8);
  const za = sm3(Buffer.concat([length, id, ...[A, B, GX, GY, x, y].map(bytes32)]));
  return big(sm3(Buffer.concat([za, message])));
}

/** r||s. */
export function sm2Sign(message: string | Uint8Array, privateHex: string, userId = USER_ID): Buffer {
  const d = BigInt(`0x${privateHex}`);
  const own = timesG(d);
  const e = digestOf(Buffer.from(message), own.x, own.y, userId);
  for (;;) {
    const k = mod(big(freshBytes(40)), N - 1n) + 1n;
    const r = mod(e + timesG(k).x, N);
    if (r === 0n || r + k === N) continue;
    const s = mod(inverse(1n + d, N) * (k - r * d), N);
    if (s !== 0n) return Buffer.concat([bytes32(r), bytes32(s)]);
  }
}

interface Jacobian {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}
const ZERO: Jacobian = { x: 1n, y: 1n, z: 0n };

function double({ x, y, z }: Jacobian): Jacobian {
  if (z === 0n) return ZERO;
  const zz = (z * z) % P;
  const m = (3n * (x - zz) * (x + zz)) % P;
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const x3 = mod(m * m - 2n * s, P);
  return { x: x3, y: mod(m * (s - x3) - 8n * yy * yy, P), z: mod(2n * y * z, P) };
}

function add(p: Jacobian, q: Jacobian): Jacobian {
  if (p.z === 0n) return q;
  if (q.z === 0n) return p;
  const [z1z1, z2z2] = [(p.z * p.z) % P, (q.z * q.z) % P];
  const [u1, u2] = [(p.x * z2z2) % P, (q.x * z1z1) % P];
  const [s1, s2] = [(p.y * q.z * z2z2) % P, (q.y * p.z * z1z1) % P];
  if (u1 === u2) return mod(s1 - s2, P) === 0n ? double(p) : ZERO;
  const h = mod(u2 - u1, P);
  const r = mod(s2 - s1, P);
  const hh = (h * h) % P;
  const hhh = (h * hh) % P;
  const v = (u1 * hh) % P;
  const x3 = mod(r * r - hhh - 2n * v, P);
  return { x: x3, y: mod(r * (v - x3) - s1 * hhh, P), z: mod(h * p.z * q.z, P) };
}

/** For each group of four bits of a number: what its fifteen values add. A key is used for thousands of messages, so its table is kept. */
type Table = readonly (readonly Jacobian[])[];
const tables = new Map<string, Table>();
const TABLES_MAX = 500;

function tableOf(name: string, point: Jacobian): Table {
  const found = tables.get(name);
  if (found) return found;
  const groups: Jacobian[][] = [];
  for (let base = point, group = 0; group < 64; group++) {
    const multiples = [base];
    for (let i = 1; i < 15; i++) multiples.push(add(multiples[i - 1]!, base));
    groups.push(multiples);
    base = add(multiples[14]!, base);
  }
  if (tables.size >= TABLES_MAX) tables.clear();
  tables.set(name, groups);
  return groups;
}

function times(k: bigint, table: Table): Jacobian {
  let sum = ZERO;
  for (const [group, digit] of Array.from(hex32(k)).reverse().entries()) {
    const value = Number.parseInt(digit, 16);
    if (value > 0) sum = add(sum, table[group]![value - 1]!);
  }
  return sum;
}

/** `publicKey`: SubjectPublicKeyInfo in base64; `signature`: r||s. */
export function sm2Verify(message: string | Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  const spki = Buffer.from(publicKey, 'base64').toString('hex');
  if (signature.length !== 64 || !spki.startsWith(`${SPKI_HEAD}04`) || spki.length !== 182) return false;
  const x = BigInt(`0x${spki.slice(54, 118)}`);
  const y = BigInt(`0x${spki.slice(118)}`);
  if (mod(y * y - (x * x * x + A * x + B), P) !== 0n) return false;
  const [r, s] = [big(signature.subarray(0, 32)), big(signature.subarray(32))];
  const t = mod(r + s, N);
  if (r < 1n || r >= N || s < 1n || s >= N || t === 0n) return false;
  const g = timesG(s);
  const point = add({ x: g.x, y: g.y, z: 1n }, times(t, tableOf(spki, { x, y, z: 1n })));
  if (point.z === 0n) return false;
  const zInverse = inverse(point.z, P);
  return mod(digestOf(Buffer.from(message), x, y) + mod(point.x * zInverse * zInverse, P), N) === r;
}

/** SEQUENCE of two INTEGERs around r||s, and back. */
export function toDer(raw: Uint8Array): Buffer {
  const integer = (part: Uint8Array): Buffer => {
    let body = Buffer.from(part);
    while (body.length > 1 && body[0] === 0 && body[1]! < 0x80) body = body.subarray(1);
    if (body[0]! > 0x7f) body = Buffer.concat([Buffer.from([0]), body]);
    return Buffer.concat([Buffer.from([2, body.length]), body]);
  };
  const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}

export function fromDer(der: Uint8Array): Buffer | null {
  const bytes = Buffer.from(der);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return null;
  const parts: Buffer[] = [];
  for (let at = 2; at < bytes.length; ) {
    const length = bytes[at + 1] ?? 0;
    if (bytes[at] !== 2 || length < 1 || length > 33) return null;
    parts.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return parts.length === 2 ? Buffer.concat(parts.map((part) => bytes32(big(part)))) : null;
}
