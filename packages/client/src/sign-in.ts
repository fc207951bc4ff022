import type { LoginReply, MeReply } from '@biometrics/chat-protocol'
import type { SignIn } from './api.ts'
import { errorOf } from './errors.ts'
import { createRest } from './rest.ts'

/** Sign-in and set-up of agents; in a browser the answer's cookie does the rest. */
export function createSignIn({ url }: { url: string }): SignIn {
  const rest = createRest(url, () => undefined, 'include')
  return {
    async me() {
      try {
        return await rest.get<MeReply>('/me')
      } catch (failure) {
        if (errorOf(failure).code === 'unauthenticated') return null
        throw failure
      }
    },
    login: (email, password, totp) =>
      rest.send<LoginReply>('POST', '/auth/login', { email, password, ...(totp !== undefined && { totp }) }),
    logout: () => rest.send<void>('POST', '/auth/logout'),
    setup: (body) => rest.send<LoginReply>('POST', '/setup', body),
  }
}
