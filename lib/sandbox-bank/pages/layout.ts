/** The frame of every page: no framework, one stylesheet, readable on a phone, always labelled as a sandbox. */
import { escaped } from '../bank/text';

export type Lang = 'zh' | 'en';

const STYLE = `
:root{color-scheme:light dark;--ink:#16202b;--soft:#5b6876;--line:#dfe4ea;
--paper:#fff;--ground:#f3f5f8;--brand:#33506f;--good:#1b7f4d;--bad:#b3261e;--link:#1453a8}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#9fb0c0;--line:#2e3946;
--paper:#18202a;--ground:#10161d;--good:#5cc48f;--bad:#ff8a80;--link:#8ab8ff}}
a{color:var(--link)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
header{background:var(--brand);color:#fff;padding:14px 20px;display:flex;gap:12px;align-items:center;justify-content:space-between}
header strong{font-size:1.1rem}
.badge{background:#fff;color:#7a3b00;border-radius:999px;padding:2px 12px;font-size:.8rem;font-weight:600;white-space:nowrap}
main{max-width:440px;margin:24px auto;padding:0 16px}
main.wide{max-width:1240px}
a.button{color:var(--ink)}
.card{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:24px;margin-bottom:16px}
.amount{font-size:2.4rem;font-weight:700;text-align:center;margin:.2em 0 .6em;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:6px 16px;margin:0 0 20px}
dt{color:var(--soft)}dd{margin:0;text-align:right;overflow-wrap:anywhere}
button,.button{display:block;width:100%;min-height:48px;border-radius:10px;border:1px solid var(--line);
background:var(--paper);color:var(--ink);font:inherit;
cursor:pointer;margin-top:10px;text-align:center;text-decoration:none;line-height:46px}
button.primary{background:var(--brand);border-color:var(--brand);color:#fff;font-weight:600}
button.small{display:inline-block;width:auto;min-height:32px;line-height:1.4;padding:4px 12px;margin:0}
button:focus-visible,a:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid #f2a33a;outline-offset:2px}
input,select{min-width:0;width:auto;font:inherit;
min-height:40px;padding:4px 10px;border:1px solid var(--line);border-radius:8px;background:var(--paper);
color:var(--ink);max-width:100%}
input[type=text].full{width:100%}
h1{font-size:1.2rem;margin:0 0 12px}h2{font-size:1.05rem;margin:0 0 12px}
p.note{color:var(--soft);font-size:.85rem;margin:14px 0 0}.good{color:var(--good)}.bad{color:var(--bad)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.86rem}
th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
th{color:var(--soft);font-weight:600}td.num{text-align:right;font-variant-numeric:tabular-nums}td.wrap{white-space:normal;min-width:220px}
.row{display:flex;gap:10px;flex-wrap:wrap;align-items:end}
.row label{display:grid;grid-template-columns:minmax(0,1fr);gap:2px;min-width:0;max-width:100%;font-size:.82rem;color:var(--soft)}
`.replace(/\n/g, '');

export interface PageOf {
  readonly lang: Lang;
  readonly title: string;
  readonly colour?: string;
  readonly wide?: boolean;
  /** Already escaped HTML. */
  readonly body: string;
  /** Inline script, ours. */
  readonly script?: string;
}

export function page(of: PageOf): string {
  const brand = of.colour ? `<style>:root{--brand:${of.colour}}</style>` : '';
  return (
    `<!doctype html><html lang="${of.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
    '<link rel="icon" href="data:,">' +
    `<title>${escaped(of.title)} · 沙箱 Sandbox</title><style>${STYLE}</style>${brand}</head><body>` +
    `<header><strong>${escaped(of.title)}</strong><span class="badge">沙箱 Sandbox</span></header>` +
    `<main${of.wide ? ' class="wide"' : ''}>${of.body}</main>${of.script ? `<script>${of.script}</script>` : ''}</body></html>`
  );
}
