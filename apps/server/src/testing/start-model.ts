import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface ChatRequest {
  model: string
  messages: { role: string; content: string }[]
  stream?: boolean
  max_tokens: number
}

export interface ModelAnswer {
  text?: string
  status?: number
  headers?: Record<string, string>
  error?: string
  /** Stops after so many pieces and says nothing more; the connection stays open. */
  stallAfter?: number
  /** Closes the connection after so many pieces. */
  breakAfter?: number
  /** Waits for this before every piece. */
  pace?: () => Promise<void>
  /** Answers as one JSON, as servers do that cannot stream. */
  whole?: boolean
  /** Leaves out what it took. */
  silentUsage?: boolean
  /** What it says it took, where that is not what it did. */
  usage?: { prompt_tokens: number; completion_tokens: number }
  raw?: string
}

/** Of how many bytes a piece is: words, and letters of several bytes, are torn apart. */
const PIECE_BYTES = 7

/**
 * A small server that speaks the chat protocol of language models as the real ones do: streams with a last chunk of what it
 * took, errors as JSON, rate limits. What it answers is what a test says.
 */
export async function startModel(answer: (request: ChatRequest) => ModelAnswer) {
  const asked: { request: ChatRequest; authorization: string | undefined; text: string }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return void response.writeHead(404).end()
    const body: ChatRequest = JSON.parse(text)
    asked.push({ request: body, authorization: request.headers.authorization, text })
    await reply(response, body, answer(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked }
}

async function reply(response: ServerResponse, request: ChatRequest, answer: ModelAnswer): Promise<void> {
  const { text = '', status = 200, headers = {}, error, raw, pace } = answer
  if (error !== undefined || status !== 200) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message: error ?? 'no', type: 'server_error', code: null } }))
    return
  }
  if (raw !== undefined) return void response.writeHead(200, { 'content-type': 'text/html' }).end(raw)
  const usage = answer.usage ?? {
    prompt_tokens: Math.ceil(JSON.stringify(request.messages).length / 4),
    completion_tokens: Math.ceil(text.length / 4),
  }
  if (answer.whole || request.stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json' })
    const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }]
    response.end(JSON.stringify({ object: 'chat.completion', choices, usage }))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const write = (part: object) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: request.model, usage: null, ...part })}\n\n`
  const events = [
    ': keeps the connection\n\n',
    write({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] }),
    ...(text.match(/[\s\S]{1,9}/gu) ?? []).map((content) =>
      write({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
    ),
    write({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    ...(answer.silentUsage ? [] : [write({ choices: [], usage })]),
    'data: [DONE]\n\n',
  ]
  for (const [index, event] of events.entries()) {
    if (index === answer.stallAfter) return
    if (index === answer.breakAfter) return void response.destroy()
    await pace?.()
    const bytes = Buffer.from(event)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      await written(response, bytes.subarray(at, at + PIECE_BYTES))
  }
  response.end()
}

function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve())
  })
}
