/** The channels' statement readers alone, for a thread that reads files: no network, no database, no keys are loaded with them. The registry has the same ones. */
import type { StatementReader } from '@/lib/statements';
import { statementReader as abc } from './adapters/abc/statement';
import { statementReader as alipay } from './adapters/alipay/statement';
import { statementReader as boc } from './adapters/boc/statement';
import { statementReader as bocom } from './adapters/bocom/statement';
import { statementReader as ccb } from './adapters/ccb/statement';
import { statementReader as cmb } from './adapters/cmb/statement';
import { statementReader as icbc } from './adapters/icbc/statement';
import { statementReader as psbc } from './adapters/psbc/statement';
import { statementReader as qra } from './adapters/qra/statement';
import { statementReader as spdb } from './adapters/spdb/statement';
import { statementReader as unionpay } from './adapters/unionpay/statement';
import { statementReader as wallet } from './adapters/wallet/statement';
import { statementReader as wechat } from './adapters/wechat/statement';

export const STATEMENT_READERS: readonly StatementReader[] = [wechat, alipay, unionpay, ccb, cmb, icbc, abc, bocom, qra, boc, spdb, psbc, wallet];
