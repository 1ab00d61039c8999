/** The fast lane: web-standard endpoints that server.ts mounts in front of Next on the same port. Each module adds its own list. */
export interface HotEndpoint {
  readonly method: 'GET' | 'POST';
  /** `/api/channels/:channel/notify/:account`: literal segments and `:names`. */
  readonly pattern: string;
  /** Bytes of body read at most; beyond it the answer is 413. */
  readonly bodyMax?: number;
  handle(request: HotRequest): Promise<Response>;
}

export interface HotRequest {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly ip: string;
  /** Path and query exactly as received. */
  readonly target: string;
}
