/** Lets the browser keep this list for a moment without a network, and says so when the list shown is such a copy (`public/pay.js`). */
export function KeepOffline({ words }: { words: string }) {
  return <p role="status" className="sr-only" data-offline-words={words} />;
}
