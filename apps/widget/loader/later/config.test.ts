import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

function read(given: Record<string, unknown>) {
  const warnings: string[] = []
  return { config: readConfig(given, (text) => warnings.push(text)), warnings }
}

describe('the configuration of the page', () => {
  it('[WG1] of the published snippet is taken whole, its Chinese key as businessHours', () => {
    const given = {
      appId: 'biometrics-web',
      position: 'bottom-right',
      greeting: 'Hi! How can we help you?',
      color: '#1a73e8',
      上班族: { enabled: true, hours: 'Mon-Fri 9:00-18:00 CET' },
    }
    const { appId, 上班族: businessHours, ...rest } = given
    expect(read(given)).toEqual({ config: { ...rest, businessHours }, warnings: [] })
  })

  it('[WG1] a wrong value is named, with what is used instead', () => {
    const { config, warnings } = read({
      appId: 'a',
      position: 'top',
      color: 'blue',
      language: 'x',
      sound: true,
    })
    expect(config).toEqual({})
    expect(warnings).toEqual([
      '"position" is not valid (top), used instead: bottom-right',
      '"color" is not valid (blue), used instead: #1a73e8',
      '"language" is not valid (x), used instead: the language of the browser',
      '"sound" is not valid (true), used instead: no sound',
    ])
  })

  it('an unknown key is named', () => {
    expect(read({ appId: 'a', colour: '#fff' }).warnings).toEqual(['"colour" is not known'])
  })

  it('null is as good as nothing', () => {
    expect(read({ color: null, greeting: undefined })).toEqual({ config: {}, warnings: [] })
  })
})
