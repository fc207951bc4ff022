/** What the person at the keyboard can mend, said in one sentence. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}
