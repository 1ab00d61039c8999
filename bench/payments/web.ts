/**
 * The product's server without Next: the same endpoints, matcher and lane as server.ts, on a port of its own. Next takes no part in the paths
 * measured; leaving it out only spares its start.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { commonHeaders, DATA_POLICY, hotEndpoints, matcher, serve } from '@/lib/doors';
import { closeConnections } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';

const { PORT, publicUrl } = env();
const lane = { headers: { ...commonHeaders({ publicUrl, bankOrigins: [], dev: false }), 'content-security-policy': DATA_POLICY } };
const match = matcher(hotEndpoints);

const server = createServer((req, res) => {
  const target = req.url ?? '/';
  const query = target.indexOf('?');
  const found = match(req.method ?? 'GET', query < 0 ? target : target.slice(0, query));
  if (found) void serve(found, req, res, req.socket.remoteAddress ?? '', lane);
  else res.writeHead(404).end();
});
server.listen(PORT, '127.0.0.1', () => process.send?.({ listening: (server.address() as AddressInfo).port }));

/** `--profile`: what the processor did between two messages. */
const inspector = new Session();
async function profile(folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.start');
  } else {
    const { profile: taken } = await inspector.post('Profiler.stop');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'web.cpuprofile'), JSON.stringify(taken));
  }
  process.send?.('profiled');
}

process.on('message', (message: unknown) => {
  if (typeof message === 'object' && message !== null && 'profile' in message) void profile(typeof message.profile === 'string' ? message.profile : undefined);
  if (message === 'usage') process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => void closeConnections().then(() => process.exit(0)));
});
