/** Clock and randomness come through ports, so that the whole money path can be replayed from a seed. */
import type { Id, IdKind } from './ids';
import { makeId } from './ids';
import type { Instant } from './time';

export interface Clock {
  now(): Instant;
}

export interface Random {
  bytes(count: number): Uint8Array;
}

export const newId = <K extends IdKind>(kind: K, ports: { clock: Clock; random: Random }): Id<K> =>
  makeId(kind, ports.clock.now(), ports.random.bytes(10));

/** A seeded source (xoshiro128**), for simulation, sandbox and tests. Never for secrets. */
export function seededRandom(seed: number): Random & { next(): number; below(bound: number): number; chance(p: number): boolean } {
  let x = seed >>> 0;
  const mix = () => {
    x = (x + 0x9e3779b9) >>> 0;
    let z = x;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b) >>> 0;
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35) >>> 0;
    return (z ^ (z >>> 16)) >>> 0;
  };
  const s = [mix(), mix(), mix(), mix()] as [number, number, number, number];
  const rotl = (v: number, k: number) => ((v << k) | (v >>> (32 - k))) >>> 0;
  const word = () => {
    const result = Math.imul(rotl(Math.imul(s[1], 5) >>> 0, 7), 9) >>> 0;
    const t = (s[1] << 9) >>> 0;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3] >>> 0, 11);
    return result;
  };
  const next = () => word() / 0x1_0000_0000;
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    chance: (p) => next() < p,
    bytes: (count) => Uint8Array.from({ length: count }, () => word() & 0xff),
  };
}
