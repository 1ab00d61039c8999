/**
 * One port, two lanes: hot endpoints (payment intake, callbacks, feeds, health) are answered here, everything else goes to Next. The
 * address a request came from, the page it asked for and the page's security policy are settled here for both.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { commonHeaders, DATA_POLICY, hotEndpoints, isPayerPage, matcher, pagePolicy, PUBLIC_BANK_ORIGINS, sendLean, serve, type SecuritySettings } from '@/lib/doors';
import { cookiesOf, sessionOf } from '@/lib/identity';
import { closeConnections } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { createLog, errorText } from '@/lib/platform/log';

const { NODE_ENV, PORT: port, TRUST_PROXY, BAFANG_ENV, SANDBOX_BANK_URL, HOST, publicUrl } = env();
const dev = NODE_ENV === 'development';
/** Outside production the demo's sign-ins are printed on the screen, so nobody but this machine may reach it unasked. */
const host = HOST ?? (BAFANG_ENV === 'production' ? '0.0.0.0' : '127.0.0.1');
const log = createLog({ part: 'web' });
/** Uploads of large statement files on slow lines. */
const REQUEST_MS = 300_000;
const HEADERS_MS = 15_000;
const KEEP_ALIVE_MS = 65_000;
const DRAIN_MS = 8_000;

const bankOrigins = BAFANG_ENV === 'production' ? PUBLIC_BANK_ORIGINS : SANDBOX_BANK_URL ? [new URL(SANDBOX_BANK_URL).origin] : [];
const security: SecuritySettings = { publicUrl, bankOrigins, dev };
const headers = commonHeaders(security);
const lane = { headers: { ...headers, 'content-security-policy': DATA_POLICY } };
const match = matcher(hotEndpoints);

const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: KEEP_ALIVE_MS }, answer);
const app = next({ dev, dir: import.meta.dirname, hostname: host, port, httpServer: server });
const toNext = app.getRequestHandler();
await app.prepare();

function answer(req: IncomingMessage, res: ServerResponse): void {
  if (stopping) res.setHeader('connection', 'close');
  const target = req.url ?? '/';
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const ip = callerOf(req);
  const found = match(req.method ?? 'GET', path);
  if (found) {
    void serve(found, req, res, ip, lane);
    return;
  }
  prepareForNext(req, res, target, path);
  // While developing, the framework's script is what brings changes into the open page.
  if (!dev && isPayerPage(path)) sendLean(req, res);
  mayUpload(req)
    .then((may) => (may ? toNext(req, res) : refuseUpload(res)))
    .catch((error: unknown) => {
      log.error('web.failed', { path, error: errorText(error) });
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
      res.end();
    });
}

/** Server Actions take statement files of many megabytes, and whoever can send bytes can call one: a large body is read for signed-in people only. */
const STRANGER_BODY_MAX = 1_048_576;
async function mayUpload(req: IncomingMessage): Promise<boolean> {
  if (req.method === 'GET' || req.method === 'HEAD') return true;
  const length = req.headers['content-length'];
  if (length !== undefined && Number(length) <= STRANGER_BODY_MAX) return true;
  if (length === undefined && req.headers['transfer-encoding'] === undefined) return true;
  return (await sessionOf(cookiesOf(req.headers.cookie ?? null))) !== null;
}

function refuseUpload(res: ServerResponse): void {
  res.writeHead(413, { 'content-type': 'text/plain', connection: 'close' });
  res.end('too large');
}

/** The caller's address: the connection's, or, behind a proxy that we were told to trust, the one that proxy saw. Written back for Next. */
function callerOf(req: IncomingMessage): string {
  const peer = req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  if (TRUST_PROXY === '1') {
    const hops = req.headers['x-forwarded-for'];
    const last = (Array.isArray(hops) ? hops.join(',') : (hops ?? '')).split(',').at(-1)?.trim();
    req.headers['x-forwarded-for'] = last || peer;
    return last || peer;
  }
  // Anybody can send these; without a proxy in front of us they are inventions.
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip', 'forwarded']) delete req.headers[name];
  req.headers['x-forwarded-for'] = peer;
  return peer;
}

function prepareForNext(req: IncomingMessage, res: ServerResponse, target: string, path: string): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  req.headers['x-bafang-path'] = target.replace(/([?&])_rsc=[^&]*(&|$)/, (_whole, before: string, after: string) => (after ? before : ''));
  if (path.startsWith('/_next/static/')) return;
  if (path.startsWith('/api/')) {
    res.setHeader('content-security-policy', DATA_POLICY);
    return;
  }
  const policy = pagePolicy(randomBytes(16).toString('base64'), security);
  // Next looks for the nonce here.
  req.headers['content-security-policy'] = policy;
  res.setHeader('content-security-policy', policy);
}

let stopping = false;

/** Finishes what was accepted, takes nothing new. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const closed = new Promise<void>((done) => server.close(() => done()));
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(late);
  await closeConnections();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
process.on('unhandledRejection', (reason) => log.error('web.unhandled', { error: errorText(reason) }));

server.on('error', (error) => {
  log.error('web.listen', { error: errorText(error) });
  process.exit(1);
});
server.listen(port, host, () => log.info('web.listening', { host, port }));
