/** The style of the HTML report: light and dark by the reader's system, and always light on paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1b222c; --quiet: #5b6675; --rule: #d5dbe3; --faint: #e4e8ee; --accent: #23467f;
  --good: #1d7a4d; --bad: #b3261e; --warning: #8a5a00;
  --line-1: #2f6fde; --line-2: #b25a00; --line-3: #1d7a4d; --line-4: #7a3fc0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --ink: #e3e8ef; --quiet: #9aa6b5; --rule: #313a46; --faint: #262e39; --accent: #8fb4ff;
    --good: #5cc98f; --bad: #ff8a80; --warning: #f0b84a;
    --line-1: #7aa7ff; --line-2: #f0a35a; --line-3: #5cc98f; --line-4: #c39bff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 32px 24px 96px; max-width: 1320px; background: var(--page); color: var(--ink);
  font: 14px/1.5 Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; font-variant-numeric: tabular-nums;
}
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
.cover { border-bottom: 1px solid var(--rule); margin-bottom: 24px; padding-bottom: 12px; }
.cover p { margin: 0; color: var(--quiet); }
.cover .product { color: var(--accent); font-weight: 600; }
.cover dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 24px; margin: 12px 0; }
.cover dl div { display: contents; }
.cover dt { color: var(--quiet); }
.cover dd { margin: 0; }
h1 { font-size: 30px; line-height: 1.2; margin: 4px 0 8px; }
h2 { font-size: 22px; margin: 48px 0 12px; color: var(--accent); }
h3 { font-size: 17px; margin: 32px 0 8px; }
h4 { font-size: 15px; margin: 24px 0 4px; }
p, ul, ol { margin: 0 0 12px; max-width: 88ch; }
ul, ol { padding-left: 20px; }
.lead { font-size: 18px; }
.note { color: var(--quiet); font-size: 13px; }
nav h2 { margin: 0 0 8px; font-size: 15px; color: var(--ink); }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { padding: 1px 0; }
nav .level-2 { padding-left: 16px; font-size: 13px; }
nav .level-2 a { color: var(--quiet); }
nav a { text-decoration: none; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
.table { overflow-x: auto; margin: 0 0 16px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--rule); }
th { color: var(--quiet); font-weight: 600; font-size: 12px; border-bottom-color: var(--quiet); }
td:last-child, th:last-child { padding-right: 0; }
.right { text-align: right; }
.dense { font-size: 12px; }
code { font: 12px/1.4 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.dense code { font-size: 11px; }
.tone-good { color: var(--good); } .tone-bad { color: var(--bad); } .tone-warning { color: var(--warning); } .tone-quiet { color: var(--quiet); }
.entries { list-style: none; margin: 0; padding: 0; max-width: none; }
.entries li { display: flex; justify-content: space-between; gap: 12px; }
.figures { display: flex; flex-wrap: wrap; gap: 0; margin: 0 0 16px; border: solid var(--rule); border-width: 1px 0; }
.figures div { flex: 1 1 auto; min-width: 96px; padding: 8px 16px 8px 0; }
.figures dt { color: var(--quiet); font-size: 12px; }
.figures dd { margin: 0; font-size: 20px; font-weight: 600; }
figure { margin: 0 0 20px; }
figcaption { font-weight: 600; font-size: 13px; margin-bottom: 4px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 0 24px; max-width: 900px; }
svg { overflow: visible; width: 100%; max-width: 900px; height: auto; display: block; }
svg text { font-family: inherit; }
.fill-ink { fill: var(--ink); } .fill-faint { fill: var(--faint); } .fill-good { fill: var(--good); } .fill-bad { fill: var(--bad); }
.fill-warning { fill: var(--warning); } .fill-quiet { fill: var(--quiet); }
.fill-line-1 { fill: var(--line-1); } .fill-line-2 { fill: var(--line-2); } .fill-line-3 { fill: var(--line-3); } .fill-line-4 { fill: var(--line-4); }
.stroke-ink { stroke: var(--ink); } .stroke-faint { stroke: var(--rule); }
.stroke-line-1 { stroke: var(--line-1); } .stroke-line-2 { stroke: var(--line-2); } .stroke-line-3 { stroke: var(--line-3); } .stroke-line-4 { stroke: var(--line-4); }
.signature { margin: 24px 0; break-inside: avoid; }
.signature dl { display: flex; gap: 24px; margin: 0; }
.signature dl div { flex: 1; display: flex; flex-direction: column-reverse; }
.signature dd { margin: 0; min-height: 40px; border-bottom: 1px solid var(--quiet); }
.signature dt { color: var(--quiet); font-size: 12px; }
@media screen and (min-width: 1180px) {
  body { display: grid; grid-template-columns: 260px minmax(0, 1fr); column-gap: 40px; }
  .cover { grid-column: 1 / -1; }
  nav { position: sticky; top: 24px; align-self: start; max-height: calc(100vh - 48px); overflow-y: auto; }
  main { min-width: 0; }
  main > h2:first-child { margin-top: 0; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --ink: #1b222c; --quiet: #5b6675; --rule: #c9d0d9; --faint: #e4e8ee; --accent: #23467f;
    --good: #1d7a4d; --bad: #b3261e; --warning: #8a5a00;
    --line-1: #2f6fde; --line-2: #b25a00; --line-3: #1d7a4d; --line-4: #7a3fc0;
  }
  @page { size: A4; margin: 16mm; }
  body { padding: 0; font-size: 10pt; max-width: none; }
  h2.starts-page { break-before: page; margin-top: 0; }
  h2, h3, h4 { break-after: avoid; }
  .charts { grid-template-columns: 1fr 1fr; }
  tr, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .table { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
`;
