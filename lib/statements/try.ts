import { statementReader as w } from '@/lib/channels/adapters/wechat/statement';
import { statementReader as a } from '@/lib/channels/adapters/alipay/statement';
import { statementReader as u } from '@/lib/channels/adapters/unionpay/statement';
import { statementReader as c } from '@/lib/channels/adapters/ccb/statement';
import { runInspect } from './index';
for (const f of process.argv.slice(2)) { console.log('==', f.split('/').at(-1)); await runInspect([f, '--json'], [w, a, u, c]); }
