/** Snapshots of the institution's channels, at most a second old. Apart from who reads them, so that whoever changes something can say so. */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { ChannelSnapshot } from './snapshot';

const FRESH_MS = 1_000;
const kept = new Map<InstitutionId, { at: number; value: Promise<ChannelSnapshot[]> }>();
const latest = new Map<InstitutionId, readonly ChannelSnapshot[]>();

/** `now` is the monotonic clock, in milliseconds. */
export function cachedSnapshots(institutionId: InstitutionId, now: number, read: () => Promise<ChannelSnapshot[]>): Promise<ChannelSnapshot[]> {
  const found = kept.get(institutionId);
  if (found && now - found.at < FRESH_MS) return found.value;
  const value = read();
  kept.set(institutionId, { at: now, value });
  value.then((snapshots) => latest.set(institutionId, snapshots), () => kept.delete(institutionId));
  return value;
}

export const forgetHealth = (institutionId: InstitutionId): boolean => kept.delete(institutionId);

/** What was last known, without waiting; good enough to judge how long an answer usually takes. */
export const latestSnapshot = (institutionId: InstitutionId, channel: string): ChannelSnapshot | undefined =>
  latest.get(institutionId)?.find((s) => s.channel === channel);
