/**
 * A payer's page as it travels: what the server wrote, without the framework that would write it a second time in the browser. Every payer page works
 * without a script, and what it does by itself is `public/pay.js`; so a phone need not download and run 130 kB before it is at rest
 * (docs/decisions/053). A page that could not be written is left as it is: the framework's own script shows what happened.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

const PAYER_PAGES = /^\/(?:find|pay|receipt)(?:\/|$)/;
export const isPayerPage = (path: string): boolean => PAYER_PAGES.test(path);

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const ANNOUNCED = /<link\b[^>]*\bas="script"[^>]*>/g;
/** Next's own: files of its build, and the second copy of the page in its notation. */
const isFrameworks = (attributes: string, body: string): boolean =>
  /\ssrc="\/_next\//.test(attributes) || /^\s*\(?self\.__next_f\b/.test(body);

export function leanPage(html: string): string {
  return html.replace(SCRIPT, (whole, attributes: string, body: string) => (isFrameworks(attributes, body) ? '' : whole)).replace(ANNOUNCED, '');
}

/** What `app/(pay)/not-found.tsx` puts into the head. Text of a page cannot look like it: there `<` is written otherwise. */
const NOT_THERE = '<meta name="bafang-answer" content="404"/>';

/** A page longer than this is not gathered: it goes out as it comes. No payer page comes near. */
const PAGE_MAX = 2_000_000;

/**
 * Before the request is handed to Next: its answer, if it is a page that could be written, leaves lean and compressed; any other answer leaves
 * untouched. Next must not compress it first, so it is not told that the caller can unpack.
 */
export function sendLean(req: IncomingMessage, res: ServerResponse): void {
  const unpacks = /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''));
  delete req.headers['accept-encoding'];
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse;
  const parts: Buffer[] = [];
  let size = 0;
  let through = false;
  const gathers = (): boolean => !through && !res.headersSent && res.statusCode === 200 && String(res.getHeader('content-type')).startsWith('text/html');
  const letThrough = (): void => {
    through = true;
    for (const part of parts.splice(0)) write(part);
  };
  // The head says how long the page is: it waits for the page. Whoever hands headers over with it is not writing a page.
  res.writeHead = ((status: number, ...rest: unknown[]) => (rest.length === 0 && status === res.statusCode && gathers() ? res : writeHead(status, ...rest))) as typeof res.writeHead;
  res.flushHeaders = () => { if (!gathers()) writeHead(res.statusCode); };
  res.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (!gathers()) return write(chunk, ...rest);
    const part = Buffer.from(chunk as Uint8Array);
    parts.push(part);
    size += part.length;
    if (size > PAGE_MAX) letThrough();
    for (const done of rest) if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: unknown, ...rest: unknown[]): ServerResponse => {
    if (!gathers()) return end(chunk, ...rest);
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) parts.push(Buffer.from(chunk as Uint8Array));
    through = true;
    const html = leanPage(Buffer.concat(parts).toString('utf8'));
    if (html.includes(NOT_THERE)) res.statusCode = 404;
    const page = Buffer.from(html);
    const body = unpacks ? gzipSync(page) : page;
    if (unpacks) res.setHeader('content-encoding', 'gzip');
    res.setHeader('content-length', body.length);
    return end(body, ...[chunk, ...rest].filter((one) => typeof one === 'function'));
  }) as typeof res.end;
}
