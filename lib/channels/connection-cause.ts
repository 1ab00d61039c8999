/** What is wrong with a connection, from the code that its test ended with: where an administrator has to look first. Pure. */
import type { ConnectionCause } from './model';

/** Ours, and HTTP's. */
const EVERYWHERE: Readonly<Record<string, ConnectionCause>> = {
  'net.dns': 'name', 'net.refused': 'nobody-there', 'net.tls': 'tls', 'net.timeout': 'silent', 'net.reset': 'silent', 'net.foreign-host': 'foreign-host', 'net.other': 'silent',
  'http.404': 'path', 'http.405': 'path', 'http.401': 'own-key', 'http.403': 'not-allowed', 'http.503': 'maintenance', 'http.429': 'busy',
  'answer.bad-signature': 'bank-key', 'answer.unknown-certificate': 'bank-key', 'answer.expired-certificate': 'bank-certificate-over', 'answer.unsigned': 'bank-key',
  'answer.malformed': 'not-that-bank',
};
/** The banks' own words for "your signature is wrong", "I do not know you". Numbers of ICBC, ABC, BOCOM, BOC and PSBC are sandbox conventions. */
const OWN_KEY = new Set(['SIGN_ERROR', 'isv.invalid-signature', 'resp.11', 'AUTHERROR', '400017', '2002', 'MPNG4002', 'E00000010', 'PSB00401', 'ESIGN']);
const MERCHANT = new Set(['isv.invalid-app-id', 'resp.31', 'APPID_ERROR', 'MERID_ERROR', 'MCH_NOT_EXISTS', '400011', '2001', 'MPNG4001', 'PARAMERROR', 'http.400']);
const MAINTENANCE = new Set(['SYSTERM_MAINTAINING', 'resp.39', '500018', '9999']);

export function connectionCause(code: string): ConnectionCause {
  if (OWN_KEY.has(code)) return 'own-key';
  if (MERCHANT.has(code)) return 'merchant';
  if (MAINTENANCE.has(code)) return 'maintenance';
  return EVERYWHERE[code] ?? (code.startsWith('http.5') ? 'maintenance' : 'other');
}
