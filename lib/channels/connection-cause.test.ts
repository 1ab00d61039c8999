// A failed connection test names what to look at first: the address, our key, the bank's key, the merchant number.
import { expect, it } from 'vitest';
import { connectionCause } from './connection-cause';
import { CONNECTION_CAUSES } from './model';

it.each([
  ['net.dns', 'name'], ['net.refused', 'nobody-there'], ['net.tls', 'tls'], ['net.timeout', 'silent'], ['http.404', 'path'], ['answer.bad-signature', 'bank-key'],
  ['answer.unknown-certificate', 'bank-key'], ['answer.expired-certificate', 'bank-certificate-over'], ['SIGN_ERROR', 'own-key'], ['isv.invalid-signature', 'own-key'],
  ['resp.11', 'own-key'], ['isv.invalid-app-id', 'merchant'], ['http.400', 'merchant'], ['http.502', 'maintenance'], ['what nobody ever saw', 'other'],
] as const)('%s: look at %s', (code, cause) => {
  expect(connectionCause(code)).toBe(cause);
});

it('has advice in both languages for every cause', async () => {
  for (const locale of ['zh-CN', 'en']) {
    const { default: messages } = (await import(`@/messages/${locale}/channels.json`)) as { default: { test: { cause: Record<string, string> } } };
    expect(Object.keys(messages.test.cause).sort()).toEqual([...CONNECTION_CAUSES].sort());
  }
});
