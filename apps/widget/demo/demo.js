/** The page's own buttons speak to the chat as any customer's page would. */
for (const button of document.querySelectorAll('[data-chat]')) {
  button.addEventListener('click', () => {
    const chat = window.biometricsChat
    chat.open?.()
    if (button.dataset.chat === 'send') chat.prefill?.(button.dataset.text)
  })
}
