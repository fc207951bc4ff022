import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { createTestDatabase } from '../testing/test-database.ts'
import { openVault } from './vault.ts'

const PLACE = 'webhooks.secret'
const NOW = new Date('2026-03-02T09:00:00Z')
const [FIRST, SECOND, THIRD] = Array.from({ length: 3 }, () => randomBytes(32).toString('hex'))

async function start() {
  const { connection, drop } = await createTestDatabase()
  const database = openDatabase(connection)
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  const open = (current: string | null = null, previous: string | null = null) =>
    openVault(database.query, { current, previous }, NOW)
  return { database, open }
}

test('[SC14] what is sealed opens again, each time from other bytes, and only in its place', async () => {
  const { open } = await start()
  const vault = await open(FIRST)
  const sealed = vault.seal(PLACE, 'whsec_1234')
  expect(sealed).not.toContain('whsec')
  expect(vault.seal(PLACE, 'whsec_1234')).not.toBe(sealed)
  expect(vault.open(PLACE, sealed)).toBe('whsec_1234')
  expect(() => vault.open('agents.totp_secret', sealed)).toThrow(/unable to authenticate/)
  const changed = sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA')
  expect(() => vault.open(PLACE, changed)).toThrow(/unable to authenticate/)
  expect((await open(FIRST)).open(PLACE, sealed)).toBe('whsec_1234')
})

test('[SC14] the key can be changed: with the one before beside it, once; without it the server does not start', async () => {
  const { open } = await start()
  const sealed = (await open(FIRST)).seal(PLACE, 'kept')
  await expect(open(SECOND)).rejects.toThrow('SECRET_KEY is not the one')
  await expect(open(null)).rejects.toThrow('set the one that they were sealed with')
  expect((await open(SECOND, FIRST)).open(PLACE, sealed)).toBe('kept')
  expect((await open(SECOND)).open(PLACE, sealed)).toBe('kept')
  await expect(open(FIRST)).rejects.toThrow('SECRET_KEY is not the one')
  await expect(open(THIRD, FIRST)).rejects.toThrow('SECRET_KEY is not the one')
})

test('[SC14] a key that is set later seals what was made without one', async () => {
  const { database, open } = await start()
  const sealed = (await open()).seal(PLACE, 'kept')
  const before = await database.query.selectFrom('vault_keys').selectAll().executeTakeFirstOrThrow()
  expect((await open(FIRST)).open(PLACE, sealed)).toBe('kept')
  const after = await database.query.selectFrom('vault_keys').selectAll().executeTakeFirstOrThrow()
  expect(before.is_sealed).toBe(false)
  expect(after.is_sealed).toBe(true)
  expect(after.key.includes(before.key)).toBe(false)
})
