/** What is typed and not sent, by whose conversation it is, while the visitor looks elsewhere in the chat. */
export const unsent = new Map<string, string>()
