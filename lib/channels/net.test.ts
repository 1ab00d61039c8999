// The network door tells truthfully whether a request may have reached the bank, and is bounded in time and bytes.
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNet, failureOf } from './net';

let web: Server;
let silent: TcpServer;
const net = createNet({ guard: () => {} });
const address = (server: Server | TcpServer, path = '/'): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  web = createServer((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    else if (request.url === '/big') response.end(Buffer.alloc(50_000));
    else if (request.url === '/reset') request.socket.resetAndDestroy();
    else if (request.url === '/drip') response.write('a');
    else {
      const parts: Buffer[] = [];
      request
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => {
          response.writeHead(200, { 'X-Method': request.method ?? '', 'Set-Cookie': ['a=1', 'b=2'] }).end(Buffer.concat(parts));
        });
    }
  });
  silent = createTcpServer(() => {});
  await Promise.all(
    [web, silent].map(
      (server) =>
        new Promise<void>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve());
        }),
    ),
  );
});
afterAll(async () => {
  await net.close();
  web.closeAllConnections();
  web.close();
  silent.close();
});

describe('net', () => {
  it('posts bytes and gives status, lower-case headers and bytes back', async () => {
    const answer = await net.fetch(address(web), { method: 'POST', body: '付款', timeoutMs: 2_000 });
    expect(answer).toMatchObject({ ok: true, status: 200, headers: { 'x-method': 'POST', 'set-cookie': 'a=1, b=2' } });
    if (answer.ok) expect(Buffer.from(answer.body).toString()).toBe('付款');
  });

  it('follows no redirect', async () => {
    expect(await net.fetch(address(web, '/redirect'), { method: 'GET', timeoutMs: 2_000 })).toMatchObject({ ok: true, status: 302 });
  });

  it('stops reading at the byte limit', async () => {
    expect(await net.fetch(address(web, '/big'), { method: 'GET', timeoutMs: 2_000, maxBytes: 49_999 })).toEqual({
      ok: false,
      sent: true,
      code: 'too-large',
    });
    expect(await net.fetch(address(web, '/big'), { method: 'GET', timeoutMs: 2_000, maxBytes: 50_000 })).toMatchObject({ ok: true });
  });

  it('a bank that takes the request and says nothing, or drips, is a timeout that may have been sent', async () => {
    expect(await net.fetch(address(silent), { method: 'POST', body: 'x', timeoutMs: 150 })).toEqual({
      ok: false,
      sent: true,
      code: 'timeout',
    });
    expect(await net.fetch(address(web, '/drip'), { method: 'GET', timeoutMs: 150 })).toEqual({ ok: false, sent: true, code: 'timeout' });
  });

  it('a reset after the request may have been sent', async () => {
    expect(await net.fetch(address(web, '/reset'), { method: 'POST', body: 'x', timeoutMs: 2_000 })).toEqual({
      ok: false,
      sent: true,
      code: 'reset',
    });
  });

  it('a refused connection was certainly not sent', async () => {
    const free = createTcpServer();
    await new Promise<void>((resolve) => {
      free.listen(0, '127.0.0.1', () => resolve());
    });
    const url = address(free);
    await new Promise<void>((resolve) => {
      free.close(() => resolve());
    });
    expect(await net.fetch(url, { method: 'POST', body: 'x', timeoutMs: 2_000 })).toEqual({ ok: false, sent: false, code: 'refused' });
  });

  it('calls nothing but plain web addresses', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://a/b', 'http://user:secret@127.0.0.1/', 'nonsense']) {
      expect(await net.fetch(url, { method: 'GET', timeoutMs: 100 })).toEqual({ ok: false, sent: false, code: 'other' });
    }
  });

  it('refuses to be called where the guard forbids it, before anything leaves', async () => {
    const guarded = createNet({
      guard: () => {
        throw new Error('inside a transaction');
      },
    });
    await expect(guarded.fetch(address(web), { method: 'GET', timeoutMs: 100 })).rejects.toThrow('inside a transaction');
    await guarded.close();
  });

  it('what it does not recognise may have been sent; name and handshake failures were not', () => {
    const coded = (code: string) => Object.assign(new Error('x'), { code });
    expect(failureOf(new Error('x'))).toEqual({ ok: false, sent: true, code: 'other' });
    expect(failureOf('x')).toEqual({ ok: false, sent: true, code: 'other' });
    expect(failureOf(coded('ENOTFOUND'))).toEqual({ ok: false, sent: false, code: 'dns' });
    expect(failureOf(coded('ERR_SSL_WRONG_VERSION_NUMBER'))).toEqual({ ok: false, sent: false, code: 'tls' });
    expect(failureOf(coded('CERT_HAS_EXPIRED'))).toEqual({ ok: false, sent: false, code: 'tls' });
    expect(failureOf(new Error('outer', { cause: coded('ECONNREFUSED') }))).toEqual({ ok: false, sent: false, code: 'refused' });
    expect(failureOf(new AggregateError([coded('ECONNREFUSED'), coded('ECONNRESET')]))).toEqual({ ok: false, sent: true, code: 'reset' });
  });
});
