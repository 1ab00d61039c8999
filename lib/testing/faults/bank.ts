/** The sandbox bank as a program of its own, and its machine API as the matrix uses it: nothing of it is imported. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';

export interface CatalogueEntry {
  readonly name: string;
  readonly strikes: readonly string[];
  readonly params: Readonly<Record<string, number>>;
  readonly channels?: readonly string[];
}
export interface BankRefund {
  readonly refundNo: string;
  readonly amountMinor: string;
  readonly status: 'processing' | 'succeeded' | 'failed';
}
export interface BankCallback {
  readonly kind: 'pay' | 'refund';
  readonly variant: string;
  readonly state: string;
  readonly attempts: readonly { readonly acknowledged: boolean; readonly status: number | null; readonly durationMs: number }[];
}
export interface BankOrder {
  readonly state: 'pending' | 'paid' | 'closed' | 'expired' | 'failed';
  readonly amountMinor: string;
  readonly refundedMinor: string;
  readonly refunds: readonly BankRefund[];
  readonly callbacks: readonly BankCallback[];
}
export interface Onboarded {
  readonly merchantNo: string;
  readonly baseUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}
export interface BankTraits {
  readonly channels: readonly string[];
  /** Which ends of a refund a channel tells by callback. */
  readonly refundCallbacks: Readonly<Record<string, { readonly done: boolean; readonly failed: boolean }>>;
}
export interface CallbackFigures {
  readonly sent: number;
  readonly acknowledged: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly paidOrders: number;
  /** Tries that were not acknowledged, and what was answered. */
  readonly refused: readonly { readonly channel: string; readonly kind: string; readonly answer: string; readonly n: number }[];
  readonly deliveries: Readonly<Record<string, number>>;
}
/** What the day's file says by the bank's own truth file, and what is spoiled in it. */
export interface StatementTruth {
  readonly planted: {
    readonly missing: readonly string[];
    readonly extra: readonly string[];
    readonly amountDiffers: readonly { readonly orderNo: string }[];
    readonly duplicate: readonly string[];
    readonly feeDiffers: readonly string[];
    readonly respelled: readonly string[];
  };
  readonly rows: readonly { readonly kind: 'payment' | 'refund'; readonly orderNo: string; readonly refundNo: string | null }[];
}
export interface NewRule {
  readonly fault: string;
  readonly channel: string;
  readonly merchantNo?: string;
  readonly orderNo: string | null;
  readonly operation: string | null;
  readonly probability?: number;
  readonly params?: Readonly<Record<string, number>>;
}

export class SandboxBank {
  private readonly agent = new Agent({ connections: 32, pipelining: 1 });

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<SandboxBank> {
    const folder = mkdtempSync(join(tmpdir(), 'bafang-faults-'));
    const env = { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA_DIR: folder, SANDBOX_SEED: 'faults', SANDBOX_TIME_SCALE: '1', BAFANG_ENV: 'test', ...settings };
    const child = spawn(process.execPath, ['--import', './scripts/follow-parent.mjs', '--import', 'tsx', 'lib/sandbox-bank/main.ts'], {
      env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (part: Buffer) => {
        said += part.toString();
        const found = /sandbox bank: (http:\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.once('exit', () => reject(new Error(`the sandbox bank ended: ${said}`)));
    });
    return new SandboxBank(url, child, folder);
  }

  async ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const answer = await request(`${this.url}/_sandbox${path}`, {
      method, dispatcher: this.agent, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`the sandbox bank answered ${answer.statusCode} to ${method} ${path}: ${JSON.stringify(value)}`);
    return value as T;
  }

  async catalogue(): Promise<readonly CatalogueEntry[]> {
    return (await this.ask<{ misbehaviours: CatalogueEntry[] }>('GET', '/misbehaviours')).misbehaviours;
  }

  traits(): Promise<BankTraits> {
    return this.ask('GET', '/health');
  }

  async rule(rule: NewRule): Promise<number> {
    return (await this.ask<{ rule: { id: number } }>('POST', '/rules', rule)).rule.id;
  }

  /** Null when there is no such order (any more, or yet). */
  async truth(channel: string, orderNo: string): Promise<BankOrder | null> {
    const answer = await request(`${this.url}/_sandbox/truth?channel=${channel}&orderNo=${encodeURIComponent(orderNo)}`, { dispatcher: this.agent });
    const value = (await answer.body.json()) as { order?: BankOrder };
    return answer.statusCode === 200 && value.order ? value.order : null;
  }

  async statementTruth(channel: string, merchantNo: string, date: string): Promise<StatementTruth> {
    return (await this.ask<{ truth: StatementTruth }>('GET', `/statements/${channel}/${merchantNo}/${date}?part=truth`)).truth;
  }

  /** False when the bank does not take the money now. */
  async pay(channel: string, orderNo: string): Promise<boolean> {
    const answer = await request(`${this.url}/_sandbox/orders/${channel}/${encodeURIComponent(orderNo)}/pay`, {
      method: 'POST', dispatcher: this.agent, headers: { 'content-type': 'application/json' }, body: '{}',
    });
    await answer.body.dump();
    return answer.statusCode === 200;
  }

  /** Copies of an order that came over the wire, under other numbers. */
  copies(channel: string, pattern: string, copies: readonly { readonly orderNo: string; readonly amountFen: string }[]): Promise<unknown> {
    return this.ask('POST', `/orders/${channel}/${encodeURIComponent(pattern)}/copies`, { copies });
  }

  async payMany(channel: string, orderNos: readonly string[]): Promise<number> {
    return (await this.ask<{ paid: number }>('POST', `/orders/${channel}/pay-many`, { orderNos })).paid;
  }

  callbackFigures(): Promise<CallbackFigures> {
    return this.ask('GET', '/callback-figures');
  }

  clock(): Promise<{ nextAtMs: number | null; underWay: number; nowMs: number }> {
    return this.ask('GET', '/clock');
  }

  advance(advanceMs: number): Promise<unknown> {
    return this.ask('POST', '/clock', { advanceMs, wire: true });
  }

  /** The payer's browser at what was presented. False when the bank's page did not come up. */
  async arrive(channel: string, present: { kind: string; [field: string]: unknown }): Promise<boolean> {
    const form = present.kind === 'form';
    const target = form ? String(present.action) : present.kind === 'qr' ? `${this.url}/${channel}/scan?code_url=${encodeURIComponent(String(present.text))}` : String(present.url);
    try {
      const page = await fetch(target, {
        ...(form && { method: 'POST', body: new URLSearchParams(present.fields as Record<string, string>) }), signal: AbortSignal.timeout(2_000),
      });
      await page.arrayBuffer();
      return page.ok;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    const gone = this.child.exitCode === null ? new Promise((resolve) => this.child.once('exit', resolve)) : null;
    this.child.disconnect();
    this.child.kill('SIGTERM');
    await gone;
    await this.agent.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
