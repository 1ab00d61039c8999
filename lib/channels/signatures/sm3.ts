/** SM3 (GB/T 32905), by OpenSSL. Lowercase hexadecimal. */
import { createHash } from 'node:crypto';

export const sm3 = (data: Uint8Array | string): Buffer => createHash('sm3').update(data).digest();
export const sm3Hex = (data: Uint8Array | string): string => sm3(data).toString('hex');
