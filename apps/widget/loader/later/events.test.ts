import { afterEach, describe, expect, it, vi } from 'vitest'
import { createEvents } from './events.ts'

afterEach(() => vi.restoreAllMocks())

describe('the events of the page', () => {
  it('reach each listener until it is taken off', () => {
    const { on, once, off, emit } = createEvents(() => {})
    const heard: unknown[] = []
    const listener = (data: unknown) => heard.push(data)
    const stop = on('unread', listener)
    once('unread', (data) => heard.push(`once ${data}`))
    emit('unread', 1)
    emit('unread', 2)
    stop()
    emit('unread', 3)
    on('unread', listener)
    off('unread', listener)
    emit('unread', 4)
    expect(heard).toEqual([1, 'once 1', 2])
  })

  it('[WG1] a listener that throws harms nobody', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { on, emit } = createEvents(() => {})
    let heard = 0
    on('open', () => {
      throw new Error('of the page')
    })
    on('open', () => (heard += 1))
    emit('open')
    expect(heard).toBe(1)
    expect(warn).toHaveBeenCalledOnce()
  })

  it('ready is told also to those who come late', async () => {
    const { on, emit } = createEvents(() => {})
    emit('ready')
    await new Promise<void>((resolve) => void on('ready', () => resolve()))
  })
})
