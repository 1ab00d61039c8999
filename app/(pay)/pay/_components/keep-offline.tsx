'use client';

import { useEffect, useState } from 'react';

/** Lets the browser keep this list for a moment without a network, and says so when the list shown is such a copy. */
export function KeepOffline({ words }: { words: string }) {
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    // Over plain http from another machine there is no such thing; the page works without it.
    navigator.serviceWorker?.register('/pay-offline.js', { scope: '/pay' }).catch(() => undefined);
    const look = () => setOffline(!navigator.onLine);
    look();
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return (
    <p role="status" className={offline ? 'mb-4 rounded-md border border-line-strong bg-sunken px-4 py-3' : 'sr-only'}>
      {offline ? words : ''}
    </p>
  );
}
