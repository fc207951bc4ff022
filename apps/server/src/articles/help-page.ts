import type { HelpArticle } from '@biometrics/chat-protocol'
import { directionOf, helpTexts } from './help-texts.ts'
import { escapeHtml, renderMarkdown } from './render-markdown.ts'

export interface HelpSite {
  appId: string
  name: string
  color: string
  language: string
}

/** The list of articles, or what was found. Pages of plain HTML: they load at once, everywhere, and search engines read them. */
export function helpListPage(site: HelpSite, asked: string, items: readonly HelpArticle[]): string {
  const words = helpTexts(site.language)
  const heading = asked === '' ? words.title : `${words.found} “${asked}”`
  const list = items
    .map(
      ({ title, excerpt, url }) =>
        `<li><a href="${escapeHtml(url)}"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(excerpt)}</p></a></li>`,
    )
    .join('')
  const body = items.length > 0 ? `<ul class="list">${list}</ul>` : `<p class="none">${words.none}</p>`
  return page(site, heading, asked, `<h1>${escapeHtml(heading)}</h1>${body}`)
}

export function helpArticlePage(site: HelpSite, title: string, markdown: string): string {
  return page(site, title, '', `<article><h1>${escapeHtml(title)}</h1>${renderMarkdown(markdown)}</article>`)
}

function page(site: HelpSite, title: string, asked: string, inner: string): string {
  const words = helpTexts(site.language)
  const home = `/help/${encodeURIComponent(site.appId)}`
  return `<!doctype html>
<html lang="${escapeHtml(site.language)}" dir="${directionOf(site.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${escapeHtml(site.name)}</title>
<link rel="stylesheet" href="/help.css">
</head>
<body>
<header><div class="width">
<a class="name" href="${home}">${escapeHtml(site.name)}</a>
<form action="${home}" role="search"><input type="search" name="q" value="${escapeHtml(asked)}" placeholder="${words.search}" aria-label="${words.search}"></form>
</div></header>
<main class="width">${inner}</main>
<footer class="width"><a href="${home}">${words.all}</a><a href="/chat/${encodeURIComponent(site.appId)}">${words.chat}</a></footer>
</body>
</html>
`
}

export const HELP_STYLES = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5f6670; --paper: #fff; --line: #e3e6ea; --accent: #1a5fc4; --hover: #f5f7f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #9aa2ad; --paper: #16181c; --line: #2e3238; --accent: #8ab4f8; --hover: #1f2227; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
.width { max-width: 720px; margin: 0 auto; padding: 0 20px; }
header { border-bottom: 1px solid var(--line); }
header > .width { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; padding-block: 14px; }
.name { color: inherit; font-weight: 650; text-decoration: none; }
form { flex: 1 1 240px; }
input { width: 100%; height: 42px; padding: 0 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--hover); color: inherit; font: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
main.width { padding-block: 28px 40px; min-height: 60vh; }
h1 { margin: 0 0 20px; font-size: 28px; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 28px 0 8px; font-size: 20px; line-height: 1.3; }
h3 { margin: 24px 0 6px; font-size: 17px; }
a { color: var(--accent); }
.list { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.list li { border-bottom: 1px solid var(--line); }
.list a { display: block; padding: 16px 12px; margin: 0 -12px; border-radius: 10px; color: inherit; text-decoration: none; }
.list a:hover { background: var(--hover); }
.list h2 { margin: 0 0 2px; font-size: 17px; color: var(--accent); }
.list p, .none { margin: 0; color: var(--soft); }
pre { padding: 14px; overflow-x: auto; border-radius: 10px; background: var(--hover); }
code { font: 0.9em ui-monospace, monospace; }
blockquote { margin: 0; padding-inline-start: 16px; border-inline-start: 3px solid var(--line); color: var(--soft); }
img { max-width: 100%; height: auto; border-radius: 10px; }
footer.width { display: flex; flex-wrap: wrap; gap: 8px 24px; padding-block: 20px 40px; border-top: 1px solid var(--line); }
`
