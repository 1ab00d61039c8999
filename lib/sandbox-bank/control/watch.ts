/** One press makes a bank slow, down, late or wrong; below it one sees what the platform does about it, call by call. */
import type { Bank } from '../bank/bank';
import { bankDateTime } from '../bank/clock';
import { escaped } from '../bank/text';
import { CHANNELS, type Channel } from '../bank/types';
import { isFault, misbehaviour, type Fault } from '../faults';
import type { Lang } from '../pages/layout';
import { card, table, tr } from './parts';

const TEXT = {
  zh: {
    quick: '一键异常', normal: '恢复正常', channel: '渠道', state: '现在', watch: '平台的动作', at: '时间', call: '调用', order: '单号', struck: '遇到的异常', answer: '应答', took: '用时',
    none: '还没有调用', well: '正常', no: '无应答',
    note: '按下即生效，只影响该渠道；再按“恢复正常”取消。平台怎样重试、查询、切换渠道，看下面的记录。',
  },
  en: {
    quick: 'Misbehave at once', normal: 'Back to normal', channel: 'Channel', state: 'Now', watch: 'What the platform does', at: 'Time', call: 'Call', order: 'Number',
    struck: 'Misbehaviour met', answer: 'Answer', took: 'Took', none: 'No call yet', well: 'normal', no: 'no answer',
    note: 'Takes effect at once, for this channel only; “Back to normal” ends it. How the platform repeats, asks and changes over is in the record below.',
  },
} as const;

/** What a person reaches for first. */
const QUICK: readonly Fault[] = ['slow', 'down', 'maintenance', 'busy', 'callback-lost', 'callback-late', 'callback-wrong-amount', 'query-unknown', 'paid-but-unknown'];
const ROWS = 25;

function button(label: string, path: string, method: 'POST' | 'DELETE', body?: unknown): string {
  const json = body === undefined ? '' : ` data-body="${escaped(JSON.stringify(body))}"`;
  return `<button class="small" type="button" data-method="${method}" data-path="${escaped(path)}"${json}>${label}</button>`;
}

export function quickCard(bank: Bank, lang: Lang): string {
  const t = TEXT[lang];
  const on = (channel: Channel) => bank.rules.list().filter((r) => r.enabled && (r.channel ?? channel) === channel && r.orderNo === null);
  const rows = CHANNELS.map((channel) => {
    const faults = [...new Set(on(channel).map((r) => misbehaviour(r.fault)[lang]))];
    const now = faults.length === 0 ? `<span class="good">${t.well}</span>` : `<span class="bad">${faults.join(' · ')}</span>`;
    const buttons = QUICK.map((fault) => button(misbehaviour(fault)[lang], '/_sandbox/rules', 'POST', { fault, channel })).join(' ');
    return tr(bank.sims[channel].name[lang], [now], [`${buttons} ${button(`<strong>${t.normal}</strong>`, `/_sandbox/rules?channel=${channel}`, 'DELETE')}`]);
  });
  return card(t.quick, `<p>${t.note}</p>${table([t.channel, t.state, ''], rows, t.none)}`);
}

export function watchCard(bank: Bank, lang: Lang): string {
  const t = TEXT[lang];
  const rows = bank.journal.latest(ROWS).map((call) => {
    const struck = call.struck.map((name) => (isFault(name) ? misbehaviour(name)[lang] : name)).join(' · ');
    return tr(
      bankDateTime(call.at), bank.sims[call.channel].name[lang], call.operation, escaped(call.orderNo), [struck === '' ? '' : `<span class="bad">${struck}</span>`],
      call.status === null ? `<span class="bad">${t.no}</span>` : String(call.status), `${call.tookMs} ms`,
    );
  });
  return card(t.watch, table([t.at, t.channel, t.call, t.order, t.struck, t.answer, t.took], rows, t.none));
}
