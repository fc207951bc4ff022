import { expect, test } from 'vitest'
import { wrongNode } from './node-version.mjs'

test('[ST3] an older Node.js is told which one is needed and how to get it, in a sentence', () => {
  expect(wrongNode('20.20.2')).toMatch(
    /^BIOMETRICS Live Chat needs Node\.js 24 or later and this is 20\.20\.2; run it through npm .*\.$/,
  )
})

test.each(['24.0.0', '24.21.0', '26.10.0'])('Node.js %s will do', (version) => {
  expect(wrongNode(version)).toBeNull()
})
