import { expect, onTestFinished, test } from 'vitest'
import { ADA, startTestServer } from '../testing/start-test-server.ts'

const MINUTE_MS = 60_000

async function start(options: { trustedProxies?: string[] } = {}) {
  const server = await startTestServer({
    ...options,
    limits: { signInsFromNetwork: { name: 'network', most: 2, withinMs: 5 * MINUTE_MS } },
  })
  onTestFinished(server.stop)
  const signIn = async (email: string, password: string, from: string) => {
    const response = await fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ email, password }),
    })
    return response.status
  }
  return { server, signIn }
}

test('[ND2] failed sign-ins are counted for the network that they come from, and only those', async () => {
  const { server, signIn } = await start({ trustedProxies: ['127.0.0.1'] })
  await server.admin()
  for (let time = 0; time < 5; time++) {
    expect(await signIn(ADA.email, ADA.password, '203.0.113.7')).toBe(200)
  }
  for (const email of ['a@example.com', 'b@example.com']) {
    expect(await signIn(email, 'wrong', '203.0.113.7')).toBe(401)
  }
  expect(await signIn(ADA.email, ADA.password, '203.0.113.7')).toBe(429)
  expect(await signIn(ADA.email, ADA.password, '203.0.113.8')).toBe(200)
})

test('[ND2] nobody gets around it by saying to come from elsewhere', async () => {
  const { server, signIn } = await start()
  await server.admin()
  for (const from of ['203.0.113.1', '203.0.113.2']) {
    expect(await signIn('a@example.com', 'wrong', from)).toBe(401)
  }
  expect(await signIn('a@example.com', 'wrong', '203.0.113.3')).toBe(429)
})

test('[ND2] many tries at once are no way around either', async () => {
  const { server, signIn } = await start()
  await server.admin()
  const tries = await Promise.all(Array.from({ length: 10 }, () => signIn(ADA.email, 'wrong', '')))
  expect(tries.filter((status) => status === 401)).toHaveLength(2)
  expect(tries.filter((status) => status === 429)).toHaveLength(8)
})
