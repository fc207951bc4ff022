import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file system of its own in a file, which can be filled up and copied as a power cut would leave it. */
export interface Disk {
  folder: string
  /** Takes all the room there is; returns the function that gives it back. */
  fill(): Promise<() => void>
  /** Copies what has reached the disk by now. */
  copy(image: string): Promise<void>
  unmount(): Promise<void>
}

/** Why there can be no such disk here, or null. */
export function noDiskBecause(): string | null {
  if (process.platform !== 'linux') return 'loop mounts are a thing of Linux'
  return process.getuid?.() === 0 ? null : 'loop mounts need root'
}

export async function makeDisk(folder: string, sizeMb: number): Promise<Disk> {
  const image = `${folder}.img`
  await writeFile(image, '')
  await truncate(image, sizeMb * 1024 * 1024)
  await run('mkfs.ext4', ['-q', '-F', '-m', '0', image])
  return mountDisk(image, folder)
}

export async function mountDisk(image: string, folder: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true })
  await run('mount', ['-o', 'loop', image, folder])
  chmodSync(folder, 0o755)
  return {
    folder,
    async fill() {
      const ballast = path.join(folder, 'ballast')
      // It ends where the room does.
      await run('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M']).catch(() => {})
      return () => rmSync(ballast, { force: true })
    },
    async copy(copied) {
      await run('cp', ['--sparse=always', image, copied])
    },
    async unmount() {
      await run('umount', [folder]).catch(() => run('umount', ['-l', folder]))
      rmSync(image, { force: true })
    },
  }
}
