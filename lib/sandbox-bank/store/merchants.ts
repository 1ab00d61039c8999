/** Merchants onboarded at the bank, and the bank's own keys. Read on every request, so kept in memory as well. */
import type { Channel, Merchant } from '../bank/types';
import type { Database } from './database';

interface MerchantRow {
  readonly id: number;
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly merchantName: string;
  readonly notifyUrl: string;
  readonly lookupKey: string;
  readonly config: string;
  readonly secrets: string;
  readonly keeps: string;
}

export interface MerchantStore {
  all(): readonly Merchant[];
  byNo(channel: Channel, merchantNo: string): Merchant | undefined;
  byName(channel: Channel, merchantName: string): Merchant | undefined;
  /** `lookupKey`: what requests name the merchant by where it is not the merchant number (Alipay's app_id). */
  byLookup(channel: Channel, lookupKey: string): Merchant | undefined;
  insert(merchant: Omit<Merchant, 'id'>, lookupKey: string): Merchant;
  setUrls(id: number, notifyUrl: string, returnUrl: string | undefined): void;
  reload(): void;
}

const fromRow = (row: MerchantRow): Merchant => ({
  id: row.id,
  channel: row.channel,
  merchantNo: row.merchantNo,
  merchantName: row.merchantName,
  notifyUrl: row.notifyUrl,
  config: JSON.parse(row.config) as Merchant['config'],
  secrets: JSON.parse(row.secrets) as Merchant['secrets'],
  keeps: JSON.parse(row.keeps) as Merchant['keeps'],
});

export function merchantStore(db: Database): MerchantStore {
  let known: { merchant: Merchant; lookupKey: string }[] = [];
  const index = new Map<string, Merchant>();
  const load = () => {
    known = db.all<MerchantRow>('SELECT * FROM merchants ORDER BY id').map((row) => ({ merchant: fromRow(row), lookupKey: row.lookupKey }));
    index.clear();
    for (const { merchant, lookupKey } of known) {
      index.set(`no/${merchant.channel}/${merchant.merchantNo}`, merchant);
      index.set(`name/${merchant.channel}/${merchant.merchantName}`, merchant);
      index.set(`key/${merchant.channel}/${lookupKey}`, merchant);
    }
  };
  load();
  return {
    all: () => known.map((k) => k.merchant),
    byNo: (channel, no) => index.get(`no/${channel}/${no}`),
    byName: (channel, name) => index.get(`name/${channel}/${name}`),
    byLookup: (channel, key) => index.get(`key/${channel}/${key}`),
    insert(m, lookupKey) {
      db.run(
        `INSERT INTO merchants (channel, merchantNo, merchantName, notifyUrl, lookupKey, config, secrets, keeps)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        m.channel,
        m.merchantNo,
        m.merchantName,
        m.notifyUrl,
        lookupKey,
        JSON.stringify(m.config),
        JSON.stringify(m.secrets),
        JSON.stringify(m.keeps),
      );
      load();
      return index.get(`name/${m.channel}/${m.merchantName}`)!;
    },
    setUrls(id, notifyUrl, returnUrl) {
      const { merchant } = known.find((k) => k.merchant.id === id)!;
      const keeps = returnUrl === undefined ? merchant.keeps : { ...merchant.keeps, returnUrl };
      db.run('UPDATE merchants SET notifyUrl = ?, keeps = ? WHERE id = ?', notifyUrl, JSON.stringify(keeps), id);
      load();
    },
    reload: load,
  };
}

/** A value made once and kept for the life of the data folder: keys, certificates, the seed's first use. */
export async function kept(db: Database, name: string, make: () => Promise<string> | string): Promise<string> {
  const read = () => db.one<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)?.value;
  const found = read();
  if (found !== undefined) return found;
  const value = await make();
  db.run('INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)', name, value);
  return read()!;
}
