// Quiet hours span midnight, rules speak about the right due dates, and mail reaches a relay whole, with nothing in an address that could begin a command.
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { dueDatesOf, isQuiet } from './plan-notices';
import { ruleCode } from './model';
import { sendBySmtp } from './smtp';
import { reminderText } from './words';

it('is quiet from evening to morning, and by day where somebody says so', () => {
  const night = { quietFrom: '21:00', quietUntil: '08:00' };
  expect(['20:59', '21:00', '03:00', '07:59', '08:00'].map((t) => isQuiet(night, t))).toEqual([false, true, true, true, false]);
  expect(['11:59', '12:00', '14:00'].map((t) => isQuiet({ quietFrom: '12:00', quietUntil: '14:00' }, t))).toEqual([false, true, false]);
  expect(isQuiet({ quietFrom: '08:00', quietUntil: '08:00' }, '08:00')).toBe(false);
});

it('speaks about the bills whose due date is that far away, and makes up for two days', () => {
  const today = businessDate('2026-11-22');
  expect(dueDatesOf({ offsetDays: -3, channel: 'mail' }, today)).toEqual({ from: '2026-11-23', to: '2026-11-25' });
  expect(dueDatesOf({ offsetDays: 7, channel: 'sms' }, today)).toEqual({ from: '2026-11-13', to: '2026-11-15' });
  expect([ruleCode({ offsetDays: -3, channel: 'mail' }), ruleCode({ offsetDays: 0, channel: 'sms' })]).toEqual(['mail-3', 'sms+0']);
});

it('hands a message to the relay whole, and refuses an address that is none', async () => {
  const heard: string[] = [];
  const relay = createServer((socket) => {
    let data = false;
    socket.write('220 relay\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      heard.push(text);
      if (text.startsWith('EHLO')) socket.write('250-relay\r\n250 SIZE 1000000\r\n');
      else if (text.startsWith('DATA')) { data = true; socket.write('354 go on\r\n'); }
      else if (data && text.endsWith('\r\n.\r\n')) { data = false; socket.write('250 taken\r\n'); }
      else if (!text.startsWith('QUIT')) socket.write('250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const url = new URL(`smtp://127.0.0.1:${(relay.address() as AddressInfo).port}`);
  const words = reminderText({
    institution: '阳光幼儿园', title: '每月保教费', number: 'B1', open: { minor: '128000', currency: 'CNY' }, dueDate: '2026-12-01', offsetDays: -3, url: 'http://x/pay/sunshine',
  });
  await sendBySmtp(url, 'Bafang <no-reply@bafang.example>', { id: 'ntc_1', to: 'li@example.com', ...words });
  const mail = heard.find((h) => h.includes('Subject:'))!;
  const [head, body] = mail.split('\r\n\r\n');
  expect(head).toContain('To: <li@example.com>');
  expect(Buffer.from(body!.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64').toString()).toContain('请于 2026-12-01 前缴纳 ¥1280.00');
  await expect(sendBySmtp(url, 'a@b.example', { id: 'ntc_2', to: 'x@y.example>\r\nDATA', subject: '', text: '' })).rejects.toThrow('not a mail address');
  relay.close();
});
