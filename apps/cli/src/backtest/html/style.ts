import { Markup } from '#security';

/** Light and dark by the reader's setting; light on paper. */
export const STYLE = new Markup(`<style>
:root{color-scheme:light dark;--ground:#fbfaf8;--card:#fff;--ink:#1d2430;--soft:#5d6675;--line:#e3e1dc;--live:#8794a8;--draft:#0f7b6c;--good:#1d7a46;--bad:#b3261e;--wash:15,123,108}
@media(prefers-color-scheme:dark){:root{--ground:#14171c;--card:#1b2027;--ink:#e8eaee;--soft:#9aa4b3;--line:#2e353f;--live:#7b879a;--draft:#3fbfaa;--good:#5fcf8e;--bad:#ff8a80;--wash:63,191,170}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--live:#8794a8;--draft:#0f7b6c;--good:#1d7a46;--bad:#b3261e;--wash:15,123,108}
section{break-inside:avoid}body{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1040px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:18px;margin:0 0 4px}
p{margin:0 0 12px}
.eyebrow{color:var(--draft);font-weight:600;font-size:13px;letter-spacing:.06em;text-transform:uppercase;margin:0 0 6px}
.soft{color:var(--soft)}.small{font-size:13px}
section{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 22px;margin-top:18px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:18px;margin:6px 0 14px}
.facts b{display:block;font-size:28px;line-height:1.15;font-variant-numeric:tabular-nums;font-weight:650}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;font-size:13px;color:var(--soft);border-bottom:1px solid var(--line);padding:6px 12px 6px 0;white-space:nowrap}
td{border-bottom:1px solid var(--line);padding:7px 12px 7px 0;vertical-align:top}
tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right}
td.bar{width:26%;min-width:120px;padding-top:11px}
code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
svg{display:block;width:100%;overflow:visible}
.live{fill:var(--live)}.draft{fill:var(--draft)}.rail{fill:var(--line)}
.key{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.key.live{background:var(--live)}.key.draft{background:var(--draft)}
.legend span{margin-right:16px}
.good{color:var(--good)}.bad{color:var(--bad)}
ul.plain{list-style:none;margin:0;padding:0}ul.plain li{padding:8px 0;border-bottom:1px solid var(--line)}ul.plain li:last-child{border:0}
.matrix td,.matrix th{text-align:right;padding:7px 10px}.matrix td:first-child,.matrix th:first-child{text-align:left}
.matrix small{display:block;color:var(--soft)}
.path{font-size:13px}
summary{cursor:pointer;font-weight:600}
</style>`);
