import { type Html, html } from './html.ts'

const stylesheet = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #5b6878; --line: #d9dfe7; --paper: #fff; --ground: #f1f4f8;
  --accent: #0b5fd0; --on-accent: #fff; --good: #0a7a43; --bad: #b3261e; --warn: #8a5a00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #a3b0c0; --line: #35414f; --paper: #1b232d;
  --ground: #11171e; --accent: #7db3ff; --on-accent: #0b1622; --good: #63d297; --bad: #ff9a92; --warn: #f0c160 } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
main { max-width: 28rem; margin: 0 auto; padding: 1.25rem 1rem 3rem }
main.wide { max-width: 76rem }
h1 { font-size: 1.15rem; margin: 0 } h2 { font-size: 1.05rem; margin: 0 0 .5rem }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.1rem; margin-top: 1rem }
.amount { font-size: 2rem; font-weight: 650; letter-spacing: -.01em; margin: .15rem 0 0 }
.soft, small { color: var(--soft); font-size: .9rem } .good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) }
p { margin: .35rem 0 }
label { display: block; margin-top: .75rem; font-size: .9rem; font-weight: 550 }
input, select { width: 100%; padding: .65rem .7rem; font: inherit; font-weight: 400; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .5rem }
input:focus-visible, select:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px }
button, .button { display: block; width: 100%; margin-top: .8rem; padding: .75rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: var(--accent); background: transparent; border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer }
button.main { color: var(--on-accent); background: var(--accent) }
a { color: var(--accent) }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end } .row > * { flex: 1 1 8rem } .row > button { flex: 0 0 auto; width: auto; margin-top: .75rem }
.banner { background: var(--warn); color: var(--paper); text-align: center; padding: .3rem .8rem; font-size: .85rem; font-weight: 600 }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); align-items: start } .grid section { margin-top: 0 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem } th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top }
td.number, th.number { text-align: right; padding-right: 1.4rem; font-variant-numeric: tabular-nums } td.wrap { white-space: normal; min-width: 12rem }
td form { display: inline } td button { display: inline; width: auto; margin: 0 .3rem 0 0; padding: .2rem .6rem; font-size: .85rem }
code { font: .85rem ui-monospace, monospace; overflow-wrap: anywhere } ul { margin: .5rem 0 0; padding-left: 1.1rem } summary { cursor: pointer; margin-top: .8rem; font-weight: 550 }
`

/** A whole page. */
export function layout(title: string, content: Html, width: 'narrow' | 'wide' = 'narrow'): string {
  const style: Html = { html: `<style>${stylesheet}</style>` }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
${style}
</head>
<body>
<div class="banner">Simulator: no real money moves here</div>
<main class="${width}">
${content}
</main>
</body>
</html>
`.html
}
