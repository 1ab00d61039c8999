import { createHash } from 'node:crypto';

const hex = (algorithm: string) => (data: Uint8Array | string): string => createHash(algorithm).update(data).digest('hex');

/** Lowercase hexadecimal, as every bank here writes it. MD5 and SHA-1 appear because the bank's format asks for them, never by choice. */
export const md5Hex = hex('md5');
export const sha1Hex = hex('sha1');
export const sha256Hex = hex('sha256');
