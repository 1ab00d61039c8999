// Guarantee: every age falls into one bucket, and a bucket's moments hold exactly the ages of its days.
import { expect, it } from 'vitest';
import { DAY_MS } from '@/lib/kernel/time';
import { AGE_BUCKETS, ageDays, bucketOf, momentsOf } from './suspense-age';

it('an item is listed under the bucket it is counted in, also at the edges of a day', () => {
  const now = Date.UTC(2026, 10, 22, 4, 30);
  for (let days = 0; days <= 120; days++) {
    for (const since of [now - days * DAY_MS, now - days * DAY_MS - 1, now - (days + 1) * DAY_MS + 1]) {
      const bucket = bucketOf(ageDays(since, now));
      const listed = AGE_BUCKETS.filter(({ id }) => {
        const { after, notAfter } = momentsOf(id, now);
        return since <= notAfter && (after === null || since > after);
      });
      expect(listed.map((one) => one.id)).toEqual([bucket]);
    }
  }
});
