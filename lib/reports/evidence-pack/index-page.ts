/** The first page of an evidence pack: what lies in it, what it adds up to, and how to check it without us. Plain HTML that prints well. Pure. */
export interface PackedFile {
  readonly file: string;
  readonly zh: string;
  readonly en: string;
  readonly rows: number;
  /** Sums of its amounts, in words: `payments 实收 ¥…`. */
  readonly sums: readonly string[];
  readonly sha256: string;
}
export interface PackHead {
  readonly institutionZh: string;
  readonly institutionEn: string;
  readonly from: string;
  readonly until: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly auditEntries: number;
  readonly keyId: string;
  readonly booksTie: boolean;
}

const safe = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function indexPage(head: PackHead, files: readonly PackedFile[]): string {
  const rows = files.map((f) => `<tr><td><a href="${safe(f.file)}">${safe(f.file)}</a></td><td>${safe(f.zh)}<br><small>${safe(f.en)}</small></td><td class="n">${f.rows}</td>`
    + `<td>${f.sums.map(safe).join('<br>')}</td><td><code>${f.sha256}</code></td></tr>`).join('\n');
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>证据包 ${safe(head.from)} – ${safe(head.until)}</title>
<style>body{font:15px/1.6 system-ui,"Noto Sans SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#16201c}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #b9c4bf;padding:.4rem .6rem;text-align:left;vertical-align:top}.n{text-align:right}code{font-size:11px;word-break:break-all}small{color:#55635d}</style>
<h1>证据包<br><small>Evidence pack</small></h1>
<table>
<tr><th>机构 Institution</th><td>${safe(head.institutionZh)} · ${safe(head.institutionEn)}</td></tr>
<tr><th>期间 Period</th><td>${safe(head.from)} – ${safe(head.until)}（含 both included）</td></tr>
<tr><th>生成 Made</th><td>${safe(head.madeAt)} · ${safe(head.madeBy)}</td></tr>
<tr><th>借贷平衡 Debits equal credits</th><td>${head.booksTie ? '是 yes' : '否 NO'}</td></tr>
</table>
<h2>内容 Contents</h2>
<table><tr><th>文件 File</th><th>内容 What</th><th>行数 Rows</th><th>合计 Sums</th><th>SHA-256</th></tr>
${rows}
</table>
<h2>如何核对 How to check it</h2>
<p>表格文件为 UTF-8 编码的 CSV，可用 Excel 或 WPS 打开；上表列出每个文件的 SHA-256 指纹，可逐一核对。支付与退款按编号对应，签批按“审批”栏对应，凭证按“对象”栏对应到支付、退款和账单。</p>
<p><small>The tables are CSV in UTF-8. Payments and refunds are tied by number, signatures by approval, vouchers by their subject.</small></p>
<p><b>audit-export.jsonl</b>：本机构自开始以来的全部操作记录共 ${head.auditEntries} 条（链式散列，附签名检查点）。公钥见 <b>audit-key.pem</b>（指纹 ${head.keyId}），请向机构另行取得公钥以资对照。校验：</p>
<pre>npm run -s bafang -- audit verify evidence.zip --key audit-key.pem      # 整个压缩包 the whole pack
npm run -s bafang -- audit verify audit-export.jsonl --key audit-key.pem</pre>
<p>整包校验会核对 <b>manifest.json</b> 的签名、每个文件的指纹和全部操作记录。<br><small>The whole pack: the signed list of files, every file’s hash, and the record.</small></p>
<p><small>${head.auditEntries} entries of everything anybody did since the beginning, hash-chained with signed checkpoints. Ask the institution for the public key by another way and compare.</small></p>
</html>`;
}
