/** One request in, one reply out; a reply may also be the absence of one, because banks do that too. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Incoming {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Scheme, host and port under which the caller reached us. */
  readonly origin: string;
  readonly lang: 'zh' | 'en';
}

export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
      /** The body comes in small pieces over this long. */
      readonly dripMs?: number;
    }
  /** Say nothing for `afterMs`, then break the connection. */
  | { readonly kind: 'drop'; readonly afterMs: number };

export const answer = (status: number, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Reply => ({
  kind: 'answer',
  status,
  headers,
  body,
});
export const json = (status: number, value: unknown): Reply =>
  answer(status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8' });
export const html = (text: string, status = 200): Reply => answer(status, text, { 'content-type': 'text/html; charset=utf-8' });
export const redirect = (location: string): Reply => answer(303, '', { location });
export const drop = (afterMs: number): Reply => ({ kind: 'drop', afterMs });

const BODY_MAX_BYTES = 1_000_000;

/** Reads a request, bounded; null when its body is too large. */
export async function readIncoming(request: IncomingMessage, publicUrl: string | undefined): Promise<Incoming | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > BODY_MAX_BYTES) return null;
    chunks.push(bytes);
  }
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  const host = /^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') ? headers.host! : 'localhost';
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  const wanted = query.get('lang') ?? headers['accept-language'] ?? 'zh';
  return {
    method: request.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query,
    headers,
    body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
    origin: publicUrl?.replace(/\/$/, '') ?? `http://${host}`,
    lang: /^en/i.test(wanted.trim()) ? 'en' : 'zh',
  };
}

export function writeReply(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'drop') {
    const socket = response.socket;
    if (!socket) return;
    if (reply.afterMs === 0) socket.resetAndDestroy();
    else setTimeout(() => socket.destroy(), reply.afterMs).unref();
    return;
  }
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  const length: Record<string, string> = reply.status === 204 ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  if (reply.dripMs) drip(response, bytes, reply.dripMs);
  else response.end(bytes);
}

const DROPS = 10;

/** A tenth of the bytes at a time; ends early when the other side has gone. */
function drip(response: ServerResponse, bytes: Uint8Array, overMs: number): void {
  const size = Math.max(1, Math.ceil(bytes.length / DROPS));
  const next = (from: number): void => {
    if (response.destroyed) return;
    if (from >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(from, from + size));
    setTimeout(() => next(from + size), overMs / DROPS).unref();
  };
  next(0);
}

/** Form fields of a POST, or of the query of a GET; the last of a repeated name wins. */
export function formOf(request: Incoming): Record<string, string> {
  const fields: Record<string, string> = Object.fromEntries(request.query);
  const type = request.headers['content-type'] ?? '';
  if (request.method === 'POST' && !type.includes('json'))
    Object.assign(fields, Object.fromEntries(new URLSearchParams(request.body.toString('utf8'))));
  return fields;
}
