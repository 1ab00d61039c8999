/**
 * The banks, as the money path sees them: by contract (account id), outside any transaction, always with an answer. The real one is
 * channel-gateway.ts (registry, accounts, recorded calls); the simulation has one of its own. An implementation never throws for what a
 * network or a bank does: that is `unknown` or `not-sent`.
 */
import type { Capabilities, ChannelCode, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '@/lib/channels/port';
import type { ChannelAccountId, InstitutionId } from '@/lib/kernel/ids';

export interface ContractRef {
  readonly institutionId: InstitutionId;
  readonly accountId: ChannelAccountId;
  readonly channel: ChannelCode;
}

/** Makes what the payer carries to the bank. Calls nobody, so it may run while rows are locked. */
export type HandOver = (order: CreateOrder) => Promise<CreateOutcome>;

export interface ChannelGateway {
  capabilities(channel: ChannelCode): Capabilities;
  /** Asked before a transaction begins. Null where making an order calls the bank, or where the contract is not usable: `create` says why. */
  handOver(contract: ContractRef): Promise<HandOver | null>;
  create(contract: ContractRef, order: CreateOrder): Promise<CreateOutcome>;
  query(contract: ContractRef, order: OrderRef): Promise<OrderFact>;
  close(contract: ContractRef, order: OrderRef): Promise<CloseOutcome>;
}
