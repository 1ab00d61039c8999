/** HTTP/1.1 by hand over kept connections: a general client would cost more of the two cores than the payers it stands for. */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}
export interface Sender {
  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  close(): void;
}

interface Line { readonly socket: Socket; received: string; done: ((answer: Answer) => void) | null; fail: ((error: Error) => void) | null }

/** One request at a time per connection; waits when all are busy. Bodies and answers are ASCII or counted in bytes by Latin-1. */
export function createSender(origin: string, connections: number): Sender {
  const { hostname, port, host } = new URL(origin);
  const idle: Line[] = [];
  const waiting: ((line: Line) => void)[] = [];
  const lines: Line[] = [];

  const open = (): Line => {
    const line: Line = { socket: connect(Number(port), hostname).setNoDelay(true), received: '', done: null, fail: null };
    line.socket.setEncoding('latin1').on('data', (chunk: string) => { take(line, chunk); });
    line.socket.on('error', (error) => line.fail?.(error)).on('close', () => {
      line.fail?.(new Error('the server closed the connection'));
      // A kept connection that the server gave up in a pause is not used again: what is written to it vanishes without an error.
      for (const list of [lines, idle]) if (list.includes(line)) list.splice(list.indexOf(line), 1);
    });
    lines.push(line);
    return line;
  };
  const take = (line: Line, chunk: string): void => {
    line.received += chunk;
    const answer = answerIn(line.received);
    if (!answer || !line.done) return;
    const { done } = line;
    line.received = '';
    line.done = line.fail = null;
    const next = waiting.shift();
    if (next) next(line);
    else idle.push(line);
    done(answer);
  };
  const free = (): Promise<Line> | Line => idle.pop() ?? (lines.length < connections ? open() : new Promise((resolve) => { waiting.push(resolve); }));

  return {
    post: async (path, headers, body) => {
      const line = await free();
      let head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
      for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
      return new Promise((done, fail) => {
        line.done = done;
        line.fail = fail;
        line.socket.write(`${head}\r\n${body}`);
      });
    },
    close: () => { for (const { socket } of lines) socket.removeAllListeners('close').destroy(); },
  };
}

/** Null until the whole answer is there. The product sends a length with every short answer; none with 204. */
function answerIn(text: string): Answer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const status = Number(text.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
  const body = text.slice(end + 4);
  if (status !== 204 && body.length < Number(length ?? 0)) return null;
  return { status, body: Buffer.from(body, 'latin1').toString('utf8') };
}
