import { z } from 'zod'
import type { Outbound, OutboundStream } from '../outbound/outbound.ts'
import { readEvents } from './read-events.ts'

export interface ModelMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface Endpoint {
  baseUrl: string
  model: string
  apiKey: string | null
}

export interface Asked {
  messages: readonly ModelMessage[]
  /** Of the answer. */
  maxTokens: number
  timeoutMs: number
  signal?: AbortSignal
  /** Hears the answer grow: all of it that has come, each time. */
  onText?(text: string): void
}

export interface Completed {
  text: string
  inputTokens: number
  outputTokens: number
}

/** Why there is no answer; the message is for whoever has set the model up. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly retryAfterMs: number | null
  constructor(message: string, more: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.retryAfterMs = more.retryAfterMs ?? null
  }
}

const ANSWER_BYTES = 2 * 1024 * 1024
const ERROR_LENGTH = 300
/** Where a server does not count: about so many characters make a token. */
const CHARACTERS_A_TOKEN = 4

/** A server that counts nonsense is one that does not count: the month's limit is reckoned with it. */
const tokens = z.number().int().min(0).max(1_000_000_000)
const usage = z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(null)
const chunk = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish() })).default([]),
  usage,
  error: z.unknown().optional(),
})
const whole = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage,
})

/** One request of the chat protocol that most servers of language models speak, streamed where the server can. */
export async function askModel(
  outbound: Pick<Outbound, 'stream'>,
  { baseUrl, model, apiKey }: Endpoint,
  { messages, maxTokens, timeoutMs, signal, onText }: Asked,
): Promise<Completed> {
  const body = JSON.stringify({
    model,
    messages,
    max_tokens: maxTokens,
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  let counted: z.infer<typeof usage>
  const add = (piece: string | null | undefined) => {
    if (!piece) return
    text += piece
    onText?.(text)
  }
  try {
    const reply = await outbound.stream({
      url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      },
      body,
      timeoutMs,
      mostBytes: ANSWER_BYTES,
      ...(signal && { signal }),
    })
    if (reply.status !== 200) throw await refusalOf(reply)
    const type = reply.headers['content-type'] ?? ''
    if (/\bjson\b/.test(type)) {
      const answer = whole.parse(JSON.parse(await textOf(reply)))
      add(answer.choices[0]?.message.content)
      counted = answer.usage
    } else {
      if (!type.startsWith('text/event-stream')) throw new SyntaxError(type)
      for await (const event of readEvents(reply.body)) {
        if (event === '[DONE]') break
        const part = chunk.parse(JSON.parse(event))
        if (part.error !== undefined) throw new ModelFailure('It broke off with an error.')
        for (const { delta } of part.choices) add(delta?.content)
        counted = part.usage ?? counted
      }
    }
  } catch (error) {
    if (error instanceof ModelFailure) throw error
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new ModelFailure('It answered something else than the chat protocol.', { cause: error })
    throw new ModelFailure(error instanceof Error ? error.message : 'It did not answer.', { cause: error })
  }
  const sent = messages.reduce((sum, { content }) => sum + content.length, 0)
  return {
    text,
    inputTokens: counted?.prompt_tokens ?? Math.ceil(sent / CHARACTERS_A_TOKEN),
    outputTokens: counted?.completion_tokens ?? Math.ceil(text.length / CHARACTERS_A_TOKEN),
  }
}

async function refusalOf(reply: OutboundStream): Promise<ModelFailure> {
  const words = (await textOf(reply)).slice(0, 10_000)
  const seconds = Number(reply.headers['retry-after'])
  const retryAfterMs = Number.isFinite(seconds) && reply.headers['retry-after'] ? seconds * 1000 : null
  const said = messageIn(words)
  return new ModelFailure(`It answered ${reply.status}${said === '' ? '' : `: ${said}`}.`, { retryAfterMs })
}

function messageIn(words: string): string {
  try {
    const { error } = JSON.parse(words)
    const message = typeof error === 'string' ? error : error?.message
    // PostgreSQL keeps no NUL, and the failure is kept.
    return typeof message === 'string'
      ? message.replaceAll('\0', '').slice(0, ERROR_LENGTH).toWellFormed()
      : ''
  } catch {
    return ''
  }
}

async function textOf({ body }: OutboundStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const piece of body) chunks.push(piece)
  return Buffer.concat(chunks).toString()
}
