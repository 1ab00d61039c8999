/** Under which name passkeys know us. A passkey belongs to a name, never to an address: a trial on this machine is called localhost. */
import { env } from '@/lib/platform/env';

export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

export function relyingParty(): RelyingParty {
  const url = new URL(env().publicUrl);
  const address = /^[\d.]+$|^\[/.test(url.hostname);
  if (!address || env().BAFANG_ENV === 'production') return { id: url.hostname, origin: url.origin };
  url.hostname = 'localhost';
  return { id: 'localhost', origin: url.origin };
}
