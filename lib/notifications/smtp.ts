/** The least of SMTP (RFC 5321) that hands one message to one's own relay: `smtp://host:port`, or `smtps://user:password@host` over TLS. */
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import type { Message } from './carriers';

const SILENT_MS = 10_000;

export async function sendBySmtp(relay: URL, from: string, message: Message): Promise<void> {
  const secure = relay.protocol === 'smtps:';
  const port = Number(relay.port || (secure ? 465 : 25));
  const socket: Socket = secure ? connectTls({ host: relay.hostname, port, servername: relay.hostname }) : createConnection({ host: relay.hostname, port });
  socket.setTimeout(SILENT_MS, () => socket.destroy(new Error('the mail relay is silent')));
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
    const replies = repliesOf(socket);
    const say = async (line: string | null, wanted: number) => {
      if (line !== null) socket.write(`${line}\r\n`);
      const { value } = await replies.next();
      if (typeof value !== 'string' || !value.startsWith(String(wanted))) throw new Error(`the mail relay answered ${String(value).slice(0, 120)}`);
    };
    await say(null, 220);
    await say('EHLO bafang', 250);
    if (relay.username) {
      const plain = `\0${decodeURIComponent(relay.username)}\0${decodeURIComponent(relay.password)}`;
      await say(`AUTH PLAIN ${Buffer.from(plain).toString('base64')}`, 235);
    }
    await say(`MAIL FROM:<${plainAddress(from)}>`, 250);
    await say(`RCPT TO:<${plainAddress(message.to)}>`, 250);
    await say('DATA', 354);
    await say(`${compose(from, message)}\r\n.`, 250);
    socket.write('QUIT\r\n');
  } finally {
    socket.end();
  }
}

/** Nothing in an address may begin a new line or a new command. */
function plainAddress(text: string): string {
  const address = /<([^>]*)>$/.exec(text)?.[1] ?? text;
  if (!/^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/.test(address)) throw new Error('not a mail address');
  return address;
}

const encoded = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** Base 64 keeps lines short and dots harmless, whatever the text says. */
function compose(from: string, { id, to, subject, text }: Message): string {
  const body = (Buffer.from(text).toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
  return [
    `From: ${from.replace(/[\r\n]/g, '')}`, `To: <${plainAddress(to)}>`, `Subject: ${encoded(subject)}`, `Message-ID: <${id}@bafang>`, 'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', body,
  ].join('\r\n');
}

/** Whole replies: lines `250-…` go on, `250 …` ends one. */
async function* repliesOf(socket: Socket): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    for (let end = /^\d{3} .*\r\n/m.exec(text); end; end = /^\d{3} .*\r\n/m.exec(text)) {
      yield end[0].trim();
      text = text.slice(end.index + end[0].length);
    }
  }
}
