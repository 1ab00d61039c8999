/** Everything one running sandbox bank is made of. Built once at start; nothing is global. */
import type { ChannelSim } from './sim';
import type { BankClock } from './clock';
import type { Deliveries } from './deliveries';
import type { Chores } from './chores';
import type { Journal } from './journal';
import type { BankKeys } from './keys';
import type { Channel, Operation } from './types';
import type { Database } from '../store/database';
import type { MerchantStore } from '../store/merchants';
import type { OrderStore } from '../store/orders';
import type { RuleStore } from '../store/rules';
import type { Options } from '../options';

export interface Bank {
  readonly options: Options;
  readonly clock: BankClock;
  readonly db: Database;
  readonly keys: BankKeys;
  readonly merchants: MerchantStore;
  readonly orders: OrderStore;
  readonly rules: RuleStore;
  readonly sims: Readonly<Record<Channel, ChannelSim>>;
  readonly deliveries: Deliveries;
  readonly chores: Chores;
  readonly journal: Journal;
}

/** What an operation is about, for rules and records. */
export interface OperationSubject {
  readonly merchantNo: string;
  readonly orderNo: string;
  readonly operation: Operation;
}
