'use client';

import './globals.css';

/**
 * The last resort: the root layout itself failed, so neither messages nor cookies can be relied on. Says the same in both
 * languages, with the reference number only.
 */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="zh-CN" data-theme="system">
      <body>
        <title>八方 Bafang</title>
        <main className="mx-auto grid min-h-dvh max-w-lg content-center gap-3 p-6 text-16">
          <h1 className="text-24 font-semibold">我们这边出了问题</h1>
          <p>此前已确认的结果不会丢失。如果您正在缴费，请先查看支付状态，不要重复支付。</p>
          <div lang="en" className="mt-2 grid gap-1 text-ink-2">
            <p className="font-semibold text-ink">Something went wrong on our side</p>
            <p>What was confirmed before is safe. If you were paying, look at the payment’s state before you pay again.</p>
          </div>
          {error.digest && (
            <p className="text-14 text-ink-2">
              参考编号 <span lang="en">Reference</span> <code className="font-mono text-ink">{error.digest}</code>
            </p>
          )}
          <button
            type="button"
            onClick={retry}
            className="mt-2 min-h-12 rounded-md border border-accent bg-accent px-4 font-medium text-on-accent"
          >
            重试 <span lang="en">Try again</span>
          </button>
        </main>
      </body>
    </html>
  );
}
