/** Misbehaviour rules and how often each has struck which order. */
import { seededFraction } from '../bank/crypto';
import type { Channel, Operation } from '../bank/types';
import { isFault, misbehaviour, type Fault } from '../faults';
import type { Database } from './database';

export interface Rule {
  readonly id: number;
  readonly fault: Fault;
  readonly channel: Channel | null;
  readonly merchantNo: string | null;
  readonly orderNo: string | null;
  readonly operation: Operation | null;
  /** 0…1, decided per (seed, order, operation, attempt). */
  readonly probability: number;
  readonly params: Readonly<Record<string, number>>;
  readonly enabled: boolean;
}
export type NewRule = Omit<Rule, 'id'>;

/** Where a rule is asked whether it strikes. */
export interface Occasion {
  readonly channel: Channel;
  readonly merchantNo: string;
  /** The merchant's order number, or the refund's where there is no order in sight; a date for statements. */
  readonly orderNo: string;
  readonly operation: Operation;
}

export interface RuleStore {
  list(): readonly Rule[];
  add(rule: NewRule, at: number): Rule;
  setEnabled(id: number, enabled: boolean): boolean;
  remove(id: number): boolean;
  clear(): void;
  /** The parameters of the rule that strikes now and, as `seen`, how often it was met here; or null. Counts the occasion. */
  strike(fault: Fault, occasion: Occasion): Readonly<Record<string, number>> | null;
  /** Like `strike` but without counting: for decisions that must come out the same each time they are asked. */
  applies(fault: Fault, occasion: Occasion): Readonly<Record<string, number>> | null;
}

interface RuleRow extends Omit<Rule, 'params' | 'enabled' | 'fault'> {
  readonly fault: string;
  readonly params: string;
  readonly enabled: number;
}

function insertRule(db: Database, rule: Omit<Rule, 'id'>, at: number): number {
  return db.run(
    `INSERT INTO rules (fault, channel, merchantNo, orderNo, operation, probability, params, enabled, createdAt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    rule.fault,
    rule.channel,
    rule.merchantNo,
    rule.orderNo,
    rule.operation,
    rule.probability,
    JSON.stringify(rule.params),
    rule.enabled ? 1 : 0,
    at,
  );
}

const ruleOf = (row: RuleRow): Rule[] =>
  isFault(row.fault) ? [{ ...row, fault: row.fault, params: JSON.parse(row.params) as Rule['params'], enabled: row.enabled === 1 }] : [];

export function ruleStore(db: Database, seed: string): RuleStore {
  let rules: Rule[] = [];
  /** Rules by the order they name: with thousands of rules an order still looks at its own few. */
  let byOrder = new Map<string | null, Rule[]>();
  const load = () => {
    rules = db.all<RuleRow>('SELECT * FROM rules ORDER BY id').flatMap(ruleOf);
    byOrder = Map.groupBy(rules, (rule) => rule.orderNo);
  };
  load();
  const near = (o: Occasion): readonly Rule[] => [...(byOrder.get(null) ?? []), ...(byOrder.get(o.orderNo) ?? [])];
  const fits = (rule: Rule, fault: Fault, o: Occasion): boolean =>
    rule.enabled &&
    rule.fault === fault &&
    (rule.channel ?? o.channel) === o.channel &&
    (rule.merchantNo ?? o.merchantNo) === o.merchantNo &&
    (rule.orderNo ?? o.orderNo) === o.orderNo &&
    (rule.operation ?? o.operation) === o.operation;
  const chosen = (rule: Rule, o: Occasion, attempt: number): boolean =>
    rule.probability >= 1 || seededFraction(seed, rule.fault, o.orderNo, o.operation, attempt) < rule.probability;
  const paramsOf = (rule: Rule) => ({ ...misbehaviour(rule.fault).params, ...rule.params });
  return {
    list: () => rules,
    add(rule, at) {
      const added = { ...rule, id: insertRule(db, rule, at) };
      rules.push(added);
      byOrder.set(rule.orderNo, [...(byOrder.get(rule.orderNo) ?? []), added]);
      return added;
    },
    setEnabled(id, enabled) {
      const changed = db.change('UPDATE rules SET enabled = ? WHERE id = ?', enabled ? 1 : 0, id);
      load();
      return changed > 0;
    },
    remove(id) {
      const changed = db.change('DELETE FROM rules WHERE id = ?', id);
      db.run('DELETE FROM strikes WHERE ruleId = ?', id);
      load();
      return changed > 0;
    },
    clear() {
      db.run('DELETE FROM rules');
      db.run('DELETE FROM strikes');
      load();
    },
    applies(fault, o) {
      const rule = near(o).find((r) => fits(r, fault, o) && chosen(r, o, 0));
      return rule ? paramsOf(rule) : null;
    },
    strike(fault, o) {
      for (const rule of near(o)) {
        if (!fits(rule, fault, o)) continue;
        const subject = `${o.channel}/${o.merchantNo}/${o.orderNo}/${o.operation}`;
        const row = db.one<{ seen: number }>(
          'INSERT INTO strikes (ruleId, subject, seen) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET seen = seen + 1 RETURNING seen',
          rule.id,
          subject,
        )!;
        const params: Readonly<Record<string, number>> = paramsOf(rule);
        if (params.times !== undefined && row.seen > params.times) continue;
        if (chosen(rule, o, row.seen)) return { ...params, seen: row.seen };
      }
      return null;
    },
  };
}
