'use client';

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { useSyncExternalStore } from 'react';

type Asked = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type ToMake = Parameters<typeof startRegistration>[0]['optionsJSON'];

const nothing = () => () => undefined;
/** Whether passkeys of `host` work on this page: the browser knows them and the address carries that name. False until the page is alive. */
export const usePasskeysHere = (host: string): boolean => useSyncExternalStore(
  nothing, () => browserSupportsWebAuthn() && (location.hostname === host || location.hostname.endsWith(`.${host}`)), () => false,
);

/** What the person's passkey answered, as JSON; null when they stopped it or the device has none. */
export const askPasskey = (options: Asked): Promise<string | null> => startAuthentication({ optionsJSON: options }).then((answer) => JSON.stringify(answer), () => null);
export const makePasskey = (options: ToMake): Promise<string | null> => startRegistration({ optionsJSON: options }).then((made) => JSON.stringify(made), () => null);
