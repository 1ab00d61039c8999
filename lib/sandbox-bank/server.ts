/** Builds a sandbox bank and serves it over HTTP: each channel under its prefix, the machine API under /_sandbox, the panel at /. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alipaySim } from './channels/alipay';
import { wechatSim } from './channels/wechat';
import { unionpaySim } from './channels/unionpay';
import { ccbSim } from './channels/ccb';
import { cmbSim } from './channels/cmb';
import { icbcSim } from './channels/icbc';
import { abcSim } from './channels/abc';
import { bocomSim } from './channels/bocom';
import { qraSim } from './channels/qra';
import { bocSim } from './channels/boc';
import { spdbSim } from './channels/spdb';
import { psbcSim } from './channels/psbc';
import { walletSim } from './channels/wallet';
import type { Bank } from './bank/bank';
import { chores } from './bank/chores';
import { bankClock } from './bank/clock';
import { deliveries } from './bank/deliveries';
import { answer, html, json, readIncoming, writeReply, type Incoming, type Reply } from './bank/http';
import { loadKeys } from './bank/keys';
import { doChore } from './bank/ledger';
import { openJournal } from './bank/journal';
import { isChannel } from './bank/types';
import { machineApi } from './control/api';
import { panelPage, scanned, scanPage } from './control/panel';
import { OptionsSchema, type Options } from './options';
import { taxOffice } from './einvoice/office';
import { openDatabase } from './store/database';
import { merchantStore } from './store/merchants';
import { orderStore } from './store/orders';
import { ruleStore } from './store/rules';

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  readonly bank: Bank;
  close(): Promise<void>;
}

async function buildBank(options: Options): Promise<Bank> {
  const db = openDatabase(options.dataDir);
  const clock = bankClock(options.timeScale);
  const offset = db.one<{ value: string }>("SELECT value FROM meta WHERE name = 'clock-offset'");
  if (offset) clock.setOffsetMs(Number(offset.value));
  const self = (): Bank => bank;
  const bank: Bank = {
    options,
    clock,
    db,
    keys: await loadKeys(db),
    merchants: merchantStore(db),
    orders: orderStore(db),
    rules: ruleStore(db, options.seed),
    sims: { wechat: wechatSim, alipay: alipaySim, unionpay: unionpaySim, ccb: ccbSim, cmb: cmbSim, icbc: icbcSim, abc: abcSim, bocom: bocomSim, qra: qraSim, boc: bocSim, spdb: spdbSim, psbc: psbcSim, wallet: walletSim },
    deliveries: deliveries(clock, self),
    chores: chores(clock, self, doChore),
    journal: openJournal(),
  };
  return bank;
}

async function dispatch(bank: Bank, request: Incoming): Promise<Reply> {
  const [, first = ''] = request.path.split('/');
  if (first === '_sandbox') return machineApi(bank, request, request.path.slice('/_sandbox'.length));
  if (first === 'einvoice') return taxOffice(bank, request, request.path);
  if (isChannel(first)) return bank.sims[first].handle(bank, request, request.path.slice(first.length + 1));
  if (request.path === '/') return html(panelPage(bank, request));
  if (request.path === '/scan') return scanned(bank, request) ?? html(scanPage(bank, request));
  return answer(404, 'not found', { 'content-type': 'text/plain' });
}

async function serve(bank: Bank, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply;
  try {
    const incoming = await readIncoming(request, bank.options.publicUrl);
    reply = incoming ? await dispatch(bank, incoming) : answer(413, 'too large', { 'content-type': 'text/plain', connection: 'close' });
  } catch (failure) {
    if (request.destroyed && !request.complete) return;
    if (failure instanceof URIError) reply = json(400, { ok: false, code: 'sandbox.invalid' });
    else {
      process.stderr.write(`sandbox bank: ${failure instanceof Error ? (failure.stack ?? failure.message) : 'unknown failure'}\n`);
      reply = json(500, { ok: false, code: 'sandbox.failure' });
    }
  }
  if (!response.destroyed) writeReply(reply, response);
}

/** Starts a sandbox bank; port 0 takes a free one. */
export async function startSandbox(wanted: Partial<Options> = {}): Promise<Sandbox> {
  const options = OptionsSchema.parse(wanted);
  const bank = await buildBank(options);
  const server = createServer((request, response) => void serve(bank, request, response));
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, 511, resolve);
  });
  const { port } = server.address() as AddressInfo;
  bank.chores.pump();
  bank.deliveries.pump();
  return {
    url: `http://${options.host}:${port}`,
    port,
    bank,
    close: async () => {
      bank.deliveries.stop();
      bank.chores.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
      bank.db.close();
    },
  };
}
