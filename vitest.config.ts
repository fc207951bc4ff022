import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tooling/test/longest-first.ts'

// Against hanging, not against slowness: a busy machine may take its time.
const TEST_TIMEOUT_MS = 180_000
const POLL_TIMEOUT_MS = 30_000

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['apps/server/src/**/*.test.ts'],
          globalSetup: 'apps/server/src/testing/global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'client',
          include: ['e2e/client/**/*.test.ts'],
          globalSetup: 'apps/server/src/testing/global-setup.ts',
        },
      },
      {
        extends: true,
        // The same stories over the small socket that the widget is built with.
        plugins: [
          {
            name: 'widget-socket',
            enforce: 'pre',
            resolveId: (id, importer) =>
              id === 'socket.io-client' && importer?.includes('/packages/client/')
                ? path.join(import.meta.dirname, 'apps/widget/src/socket/socket.ts')
                : undefined,
          },
        ],
        test: {
          name: 'widget-socket',
          include: ['e2e/client/{chat,outage,connection}.test.ts'],
          globalSetup: 'apps/server/src/testing/global-setup.ts',
        },
      },
      { extends: true, test: { name: 'packages', include: ['packages/*/src/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'tooling', include: ['{tooling,bench}/**/*.test.ts'] } },
      { extends: true, test: { name: 'dashboard', include: ['apps/dashboard/src/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
        test: { name: 'widget', include: ['apps/widget/{src,loader}/**/*.test.{ts,tsx}'] },
      },
    ],
    // Most of them wait for a database or a socket, so one for each core, where one core less is the default.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    expect: { poll: { timeout: POLL_TIMEOUT_MS } },
  },
})
