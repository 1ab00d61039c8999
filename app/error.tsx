'use client';

import { PlainError } from '@/components/plain-error';

/** In every page's download, payers' pages too: it may carry nothing but itself. */
export default function RootError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main className="grid min-h-[70dvh] content-center p-4">
      <PlainError {...props} />
    </main>
  );
}
