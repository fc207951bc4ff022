import { expect, test } from 'vitest'
import { completeLockfile, readLockfile } from './lockfile.ts'

test('package-lock.json names every optional package; if not, run npm run lock', () => {
  const lockfile = readLockfile()
  expect(Object.keys(completeLockfile(lockfile).packages)).toEqual(Object.keys(lockfile.packages))
})

test('what npm left out is put in for its platform, in its place', () => {
  const lint = { version: '1.0.0', dev: true, optionalDependencies: { 'lint-linux-x64-musl': '1.0.0' } }
  const { packages } = completeLockfile({ packages: { 'node_modules/lint': lint, 'node_modules/zod': {} } })
  expect(Object.entries(packages)).toEqual([
    ['node_modules/lint', lint],
    [
      'node_modules/lint-linux-x64-musl',
      { version: '1.0.0', os: ['linux'], cpu: ['x64'], libc: ['musl'], dev: true, optional: true },
    ],
    ['node_modules/zod', {}],
  ])
})
