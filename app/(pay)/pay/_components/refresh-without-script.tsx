/** Where no script can ask, the browser itself loads the page again every few seconds; `always`: where no script asks at all. */
export function RefreshWithoutScript({ seconds, always }: { seconds: number; always?: boolean }) {
  const again = <meta httpEquiv="refresh" content={String(seconds)} />;
  return always ? again : <noscript>{again}</noscript>;
}
