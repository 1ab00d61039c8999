/**
 * The fast lane: matches a request against the hot endpoints and turns Node's request and response into web-standard ones. Kept small,
 * because it runs in front of every payment and every callback.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assert } from '@/lib/kernel/assert';
import { createLog, errorText } from '@/lib/platform/log';
import type { HotEndpoint } from './hot-endpoints';

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
  readonly origin: string;
  /** Headers of every answer; an endpoint's own win. */
  readonly headers: Readonly<Record<string, string>>;
}

const log = createLog({ part: 'hot-lane' });

/** Answers one matched request; never throws. */
export async function serve(match: Match, req: IncomingMessage, res: ServerResponse, ip: string, options: LaneOptions): Promise<void> {
  try {
    const body = req.method === 'POST' ? await readBody(req, match.endpoint.bodyMax ?? BODY_MAX) : undefined;
    if (body === 'too-large' || body === 'too-slow') return refuse(res, body === 'too-large' ? 413 : 408, options);
    const target = req.url ?? '/';
    const request = new Request(options.origin + target, { method: req.method ?? 'GET', headers: headersOf(req), ...(body && { body }) });
    const response = await match.endpoint.handle({ request, params: match.params, ip, target });
    await send(response, req, res, options);
  } catch (error) {
    log.error('hot-lane.failed', { pattern: match.endpoint.pattern, error: errorText(error) });
    if (!res.headersSent) problem(res, 500, 'internal', options);
    else res.destroy();
  }
}

function headersOf(req: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i]!, req.rawHeaders[i + 1]!);
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
    req.once('close', () => { clearTimeout(timer); fail(new Error('the client went away')); });
  });
}

async function send(response: Response, req: IncomingMessage, res: ServerResponse, options: LaneOptions): Promise<void> {
  for (const [name, value] of Object.entries(options.headers)) res.setHeader(name, value);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('set-cookie', cookies);
  res.statusCode = response.status;
  if (!response.body) return void res.end();
  if (isShort(response)) return void res.end(Buffer.from(await response.arrayBuffer()));
  const reader = response.body.getReader();
  res.once('close', () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done || res.destroyed) break;
    if (!res.write(value)) await new Promise<void>((resume) => { res.once('drain', resume); res.once('close', resume); });
  }
  res.end();
}

/** Whole answers go out in one write; event streams and files flow. */
const isShort = (response: Response): boolean => /^(application\/(problem\+)?json|application\/xml|text\/(plain|xml|html))/.test(response.headers.get('content-type') ?? '');

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
