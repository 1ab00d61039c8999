/**
 * The fast lane: endpoints that server.ts mounts in front of Next on the same port. Each module adds its own list. They are given plain parts
 * and answer plain parts, because building the web's Request and Response around each payment cost more than deciding it.
 */
export interface HotEndpoint {
  readonly method: 'GET' | 'POST';
  /** `/api/channels/:channel/notify/:account`: literal segments and `:names`. */
  readonly pattern: string;
  /** Bytes of body read at most; beyond it the answer is 413. */
  readonly bodyMax?: number;
  handle(request: HotRequest): Promise<HotAnswer>;
}

export interface HotRequest {
  readonly method: string;
  /** Names in lower case; what came several times is joined as the web joins it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly as received; empty when there is none. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly params: Readonly<Record<string, string>>;
  readonly ip: string;
  /** Path and query exactly as received. */
  readonly target: string;
}

export interface HotAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** `value` as JSON that no cache keeps. */
export const jsonAnswer = (status: number, value: unknown, type = 'application/json'): HotAnswer => ({
  status,
  headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** Undefined when the body is not JSON in UTF-8. */
export function jsonBody(request: HotRequest): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    return undefined;
  }
}
