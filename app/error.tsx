'use client';

import { ErrorPage } from '@/components/error-page';

export default function RootError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main className="grid min-h-[70dvh] content-center p-4">
      <ErrorPage {...props} />
    </main>
  );
}
