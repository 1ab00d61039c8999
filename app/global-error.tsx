'use client';

import { PlainError } from '@/components/plain-error';
import './globals.css';

/** The last resort: the root layout itself failed, so neither messages nor cookies can be relied on. */
export default function GlobalError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="zh-CN" data-theme="system">
      <body>
        <title>八方 Bafang</title>
        <main className="grid min-h-dvh content-center">
          <PlainError {...props} />
        </main>
      </body>
    </html>
  );
}
