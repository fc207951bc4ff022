// The settings come as JSON behind the #, and are read as a page's own would be.
addEventListener('hashchange', () => location.reload())
// What this browser remembers of the chat on real pages is not what is looked at here.
Object.defineProperty(window, 'localStorage', { value: {} })
try {
  window.biometricsChat = JSON.parse(decodeURIComponent(location.hash.slice(1)))
} catch {
  window.biometricsChat = {}
}
const script = document.createElement('script')
script.src = '/widget.js'
document.head.append(script)
