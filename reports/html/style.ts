/** The page's own style sheet: light and dark, screen and print; no outside fonts. */
export const STYLE = `
:root { --ink: #1b1b1b; --paper: #fff; --faint: #666; --line: #d8d8d8; --card: #f7f7f7;
  --link: #0b57a4; --met: #00664b; --missed: #a63f00; --unknown: #6b5200; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #161616; --faint: #aaa; --line: #3a3a3a; --card: #202020;
    --link: #8ab8f0; --met: #4fd1a5; --missed: #ff9d66; --unknown: #f0cf5a; } }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 1080px; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.25rem; margin: 1.4rem 0 .2rem; } h3 { font-size: 1rem; margin: .8rem 0 0; }
ul { margin: .3rem 0; padding-left: 1.3rem; }
a { color: var(--link); } p { margin: .4rem 0; } .faint { color: var(--faint); }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .93rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 4rem; } td.word { white-space: nowrap; } td.title { min-width: 20rem; } tr.joined td { border-bottom: 0; padding-bottom: 0; }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.result { font-weight: 700; white-space: nowrap; }
.met { color: var(--met); } .missed { color: var(--missed); } .unknown { color: var(--unknown); }
.met::before { content: "\\2713 "; } .missed::before { content: "\\2717 "; } .unknown::before { content: "? "; }
.picture { overflow-x: auto; } .picture svg { width: 100%; min-width: 640px; height: auto; }
td.trend { min-width: 19rem; } td.trend svg { width: 100%; height: auto; }
svg text { fill: var(--ink); } svg text[fill="#000"] { fill: #000; }
code, pre { font: .86rem/1.4 ui-monospace, monospace; } pre { background: var(--card); padding: .6rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; } details { margin: .5rem 0; }
@media (max-width: 40rem) { td.title { min-width: 0; } }
@media print { td.title { min-width: 12rem; } body { max-width: none; padding: 0; } tr, .picture { break-inside: avoid; } thead { display: table-header-group; }
  details::details-content { content-visibility: visible; height: auto; } }
`;
