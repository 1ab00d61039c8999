/**
 * The product's server without Next: the same endpoints, matcher and lane as server.ts, on a port of its own. Next takes no part in the paths
 * measured; leaving it out only spares its start.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commonHeaders, DATA_POLICY, hotEndpoints, matcher, serve } from '@/lib/doors';
import { closeConnections } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';

const { PORT, publicUrl } = env();
const lane = { origin: publicUrl, headers: { ...commonHeaders({ publicUrl, bankOrigins: [], dev: false }), 'content-security-policy': DATA_POLICY } };
const match = matcher(hotEndpoints);

const server = createServer((req, res) => {
  const target = req.url ?? '/';
  const query = target.indexOf('?');
  const found = match(req.method ?? 'GET', query < 0 ? target : target.slice(0, query));
  if (found) void serve(found, req, res, req.socket.remoteAddress ?? '', lane);
  else res.writeHead(404).end();
});
server.listen(PORT, '127.0.0.1', () => process.send?.({ listening: (server.address() as AddressInfo).port }));

process.on('message', (message) => {
  if (message === 'usage') process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => void closeConnections().then(() => process.exit(0)));
});
