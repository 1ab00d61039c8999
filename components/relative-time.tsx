'use client';

import { useFormatter, useNow } from 'next-intl';

const REFRESH_MS = 30_000;

/** "2 minutes ago". Starts from the server's clock, so that server and browser first say the same. */
export function RelativeTime({ at }: { at: number }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: REFRESH_MS });
  return <>{format.relativeTime(at, now)}</>;
}
