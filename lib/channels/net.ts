/**
 * The only door to a network: keep-alive, every phase bounded in time and bytes, no redirects, and an honest answer to the question
 * that matters for money: did the request perhaps reach the bank?
 */
import { Agent } from 'undici';
import type { Net, NetRequest, NetResponse } from './port';

const CONNECT_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 4_000;
const CONNECTIONS_PER_ORIGIN = 64;
const DEFAULT_MAX_BYTES = 2_000_000;

export interface NetOptions {
  /** Throws when called inside a database transaction: no lock may wait for a bank. */
  readonly guard: () => void;
  readonly connectTimeoutMs?: number;
}
export interface ClosableNet extends Net {
  close(): Promise<void>;
}

type Failed = Extract<NetResponse, { ok: false }>;
const failed = (sent: boolean, code: Failed['code']): Failed => ({ ok: false, sent, code });

/** Only failures that happen before a byte of the request can leave are "not sent"; everything else stays unclear. */
const BEFORE_SENDING: Readonly<Record<string, Failed['code']>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  CERT_HAS_EXPIRED: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  CERT_REVOKED: 'tls',
  // What answered the handshake does not speak TLS: the request was still to come.
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
};
const AFTER_SENDING: Readonly<Record<string, Failed['code']>> = {
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CLOSED: 'reset',
  UND_ERR_DESTROYED: 'reset',
  EPROTO: 'tls',
};

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    if (at.name === 'TimeoutError' || at.name === 'AbortError') codes.push('ABORT_ERR');
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(codesOf));
  }
  return codes;
}

export function failureOf(error: unknown): Failed {
  const codes = codesOf(error);
  const after = codes.find((code) => code in AFTER_SENDING);
  if (after) return failed(true, AFTER_SENDING[after]!);
  const before = codes.find((code) => code in BEFORE_SENDING);
  return before ? failed(false, BEFORE_SENDING[before]!) : failed(true, 'other');
}

async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

function isPlainWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

export function createNet({ guard, connectTimeoutMs = CONNECT_TIMEOUT_MS }: NetOptions): ClosableNet {
  const agent = new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
  });

  async function fetch(url: string, init: NetRequest): Promise<NetResponse> {
    guard();
    if (!isPlainWebAddress(url)) return failed(false, 'other');
    const { origin, pathname, search } = new URL(url);
    try {
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: init.method,
        headers: { ...init.headers },
        body: init.body ?? null,
        headersTimeout: init.timeoutMs,
        bodyTimeout: init.timeoutMs,
        signal: init.giveUp ? AbortSignal.any([init.giveUp, AbortSignal.timeout(init.timeoutMs)]) : AbortSignal.timeout(init.timeoutMs),
      });
      const body = await readBounded(answer.body, init.maxBytes ?? DEFAULT_MAX_BYTES);
      if (body === null) return failed(true, 'too-large');
      return { ok: true, status: answer.statusCode, headers: flatten(answer.headers), body };
    } catch (error) {
      return failureOf(error);
    }
  }

  return { net: true, fetch, close: () => agent.close() };
}
