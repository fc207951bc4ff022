import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { ADA, startTestServer } from '../testing/start-test-server.ts'

const HOUR_MS = 3_600_000

/** A mail server that keeps what it is given. */
async function startMailServer() {
  const mails: { to: string[]; text: string }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        // Quoted-printable, undone.
        const plain = text
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), text: plain })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const address = smtp.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { mails, url: `smtp://127.0.0.1:${port}` }
}

async function start({ withMail = true } = {}) {
  const clock = createManualClock()
  const mail = withMail ? await startMailServer() : null
  const server = await startTestServer({
    clock,
    mail: mail && { url: mail.url, from: 'chat@example.com' },
  })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const api = (method: string, path: string, body?: unknown, token?: string) =>
    server.rest(method, `/api/v1${path}`, body, token)
  const redeem = (token: string, password: string) => api('POST', '/auth/link', { token, password })
  const forgets = (email: string) => api('POST', '/auth/password-forgotten', { email })
  const mailed = async (count: number) => {
    await expect.poll(() => mail?.mails.length).toBe(count)
    return tokenIn(mail?.mails.at(-1)?.text ?? '')
  }
  return { clock, server, ada, api, redeem, forgets, mails: mail?.mails ?? [], mailed }
}

const tokenIn = (text: string) => /\/password#(lnk_[\w-]+)/.exec(text)?.[1] ?? ''
const NEW = 'a quiet violet lorry'

test('[SC5] an invitation is a link, good once and for an hour; the agent chooses the password', async () => {
  const { clock, server, ada, api, redeem, mailed, mails } = await start()
  const made = await api('POST', '/agents', { name: 'Ben', email: 'ben@example.com' }, ada.token)
  expect(made).toMatchObject({ status: 201, body: { name: 'Ben', invitation: { mailed: true } } })
  const token = tokenIn(made.body.invitation.link)
  expect(await mailed(1)).toBe(token)
  expect(mails[0]).toMatchObject({ to: ['ben@example.com'] })
  // 128 bits and more, and what is kept of it opens nothing.
  expect(Buffer.from(token.slice(4), 'base64url').length).toBeGreaterThanOrEqual(16)
  const kept = await server.services.database.query.selectFrom('account_links').selectAll().execute()
  expect(JSON.stringify(kept)).not.toContain(token.slice(4))
  // Without a password nobody gets in: neither by none nor by an empty hash.
  for (const password of ['', 'null', 'undefined', token])
    expect((await api('POST', '/auth/login', { email: 'ben@example.com', password })).status).not.toBe(200)

  expect((await redeem(token, 'passwordpassword')).body.code).toBe('password_guessable')
  const both = await Promise.all([redeem(token, NEW), redeem(token, NEW)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 403])
  expect((await redeem(token, NEW)).body.code).toBe('link_invalid')
  expect((await api('POST', '/auth/login', { email: 'ben@example.com', password: NEW })).status).toBe(200)

  const late = await api('POST', '/agents', { name: 'Cem', email: 'cem@example.com' }, ada.token)
  clock.advance(HOUR_MS)
  expect((await redeem(tokenIn(late.body.invitation.link), NEW)).body.code).toBe('link_invalid')
})

test('[SC5] a forgotten password: a link by mail ends every session, and a newer one ends it', async () => {
  const { server, ada, api, redeem, forgets, mailed, mails } = await start()
  expect((await forgets(ADA.email)).status).toBe(202)
  const older = await mailed(1)
  expect((await forgets('ADA@example.com')).status).toBe(202)
  const token = await mailed(2)
  expect((await redeem(older, NEW)).body.code).toBe('link_invalid')
  expect((await redeem(token, NEW)).body).toEqual({ email: ADA.email })
  await expect.poll(() => ada.socket.connected).toBe(false)
  expect((await api('GET', '/me', undefined, ada.token)).status).toBe(401)
  expect((await api('POST', '/auth/login', { email: ADA.email, password: NEW })).status).toBe(200)
  // And is told of it.
  await expect.poll(() => mails.length).toBe(3)
  expect(mails[2]?.text).toMatch(/was changed/)
  expect(server.url).toMatch(/^http/)
})

test('[SC5] who asks for an address that nobody has is answered the same, and as soon', async () => {
  const { server, forgets, mailed, mails } = await start()
  // Whoever looks is not waited for: with nobody able to look both are answered.
  const isHeld = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const held = server.services.database.query.transaction().execute(async (trx) => {
    await sql`lock table agents in access exclusive mode`.execute(trx)
    isHeld.resolve()
    await letGo.promise
  })
  await isHeld.promise
  const answers = await Promise.all([forgets(ADA.email), forgets('nobody@example.com')])
  expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([
    { status: 202, body: null },
    { status: 202, body: null },
  ])
  letGo.resolve()
  await held
  await mailed(1)
  expect(mails.map(({ to }) => to)).toEqual([[ADA.email]])
})

test('[SC5] only so many are mailed, to whomever', async () => {
  const { forgets } = await start()
  const statuses = []
  for (let time = 0; time < 7; time++) statuses.push((await forgets('nobody@example.com')).status)
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429])
})

test('[SC5] without a mail server an admin is shown the link, and nobody else', async () => {
  const { server, ada, api, redeem, forgets } = await start({ withMail: false })
  expect((await forgets(ADA.email)).status).toBe(404)
  expect((await api('GET', '/auth/methods')).body).toEqual({ provider: null, mail: false })
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  expect((await api('POST', `/agents/${ada.id}/link`, undefined, ben.token)).status).toBe(403)
  const made = await api('POST', `/agents/${ben.id}/link`, undefined, ada.token)
  expect(made.body).toMatchObject({ mailed: false, link: expect.stringContaining('/password#lnk_') })
  expect((await redeem(tokenIn(made.body.link), NEW)).status).toBe(200)
})

test.each([0, true, [], {}, null, '', 'lnk_', 'lnk_x', "lnk_' or 1=1 --", 'set_x'])(
  '[SC5] %j is no link',
  async (token) => {
    const { api } = await start({ withMail: false })
    const { status } = await api('POST', '/auth/link', { token, password: NEW })
    expect([400, 403]).toContain(status)
  },
)
