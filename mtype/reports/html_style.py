"""How does the HTML report look, by day, by night and on a narrow screen?"""

from __future__ import annotations

# Every pair of text and background has a contrast of at least 4.5 to 1 (WCAG AA).
STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --back: #ffffff; --box: #f3f5f7;
  --line: #d0d7de; --error: #b3261e; --warning: #7a5200; --info: #0a5dad; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --dim: #a3adb8; --back: #12161b;
  --box: #1d232a; --line: #3a434d; --error: #ff8f87; --warning: #f0c04c; --info: #7dbbff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
code, pre { font: .875rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
pre { margin: .4rem 0; padding: .4rem .6rem; background: var(--box); border-radius: .3rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--dim); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
td, tbody th { overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--dim); font-size: .875rem; }
th[scope=rowgroup] { background: var(--box); }
.findings td:nth-child(-n+2) { width: 1%; white-space: nowrap; overflow-wrap: normal; }
.findings td:last-child { max-width: 0; }
.tally { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 1rem 0; list-style: none; }
.tally li { min-width: 7rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .4rem; }
.tally b { display: block; font-size: 1.5rem; line-height: 1.2; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
td.error, td.warning, td.info { font-weight: 600; }
.dim, footer { color: var(--dim); }
summary { cursor: pointer; padding: .4rem 0; }
.scroll { overflow-x: auto; }
.scroll td { min-width: 6rem; } .scroll tbody th { min-width: 11rem; }
:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
footer { margin-top: 2.5rem; font-size: .875rem; }
@media (max-width: 40rem) { main { padding: 1rem .6rem; } th, td { padding: .35rem .35rem; }
  .findings, .findings caption, .findings tbody { display: block; }
  .findings tr { display: block; border-top: 1px solid var(--line); } .findings thead { display: none; }
  .findings td, .findings th { display: block; border: 0; width: auto; }
  .findings td:nth-child(-n+2) { display: inline-block; width: auto; }
  .findings td:last-child { max-width: none; padding-top: 0; } .tally li { flex: 1 1 6rem; } }
@media print { .scroll { overflow: visible; } pre { white-space: pre-wrap; } }
"""
