// A payer's page leaves without the framework's script; everything else, errors too, leaves as it was written.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isPayerPage, leanPage, sendLean } from './lean-page';

const PAGE = '<!DOCTYPE html><html><head><link rel="stylesheet" href="/_next/static/a.css"/><link rel="preload" as="script" fetchPriority="low" nonce="n" href="/_next/static/b.js"/>'
  + '<script src="/_next/static/c.js" async="" nonce="n"></script></head><body><main id="content">¥1,280.00 八方</main><script src="/pay.js" defer="" nonce="n"></script>'
  + '<script nonce="n">(self.__next_f=self.__next_f||[]).push([0])</script><script nonce="n">self.__next_f.push([1,"x <b>"])</script></body></html>';
const LEAN = '<!DOCTYPE html><html><head><link rel="stylesheet" href="/_next/static/a.css"/></head><body><main id="content">¥1,280.00 八方</main>'
  + '<script src="/pay.js" defer="" nonce="n"></script></body></html>';

async function served(write: (req: IncomingMessage, res: ServerResponse) => void, accept = 'gzip') {
  const server = createServer((req, res) => { sendLean(req, res); write(req, res); });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers: { 'accept-encoding': accept } });
    return { answer, text: await answer.text() };
  } finally {
    server.close();
  }
}

describe('pages of payers', () => {
  it('are those that find, pay and prove', () => {
    expect(['/pay', '/pay/outcome/pay_1', '/find', '/receipt/ABC'].every(isPayerPage)).toBe(true);
    expect(['/', '/payers', '/payments', '/sign-in', '/receipts', '/api/feeds/pay-status'].some(isPayerPage)).toBe(false);
  });
  it('lose the framework and keep what they say, their look and their own script', () => {
    expect(leanPage(PAGE)).toBe(LEAN);
  });
  it('arrive whole, compressed, in however many pieces they were written, a letter cut in two among them', async () => {
    const bytes = Buffer.from(PAGE);
    const cut = bytes.indexOf(Buffer.from('八')) + 1;
    const { answer, text } = await served((_req, res) => {
      res.setHeader('content-type', 'text/html; charset=utf-8');
      res.flushHeaders();
      res.writeHead(200);
      res.write(bytes.subarray(0, cut));
      res.end(bytes.subarray(cut));
    });
    expect(text).toBe(LEAN);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });
  it('that say they are not there are answered so, and need no script to say it', async () => {
    const html = '<html><head><meta name="bafang-answer" content="404"/></head><body>not there</body></html>';
    const { answer, text } = await served((_req, res) => { res.setHeader('content-type', 'text/html'); res.end(html); });
    expect([answer.status, text]).toEqual([404, html]);
  });
  it('go uncompressed to whoever cannot unpack', async () => {
    const { answer, text } = await served((_req, res) => { res.setHeader('content-type', 'text/html'); res.end(PAGE); }, 'identity');
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(text).toBe(LEAN);
  });
  it.each([[500, 'text/html'], [404, 'text/html'], [200, 'text/x-component'], [200, 'application/pdf']])('leave an answer of %i %s as it is', async (status, type) => {
    const { answer, text } = await served((_req, res) => { res.statusCode = status; res.setHeader('content-type', type); res.write(PAGE); res.end(); });
    expect(answer.status).toBe(status);
    expect(text).toBe(PAGE);
  });
});
