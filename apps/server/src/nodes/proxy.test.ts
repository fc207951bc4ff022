import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { io } from 'socket.io-client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'
import { freePort, hasRedis, startTestRedis } from '../testing/test-redis.ts'

const ROOT = path.resolve(import.meta.dirname, '../../../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const canRun = hasRedis && spawnSync('nginx', ['-v']).status === 0

/** nginx as our users run it, but for the addresses. */
async function startNginx(site: string): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const config = [
    `pid ${folder}/nginx.pid;`,
    'events {}',
    'http {',
    'access_log off;',
    ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
    site.replace('listen 80;', `listen 127.0.0.1:${port};`),
    '}',
  ].join('\n')
  writeFileSync(path.join(folder, 'nginx.conf'), process.getuid?.() === 0 ? `user root;\n${config}` : config)
  const nginx = spawn(
    'nginx',
    ['-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`, '-g', 'daemon off;'],
    { stdio: 'ignore' },
  )
  onTestFinished(async () => {
    nginx.kill('SIGTERM')
    if (nginx.exitCode === null) await once(nginx, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  await expect.poll(async () => (await fetch(`${url}/healthz`).catch(() => null))?.status).toBe(200)
  return url
}

test('[ND1] the page about operations shows the lines for nginx as they are', () => {
  const [, shown] = /```nginx\n(.*?)```/s.exec(read('docs/operations.md')) ?? []
  expect(shown).toBe(read('deploy/nginx.conf'))
})

describe.skipIf(!canRun)('behind nginx', () => {
  test('[ND1] two nodes are one chat, over WebSockets and over long polling', async () => {
    const redis = await startTestRedis()
    onTestFinished(redis.kill)
    const ours = await startTestServer({ redisUrl: redis.url })
    onTestFinished(ours.stop)
    const { connection, dataDir } = ours
    const theirs = await startTestServer({ redisUrl: redis.url, connection, dataDir })
    onTestFinished(theirs.stop)
    const [first, second] = [ours, theirs].map(({ url }) => new URL(url).port)
    const url = await startNginx(
      read('deploy/nginx.conf')
        .replace('chat-server:3000', `127.0.0.1:${first}`)
        .replace('chat-server-2:3000', `127.0.0.1:${second}`)
        .replace(/\s*server chat-server-3:3000;/, ''),
    )
    const ada = await ours.admin()
    const there = await theirs.enterAsAgent(ada)

    for (const transport of ['websocket', 'polling'] as const) {
      const { visitorToken, visitor } = await ours.session()
      const vera = io(`${url}/visitor`, {
        auth: { token: visitorToken },
        transports: [transport],
        reconnection: false,
        forceNew: true,
      })
      onTestFinished(() => void vera.close())
      const heard: { seq: number }[] = []
      vera.on('message', (message) => heard.push(message))
      await new Promise<void>((resolve, reject) => {
        vera.once('connect', resolve)
        vera.once('connect_error', reject)
      })
      expect(vera.io.engine.transport.name).toBe(transport)

      const begun = await vera.emitWithAck('conversation:start', { clientId: randomUUID() })
      expect(begun).toMatchObject({ ok: true, data: { conversation: { visitor: { id: visitor.id } } } })
      const conversationId: string = begun.data.conversation.id
      const text = (words: string) => ({
        conversationId,
        clientId: randomUUID(),
        type: 'text' as const,
        content: { text: words },
      })
      expect(await vera.emitWithAck('message:send', text('Hello'))).toMatchObject({ ok: true })
      for (const agent of [ada, there]) {
        await agent.hears('message', (message) => message.conversationId === conversationId)
      }
      for (const agent of [ada, there]) await agent.does('message:send', text('Good morning'))
      await expect.poll(() => heard.map(({ seq }) => seq)).toEqual([1, 2, 3])
    }
  })
})
