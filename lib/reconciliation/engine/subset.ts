/** Which of several amounts add up to a sum, and whether any others do too. Bounded: beyond the bounds there is no answer rather than a guess. Pure. */
export interface SubsetFound {
  /** Places of the amounts of one solution. */
  readonly places: readonly number[];
  /** How many other solutions there are; the search was complete, so 0 is a proof that this one is the only one. */
  readonly others: number;
}

export const SUBSET_ITEMS_MAX = 40;
const STATES_MAX = 200_000;
const COUNT_MAX = 1_000_000;

interface Reach { readonly from: bigint }

/** Null: no subset of two or more has the sum, or the bounds were reached. Amounts must be positive. Equal amounts count as different choices. */
export function subsetOf(amounts: readonly bigint[], sum: bigint): SubsetFound | null {
  if (sum <= 0n || amounts.length > SUBSET_ITEMS_MAX || amounts.some((a) => a <= 0n)) return null;
  // After item i: how many ways to reach each sum, and per sum the layer that reached it first, to walk back.
  let ways = new Map<bigint, number>([[0n, 1]]);
  const layers: Map<bigint, Reach>[] = [];
  for (const amount of amounts) {
    const next = new Map(ways);
    const layer = new Map<bigint, Reach>();
    for (const [reached, count] of ways) {
      const to = reached + amount;
      if (to > sum) continue;
      next.set(to, Math.min(COUNT_MAX, (next.get(to) ?? 0) + count));
      layer.set(to, { from: reached });
    }
    if (next.size > STATES_MAX) return null;
    layers.push(layer);
    ways = next;
  }
  const total = ways.get(sum) ?? 0;
  if (total === 0) return null;
  const places: number[] = [];
  for (let at = sum, i = amounts.length - 1; at > 0n && i >= 0; i--) {
    // What the layer came from can be made of the items before it, so the walk ends at nothing.
    const reach = layers[i]!.get(at);
    if (!reach) continue;
    places.unshift(i);
    at = reach.from;
  }
  return places.length < 2 ? null : { places, others: total - 1 };
}
