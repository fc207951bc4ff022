import { z } from 'zod'
import { agent, newAgent, password } from './agent.ts'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { text } from './text.ts'
import { email } from './visitor.ts'

/** How an agent gets in, and what keeps others out. */

/** Six digits of the authenticator, or one of the recovery codes. */
export const secondFactorCode = text(64, 1)

export const loginRequest = z.strictObject({
  email: text(LIMITS.emailLength, 1),
  password: text(LIMITS.passwordLength, 1),
  totp: secondFactorCode.optional().describe('where a second factor is set: a code, or a recovery code'),
})
export const loginReply = z.object({ token: z.string(), agent })

/** What the sign-in page offers. */
export const signInMethods = z
  .object({
    provider: z
      .object({ name: z.string() })
      .nullable()
      .describe('the company’s own sign-in (OpenID Connect)'),
    mail: z.boolean().describe('whether a forgotten password can be replaced by a link in a mail'),
  })
  .meta({ id: 'SignInMethods' })

export const meReply = z.object({
  agent,
  secondFactorMissing: z
    .boolean()
    .describe('true: nothing but setting up a second factor is allowed until that is done'),
})

/** A device that is signed in. */
export const agentSession = z
  .object({
    id,
    current: z.boolean().describe('the one that asks'),
    createdAt: timestamp,
    lastUsedAt: timestamp.describe('to a few minutes'),
    userAgent: z.string().nullable().describe('what the browser said of itself'),
    address: z.string().nullable(),
  })
  .meta({ id: 'AgentSession' })

export const passwordChange = z.strictObject({
  currentPassword: text(LIMITS.passwordLength, 1),
  password,
})

/** What shows that it is still the one who signed in: one of the two. */
export const proof = z
  .strictObject({
    password: text(LIMITS.passwordLength, 1).optional(),
    code: secondFactorCode.optional(),
  })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), {
    error: 'must have either a password or a code',
  })

export const secondFactor = z
  .object({
    enabled: z.boolean(),
    required: z.boolean().describe('an admin demands it of everybody'),
    recoveryCodesLeft: z.number().int(),
    hasPassword: z.boolean().describe('false: signs in at the company’s provider only'),
  })
  .meta({ id: 'SecondFactor' })
export const newSecondFactor = z
  .object({
    secret: z.string().describe('Base32, for those who type it; not shown again'),
    uri: z.string().describe('`otpauth://…` for a QR code'),
  })
  .meta({ id: 'NewSecondFactor' })
export const secondFactorProof = z.strictObject({ code: secondFactorCode })
export const recoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).describe('each good once; not shown again') })
  .meta({ id: 'RecoveryCodes' })

/** Without a password the answer holds the link by which the agent chooses one. */
export const newAgentRequest = z.strictObject({ ...newAgent.shape, password: password.optional() })
export const accountLink = z
  .object({
    link: z.string().describe('good once, for an hour; not shown again'),
    expiresAt: timestamp,
    mailed: z.boolean().describe('whether it was handed to the mail server as well'),
  })
  .meta({ id: 'AccountLink' })
export const newAgentReply = z
  .object({ ...agent.shape, invitation: accountLink.optional() })
  .meta({ id: 'NewAgent' })
export const passwordForgotten = z.strictObject({ email })
export const linkRedemption = z.strictObject({ token: text(512, 1), password })
export const linkRedeemed = z.object({ email: z.string().describe('whose password it is now') })

export type LoginReply = z.infer<typeof loginReply>
export type SignInMethods = z.infer<typeof signInMethods>
export type MeReply = z.infer<typeof meReply>
export type AgentSessionInfo = z.infer<typeof agentSession>
export type SecondFactor = z.infer<typeof secondFactor>
export type NewSecondFactor = z.infer<typeof newSecondFactor>
export type RecoveryCodes = z.infer<typeof recoveryCodes>
export type AccountLink = z.infer<typeof accountLink>
export type NewAgentReply = z.infer<typeof newAgentReply>
