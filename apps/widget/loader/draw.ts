/** Elements are made by hand, not from HTML text, so that a page with Trusted Types accepts them. */
export function add<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, parent: Node, className = '') {
  const made = document.createElement(tag)
  made.className = className
  return parent.appendChild(made)
}

/** Not a style element, which a page with a strict content policy would refuse. */
export function addStyle(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
