'use client';

/**
 * What a page says that could not be shown: in both languages, because it must not depend on messages, cookies or anything else that may be the
 * reason. Carries no code of the console, so that a payer's phone does not download it. The digest is the number to quote.
 */
export function PlainError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div role="alert" className="mx-auto grid w-full max-w-lg content-center gap-3 p-6 text-16">
      <div lang="zh-CN" className="grid gap-1">
        <h1 className="text-24 font-semibold">我们这边出了问题</h1>
        <p>此前已确认的结果不会丢失。如果您正在缴费，请先查看支付状态，不要重复支付。</p>
      </div>
      <div lang="en" className="mt-2 grid gap-1 text-ink-2">
        <p className="font-semibold text-ink">Something went wrong on our side</p>
        <p>What was confirmed before is safe. If you were paying, look at the payment’s state before you pay again.</p>
      </div>
      {error.digest && (
        <p className="text-14 text-ink-2">
          <span lang="zh-CN">参考编号</span> <span lang="en">Reference</span> <code className="font-mono text-ink">{error.digest}</code>
        </p>
      )}
      <button type="button" onClick={retry} className="mt-2 min-h-12 rounded-md border border-accent bg-accent px-4 font-medium text-on-accent">
        <span lang="zh-CN">重试</span> <span lang="en">Try again</span>
      </button>
    </div>
  );
}
