---The style sheet of reports. `$light` and `$dark` are the colours of figures on either paper.
return [[
:root{--paper:#fff;--page:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--axis:#333;--grid:#e4e4e4;
--accent:#0b57a4;--code:#eef1f4;$light color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#161b22;--page:#0d1117;
--ink:#e6edf3;--soft:#9aa7b4;--line:#30363d;--axis:#c9d1d9;--grid:#30363d;--accent:#6cb6ff;--code:#22282f;
$dark color-scheme:dark}}
@media screen{:root[data-theme=dark]{--paper:#161b22;--page:#0d1117;--ink:#e6edf3;--soft:#9aa7b4;--line:#30363d;
--axis:#c9d1d9;--grid:#30363d;--accent:#6cb6ff;--code:#22282f;$dark color-scheme:dark}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:62rem;background:var(--page);color:var(--ink);
font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header{display:flex;gap:1rem;align-items:flex-start;justify-content:space-between}
h1{min-width:0;font-size:1.9rem;line-height:1.25;margin:.2rem 0 1rem;overflow-wrap:anywhere}
h2{font-size:1.4rem;margin:2.4rem 0 .6rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1.15rem;margin:1.8rem 0 .5rem}
h4{font-size:1rem;margin:1.4rem 0 .4rem}
h2,h3,h4{line-height:1.3;overflow-wrap:anywhere;break-after:avoid}
p,ul,ol{max-width:46rem;margin:.7rem 0;overflow-wrap:anywhere}
li{margin:.2rem 0}
a{color:var(--accent)}
code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--code);
padding:.1em .3em;border-radius:3px}
pre{background:var(--code);padding:.8rem 1rem;border-radius:6px;overflow-x:auto}
pre code{background:none;padding:0}
nav ul{list-style:none;margin:0 0 1.5rem;padding:.6rem 1rem;background:var(--paper);border:1px solid var(--line);
border-radius:8px;columns:16rem auto}
nav .l3{padding-left:1.2rem}
button{font:inherit;font-size:.85rem;color:var(--ink);background:var(--paper);border:1px solid var(--line);
border-radius:6px;padding:.25rem .7rem;cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.formula{overflow:visible;max-width:100%;height:auto}
.display .formula{max-width:none}
.display{text-align:center;max-width:none;overflow-x:auto;font-size:1.15em;padding:.3rem 0}
.letters{position:absolute}
.box{position:relative;margin:1.5rem 0;padding:.8rem;background:var(--paper);border:1px solid var(--line);
border-radius:8px;break-inside:avoid}
.data{break-inside:auto}
.data figcaption{break-after:avoid}
tr{break-inside:avoid}
.plot{position:relative;overflow-x:auto;border-radius:4px}
.chart{display:block;margin:0 auto;max-width:100%;height:auto}
.chart .pointed{pointer-events:none}
.slim{display:none}
figcaption{font-size:.95rem;max-width:46rem}
.plot+figcaption{margin-top:.6rem}
.notes{max-width:none;font-size:.85rem;color:var(--soft);margin:.3rem 0 0}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-top:.6rem;font-size:.85rem;color:var(--soft)}
.data .tools{position:absolute;top:.45rem;right:.6rem;margin:0}
.data figcaption{padding-right:8rem;min-height:1.6rem}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.tip{position:absolute;z-index:1;pointer-events:none;background:var(--paper);color:var(--ink);
border:1px solid var(--soft);border-radius:6px;padding:.25rem .55rem;font-size:.85rem;line-height:1.4;
font-variant-numeric:tabular-nums;white-space:pre;box-shadow:0 2px 8px rgb(0 0 0/.25)}
.scroll{overflow:auto;max-height:32rem;margin-top:.5rem}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.25rem .8rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td{overflow-wrap:break-word;max-width:36rem}
.n{text-align:right;white-space:nowrap}
th{position:sticky;top:0;background:var(--paper);white-space:nowrap;box-shadow:inset 0 -1px var(--line)}
th button{all:unset;cursor:pointer;font-weight:600}
th button:hover{color:var(--accent)}
th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \25B2";font-size:.7em}
th[aria-sort=descending] button::after{content:" \25BC";font-size:.7em}
@media screen and (max-width:32rem){.wide{display:none}.slim{display:block}}
@media (max-width:32rem){body{padding:.8rem .6rem 3rem}h1{font-size:1.5rem}.box{padding:.5rem}
th,td{padding:.25rem .45rem}}
@media print{body{max-width:none;padding:0;background:none;font-size:10pt}button,nav,.tools,.tip{display:none!important}
.box{border:none;padding:0}.scroll{max-height:none;overflow:visible}th{position:static}
.chart *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
]]
