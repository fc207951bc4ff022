import { describe, expect, it } from 'vitest'
import { readStart } from './read-start.ts'

describe('what the page leaves in window.biometricsChat', () => {
  it('[WG1] a configuration', () => {
    const config = { appId: 'biometrics-web', color: '#1a73e8', 上班族: { enabled: true } }
    expect(readStart(config)).toEqual({ given: config, calls: [] })
  })

  it('[WG1] a queue of calls with the configuration in it', () => {
    const calls = [['init', { appId: 'a' }], ['open'], { color: '#000' }, ['prefill', 'Hi']]
    expect(readStart(calls)).toMatchObject({
      given: { appId: 'a', color: '#000' },
      calls: [['open'], ['prefill', 'Hi']],
    })
  })

  it('[WG1] a configuration that calls were pushed into', () => {
    const stub: Record<string, unknown> = { appId: 'a', push: Array.prototype.push }
    Array.prototype.push.call(stub, ['open'])
    expect(readStart(stub).calls).toEqual([['open']])
    expect(readStart({ appId: 'a', q: [['close']] }).calls).toEqual([['close']])
  })

  it('functions wait their turn', () => {
    const run = () => {}
    expect(readStart([run]).calls).toEqual([run])
  })

  it('nothing, or something else', () => {
    for (const left of [undefined, null, 'x', 7, true]) expect(readStart(left).given.appId).toBeUndefined()
  })
})
