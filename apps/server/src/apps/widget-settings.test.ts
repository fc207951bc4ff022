import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { iconOf, manifestOf } from './app-manifest.ts'
import type { AppRow } from './app-store.ts'
import { loaderLook } from './app-view.ts'

let server: TestServer
let token: string
let id: string

beforeAll(async () => {
  server = await startTestServer()
  token = (await server.admin()).token
  id = (await server.rest('GET', '/api/v1/apps', undefined, token)).body.items[0].id
})
afterAll(() => server.stop())

const change = (fields: object) => server.rest('PATCH', `/api/v1/apps/${id}`, fields, token)
const session = async () =>
  (await server.rest('POST', '/api/v1/visitor/sessions', { appId: 'biometrics-web' })).body

describe('what an app sets for its widget', () => {
  test('[WD1] is kept, reaches every visitor, and one setting leaves the others alone', async () => {
    const sound = { enabled: true }
    const businessHours = { enabled: true, hours: '24/7 UTC' }
    expect((await change({ sound, businessHours })).body).toMatchObject({ sound, businessHours })
    const { status, body } = await change({ greetingRules: { afterSeconds: 5, urlPattern: '/cart*' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ sound, greetingRules: { afterSeconds: 5 }, prechatForm: null })
    expect((await session()).config).toMatchObject({
      sound,
      businessHours,
      greetingRules: { urlPattern: '/cart*' },
    })
    expect((await change({ greetingRules: null, sound: null, businessHours: null })).body).toMatchObject({
      greetingRules: null,
      sound: null,
    })
  })

  test('[WD3] a form is checked when it is set, with the name of what is wrong', async () => {
    const form = (...fields: object[]) => change({ prechatForm: { enabled: true, fields } })
    const good = {
      name: 'order',
      label: { en: 'Order number', de: 'Bestellnummer' },
      pattern: '\\d{4}',
      required: true,
    }
    expect((await form(good)).body.prechatForm.fields[0]).toMatchObject({ ...good, type: 'text' })
    for (const [wrong, path] of [
      [{ ...good, pattern: '(' }, 'prechatForm.fields.0.pattern'],
      [{ ...good, type: 'file' }, 'prechatForm.fields.0.type'],
      [{ name: 'terms', type: 'consent', link: 'javascript:alert(1)' }, 'prechatForm.fields.0.link'],
    ] as const) {
      const { status, body } = await form(wrong)
      expect(status).toBe(400)
      expect(body.errors.map((error: { path: string }) => error.path)).toContain(path)
    }
    await change({ prechatForm: null })
  })

  test('[WD3] visitors hear the names of the groups that they may choose, and of no others', async () => {
    const sales = (await server.rest('POST', '/api/v1/groups', { name: 'Sales' }, token)).body
    await server.rest('POST', '/api/v1/groups', { name: 'Internal' }, token)
    expect((await session()).config.groups).toEqual([])
    await change({ choosableGroupIds: [sales.id] })
    expect((await session()).config.groups).toEqual([{ id: sales.id, name: 'Sales' }])
    const unknown = await change({ choosableGroupIds: [id] })
    expect(unknown.body.errors[0].path).toBe('choosableGroupIds.0')
    await change({ choosableGroupIds: [] })
  })

  test('[WD1] hours that nobody understands are refused in words', async () => {
    const { status, body } = await change({ businessHours: { enabled: true, hours: 'whenever' } })
    expect(status).toBe(400)
    expect(body.errors[0].path).toBe('businessHours.hours')
  })

  test('[WD7] the app’s hours hold for visitors whose page says nothing', async () => {
    await change({ businessHours: { enabled: true, hours: 'Mon-Sun 0:00-0:01 UTC' } })
    const closed = await session()
    // One minute a day it is open.
    if (new Date().getUTCHours() + new Date().getUTCMinutes() > 0) expect(closed.accepts).toBe('message')
    await change({ businessHours: null })
    expect((await session()).accepts).toBe('chat')
  })

  test('[WD4] a page may ask whether anybody is there, without making a visitor', async () => {
    const { status, body } = await server.rest('GET', '/api/v1/availability?appId=biometrics-web')
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepts: 'chat', nextOpening: null })
    expect((await server.rest('GET', '/api/v1/availability?appId=nobody')).status).toBe(404)
  })
})

describe('what is made of an app', () => {
  const row = {
    app_id: 'biometrics-web',
    name: 'BIOMETRICS "Support"',
    color: '#1a73e8',
    position: 'bottom-left',
    greeting: 'Hi',
    widget: { sound: { enabled: true } },
  } as unknown as AppRow

  test('[WD1] the loader knows what is seen before anybody asks, and nothing else', () => {
    expect(loaderLook(row)).toEqual({ position: 'bottom-left', color: '#1a73e8', greeting: 'Hi' })
    expect(loaderLook({ ...row, position: 'bottom-right', greeting: null })).toEqual({ color: '#1a73e8' })
  })

  test('[WD10] the full-page chat can be installed', () => {
    expect(manifestOf(row)).toMatchObject({ start_url: '/chat/biometrics-web', display: 'standalone' })
    expect(iconOf(row)).toContain('fill="#1a73e8"')
  })
})
