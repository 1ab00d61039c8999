/**
 * The fast lane: matches a request against the hot endpoints, reads its body within bounds and writes the answer. Kept small, because it
 * runs in front of every payment and every callback.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { assert } from '@/lib/kernel/assert';
import { createLog, errorText } from '@/lib/platform/log';
import type { HotAnswer, HotEndpoint } from './hot-endpoints';

const BODY_MAX = 1_048_576;
/** A body that takes longer is a slow-loris, not a bank. */
const BODY_MS = 15_000;

interface Route {
  readonly endpoint: HotEndpoint;
  readonly segments: readonly string[];
}

export interface Match {
  readonly endpoint: HotEndpoint;
  readonly params: Readonly<Record<string, string>>;
}

export type Matcher = (method: string, path: string) => Match | null;

/** Literal segments win over `:names`; a trailing slash is another address. A name that is not valid percent-encoding matches nothing. */
export function matcher(endpoints: readonly HotEndpoint[]): Matcher {
  const routes = new Map<string, Route[]>();
  for (const endpoint of endpoints) {
    assert(endpoint.pattern.startsWith('/'), `the pattern ${endpoint.pattern} does not start with a slash`);
    const segments = endpoint.pattern.slice(1).split('/');
    const key = `${endpoint.method} ${segments.length}`;
    const list = routes.get(key) ?? [];
    assert(list.every((route) => shape(route.segments) !== shape(segments)), `two endpoints claim ${endpoint.method} ${endpoint.pattern}`);
    list.push({ endpoint, segments });
    list.sort((a, b) => names(a.segments) - names(b.segments));
    routes.set(key, list);
  }
  return (method, path) => {
    if (!path.startsWith('/')) return null;
    const given = path.slice(1).split('/');
    for (const { endpoint, segments } of routes.get(`${method} ${given.length}`) ?? []) {
      const params = paramsOf(segments, given);
      if (params) return { endpoint, params };
    }
    return null;
  };
}

const names = (segments: readonly string[]): number => segments.filter((segment) => segment.startsWith(':')).length;
const shape = (segments: readonly string[]): string => segments.map((segment) => (segment.startsWith(':') ? ':' : segment)).join('/');

function paramsOf(segments: readonly string[], given: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (let i = 0; i < segments.length; i++) {
    const wanted = segments[i]!;
    const got = given[i]!;
    if (!wanted.startsWith(':')) {
      if (wanted !== got) return null;
    } else {
      if (got === '') return null;
      try { params[wanted.slice(1)] = decodeURIComponent(got); } catch { return null; }
    }
  }
  return params;
}

export interface LaneOptions {
  /** Headers of every answer; an endpoint's own win. */
  readonly headers: Readonly<Record<string, string>>;
}

const log = createLog({ part: 'hot-lane' });

/** Answers one matched request; never throws. */
export async function serve(match: Match, req: IncomingMessage, res: ServerResponse, ip: string, options: LaneOptions): Promise<void> {
  try {
    const body = req.method === 'POST' ? await readBody(req, match.endpoint.bodyMax ?? BODY_MAX) : NOTHING;
    if (body === 'too-large' || body === 'too-slow') return refuse(res, body === 'too-large' ? 413 : 408, options);
    const request = { method: req.method ?? 'GET', headers: headersOf(req), body, params: match.params, ip, target: req.url ?? '/' };
    send(res, await match.endpoint.handle(request), options);
  } catch (error) {
    log.error('hot-lane.failed', { pattern: match.endpoint.pattern, error: errorText(error) });
    if (!res.headersSent) problem(res, 500, 'internal', options);
    else res.destroy();
  }
}

const NOTHING = new Uint8Array(0);

function headersOf(req: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i]!.toLowerCase();
    const value = req.rawHeaders[i + 1]!;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}

/** The whole body, or why it was not taken. An honest Content-Length is refused before a byte is read. */
async function readBody(req: IncomingMessage, max: number): Promise<Uint8Array<ArrayBuffer> | 'too-large' | 'too-slow'> {
  if (Number(req.headers['content-length'] ?? 0) > max) return 'too-large';
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => done('too-slow'), BODY_MS);
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > max) { clearTimeout(timer); done('too-large'); } else chunks.push(chunk);
    });
    req.once('end', () => { clearTimeout(timer); done(new Uint8Array(Buffer.concat(chunks, length))); });
    req.once('error', (error) => { clearTimeout(timer); fail(error); });
    // Every request closes; an error, with its stack, is made only for one that closed too early.
    req.once('close', () => { clearTimeout(timer); if (!req.complete) fail(new Error('the client went away')); });
  });
}

function send(res: ServerResponse, answer: HotAnswer, options: LaneOptions): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const length = answer.status === 204 ? undefined : { 'content-length': String(body?.length ?? 0) };
  res.writeHead(answer.status, { ...options.headers, ...answer.headers, ...length } as OutgoingHttpHeaders);
  // Head and body leave in one write.
  res.end(body);
}

function refuse(res: ServerResponse, status: 408 | 413, options: LaneOptions): void {
  // The rest of the body is not worth reading.
  res.setHeader('connection', 'close');
  problem(res, status, status === 413 ? 'too-large' : 'too-slow', options);
}

function problem(res: ServerResponse, status: number, code: string, options: LaneOptions): void {
  for (const [name, value] of Object.entries(options.headers)) res.setHeader(name, value);
  res.statusCode = status;
  res.setHeader('content-type', 'application/problem+json');
  res.end(JSON.stringify({ status, code: `edge.${code}` }));
}
