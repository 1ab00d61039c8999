/** Whoever has one address of an IPv6 network has 2^64 of them. */
export function addressBlock(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const given = head.split(':').filter((part) => part !== '');
  const behind = tail === undefined ? 0 : tail.split(':').filter((part) => part !== '').length;
  const full = tail === undefined ? given : [...given, ...Array.from({ length: Math.max(0, 8 - given.length - behind) }, () => '0')];
  return full.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':');
}

/** Misses of an institution are counted in so many parts, by address: one counter would make all who look up wait for each other. */
export const SHARDS = 8;
export const shardOf = (block: string): number => [...block].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % SHARDS;
