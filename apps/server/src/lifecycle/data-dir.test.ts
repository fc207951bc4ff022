import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { claimDataDir, makeDataDir } from './data-dir.ts'
import { identifyProcess } from './process-identity.ts'
import { StartError } from './start-error.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Another process that claims the folder, says so, and waits. */
function otherServer(folder: string) {
  const module = new URL('./data-dir.ts', import.meta.url).href
  const script = `import(${JSON.stringify(module)}).then(async ({ claimDataDir }) => {
    const answer = await claimDataDir(${JSON.stringify(folder)}).then(() => 'claimed', (error) => error.message)
    process.stdout.write(answer)
    if (answer === 'claimed') setInterval(() => {}, 1000)
  })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const answer = new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(String(data))),
  )
  const kill = () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL'))
  return { child, answer, kill }
}

test('[ST2] a second server on the same data is told the pid of the first', async () => {
  const folder = temporaryFolder()
  const first = otherServer(folder)
  expect(await first.answer).toBe('claimed')

  await expect(claimDataDir(folder)).rejects.toThrow(
    `Another server (pid ${first.child.pid}) is already running on ${folder}; stop it first, or set DATA_DIR to another folder.`,
  )
})

test('what a killed server left does not stand in the way', async () => {
  const folder = temporaryFolder()
  const first = otherServer(folder)
  await first.answer
  await first.kill()
  expect(readdirSync(path.join(folder, 'lock'))).toHaveLength(1)

  const release = await claimDataDir(folder)
  expect(readdirSync(path.join(folder, 'lock'))).toHaveLength(1)
  release()
  expect(readdirSync(path.join(folder, 'lock'))).toEqual([])
})

test('a pid that was given to another program is not taken for the server', async () => {
  const folder = temporaryFolder()
  mkdirSync(path.join(folder, 'lock'))
  writeFileSync(path.join(folder, 'lock', `${process.ppid}-earlier.1`), '')

  const release = await claimDataDir(folder)
  expect(readdirSync(path.join(folder, 'lock'))).toEqual([expect.stringMatching(`^${process.pid}-`)])
  release()
})

test('of several servers that start at once exactly one comes up', async () => {
  const folder = temporaryFolder()
  const answers = await Promise.all(Array.from({ length: 4 }, () => otherServer(folder).answer))
  expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1)
  expect(answers.filter((answer) => answer.startsWith('Another server (pid '))).toHaveLength(3)
})

test('one process does not serve the same data twice', async () => {
  const folder = temporaryFolder()
  const release = await claimDataDir(folder)
  await expect(claimDataDir(folder)).rejects.toThrow(`Another server (pid ${process.pid})`)
  release()
  await claimDataDir(folder).then((releaseAgain) => releaseAgain())
})

test.each(['a file', '/proc'])('%s in the place of the folder is refused in a sentence', async (kind) => {
  const file = path.join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const folder = path.join(kind === '/proc' ? kind : file, 'data')
  expect(() => makeDataDir(folder)).toThrow(StartError)
  expect(() => makeDataDir(folder)).toThrow(
    /^The data folder .* is not writable \(\w+\); set DATA_DIR to a folder that is\.$/,
  )
})

test('a zombie counts as ended', async () => {
  // The shell starts a program that ends at once, and becomes one that never asks for its exit code.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (data: Buffer) => resolve(Number(data))),
  )
  await expect.poll(() => identifyProcess(pid)).toBeNull()
  expect(() => process.kill(pid, 0)).not.toThrow()
})
