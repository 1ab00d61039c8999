import { expect, test } from 'vitest';
import { addressBlock } from './address-block';

test('an IPv4 address is its own, and all addresses of one IPv6 network of 64 bits are one', () => {
  expect(addressBlock('192.0.2.7')).toBe('192.0.2.7');
  const block = '2001:db8:1:2';
  for (const ip of ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::']) expect(addressBlock(ip)).toBe(block);
  expect(addressBlock('2001:db8:1:3::1')).not.toBe(block);
  expect([addressBlock('::1'), addressBlock('2001:db8::1'), addressBlock('')]).toEqual(['0:0:0:0', '2001:db8:0:0', '']);
});
