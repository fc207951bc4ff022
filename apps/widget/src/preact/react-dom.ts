import { type ComponentChild, render } from 'preact'

/** The one part of `react-dom/client` that the chat uses. */
export function createRoot(element: HTMLElement) {
  return { render: (drawn: ComponentChild) => render(drawn, element) }
}
