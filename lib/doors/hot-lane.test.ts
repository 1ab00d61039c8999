import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonAnswer, type HotEndpoint } from './hot-endpoints';
import { matcher, serve } from './hot-lane';

const echo: HotEndpoint = {
  method: 'POST', pattern: '/api/channels/:channel/notify/:account', bodyMax: 16,
  handle: async ({ headers, body, params, ip, target }) =>
    jsonAnswer(200, { ...params, ip, target, body: Buffer.from(body).toString(), type: headers['x-type'] }),
};
const fixed: HotEndpoint = { method: 'POST', pattern: '/api/channels/wechat/notify/:account', handle: async () => ({ status: 200, body: 'wechat' }) };
const cookies: HotEndpoint = {
  method: 'GET', pattern: '/cookies',
  handle: async () => ({ status: 204, headers: { 'set-cookie': ['a=1', 'b=2'], 'x-own': 'endpoint' } }),
};
const broken: HotEndpoint = { method: 'GET', pattern: '/broken', handle: () => Promise.reject(new Error('secret 4711')) };
const match = matcher([echo, fixed, cookies, broken]);
const options = { headers: { 'x-own': 'common', 'x-common': 'yes' } };

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((req, res) => {
    const found = match(req.method ?? '', (req.url ?? '').split('?')[0]!);
    if (found) void serve(found, req, res, '192.0.2.7', options);
    else res.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }));

describe('matching', () => {
  test('a literal segment wins over a name, and an address with one segment more, less or a trailing slash is another one', () => {
    expect(match('POST', '/api/channels/wechat/notify/1')?.endpoint).toBe(fixed);
    expect(match('POST', '/api/channels/ccb/notify/1')?.endpoint).toBe(echo);
    const others = ['/api/channels/ccb/notify', '/api/channels/ccb/notify/', '/api/channels/ccb/notify/1/', '/api//ccb/notify/1', '*', ''];
    expect(others.filter((path) => match('POST', path) !== null)).toEqual([]);
    expect(match('GET', '/api/channels/ccb/notify/1')).toBeNull();
  });

  test('names are decoded once, and broken encoding matches nothing', () => {
    expect(match('POST', '/api/channels/a%2Fb/notify/%2541')?.params).toEqual({ channel: 'a/b', account: '%41' });
    expect(match('POST', '/api/channels/%zz/notify/1')).toBeNull();
  });

  test('two endpoints that claim the same address are refused at start', () => {
    expect(() => matcher([echo, { ...echo, pattern: '/api/channels/:other/notify/:id' }])).toThrow('two endpoints claim');
  });
});

describe('serving', () => {
  test('the endpoint sees body, headers and address exactly as they came', async () => {
    const response = await fetch(`${base}/api/channels/ccb/notify/acc_1?b=2&a=%201`, { method: 'POST', body: 'x=1&y=%20', headers: { 'X-Type': 'T' } });
    expect(await response.json()).toEqual({
      channel: 'ccb', account: 'acc_1', ip: '192.0.2.7', target: '/api/channels/ccb/notify/acc_1?b=2&a=%201', body: 'x=1&y=%20', type: 'T',
    });
    expect(response.headers.get('x-common')).toBe('yes');
  });

  test('a body over the limit is refused with 413, announced or not', async () => {
    const announced = await fetch(`${base}/api/channels/ccb/notify/1`, { method: 'POST', body: 'x'.repeat(17) });
    expect(announced.status).toBe(413);
    expect(await postChunked('/api/channels/ccb/notify/1', ['x'.repeat(10), 'x'.repeat(10)])).toBe(413);
  });

  test('what an endpoint throws is a 500 that tells nothing', async () => {
    const response = await fetch(`${base}/broken`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('4711');
  });

  test('every cookie survives, an endpoint\'s own header wins', async () => {
    const response = await fetch(`${base}/cookies`);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-own')).toBe('endpoint');
  });
});

/** Without a Content-Length, as a client does that does not know its length, or hides it. */
function postChunked(path: string, parts: readonly string[]): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const req = httpRequest(`${base}${path}`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (res) => { res.resume(); done(res.statusCode); });
    req.on('error', fail);
    for (const part of parts) req.write(part);
    req.end();
  });
}
