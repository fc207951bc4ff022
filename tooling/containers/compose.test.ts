import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../run-program.ts'

interface Service {
  image?: string
  build?: string
  ports?: string[]
  environment?: Record<string, string>
  volumes?: string[]
  healthcheck?: { test: string[] }
  extends?: { file: string; service: string }
}
interface Compose {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}

const text = (name: string) => readFileSync(path.join(ROOT, name), 'utf8')
// Anchors are merged as Compose merges them.
const compose = (name: string) => parse(text(name), { merge: true }) as Compose

const one = compose('docker-compose.yml')
const many = compose('docker-compose.nodes.yml')

test('[ND3] one server, with the published names, images and port', () => {
  expect(Object.keys(one.services)).toEqual(['chat-server', 'redis', 'chat-db'])
  expect(one.services['chat-server']).toMatchObject({ build: '.', ports: ['53054:3000'] })
  expect(one.services.redis?.image).toBe('redis:7-alpine')
  expect(one.services['chat-db']?.image).toBe('postgres:15')
  expect(one.services['chat-server']?.environment?.REDIS_URL).toMatch(/@redis:6379$/)
  expect(one.services['chat-server']?.environment?.DATABASE_URL).toMatch(/@chat-db:5432\/chat$/)
})

test('[ND3] three nodes of one image behind a proxy at the same port', () => {
  const nodes = Object.entries(many.services).filter(([, { build }]) => build === '.')
  expect(nodes.map(([name]) => name)).toEqual(['chat-server', 'chat-server-2', 'chat-server-3'])
  for (const [, node] of nodes) {
    expect(node.ports).toBeUndefined()
    expect(node.volumes).toEqual(['chat-data:/data'])
  }
  const published = Object.values(many.services).filter(({ ports }) => ports !== undefined)
  expect(published.map(({ ports }) => ports)).toEqual([['53054:80']])
  for (const service of ['redis', 'chat-db'] as const) {
    expect(many.services[service]?.extends).toEqual({ file: 'docker-compose.yml', service })
  }
  const upstream = [...text('deploy/nginx.conf').matchAll(/server (\S+):3000;/g)].map(([, name]) => name)
  expect(upstream).toEqual(nodes.map(([name]) => name))
})

test('[ND3] every volume is declared, every service says how it is, and no password has a default', () => {
  for (const { services, volumes } of [one, many]) {
    const used = Object.values(services).flatMap(({ volumes: mounted = [] }) => mounted)
    const named = used.map((mount) => mount.split(':')[0] ?? '').filter((name) => !name.startsWith('.'))
    for (const name of named) expect(Object.keys(volumes)).toContain(name)
    for (const [name, { build, healthcheck, extends: other }] of Object.entries(services)) {
      // The image of the server brings its own.
      expect(build ?? healthcheck ?? other, name).toBeDefined()
    }
  }
  for (const file of ['docker-compose.yml', 'docker-compose.nodes.yml']) {
    for (const [, name, rest] of text(file).matchAll(/\$\{(\w*PASSWORD\w*)([^}]*)\}/g)) {
      if (name === 'BOOTSTRAP_ADMIN_PASSWORD') expect(rest).toBe(':-')
      else expect(rest, name).toMatch(/^:\?/)
    }
  }
})
