import { lookup as systemLookup } from 'node:dns/promises'
import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isOwnAddress, isPublicAddress, type OwnNetworks } from './public-address.ts'

/** What the server may ask of others' servers. */
export interface Outbound {
  /** Whether an address may be asked, as far as can be told without asking; a name that is not known now may be later. */
  check(url: string): Promise<void>
  /** One request and its answer. Redirects are answers too: nobody follows them. */
  send(request: OutboundRequest): Promise<OutboundAnswer>
  /** The same, with a body that is read as it comes; it fails when the time is over or too much comes. */
  stream(request: OutboundRequest): Promise<OutboundStream>
}

export interface OutboundRequest {
  url: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** From the look-up of the name to the last byte. */
  timeoutMs: number
  /** What comes beyond is not read. */
  mostBytes: number
  signal?: AbortSignal
}

export interface OutboundAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface OutboundStream {
  status: number
  headers: IncomingHttpHeaders
  body: AsyncIterable<Buffer>
}

/** The address must not be asked; the message says why and goes to whoever chose it. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused'
}

export interface Address {
  address: string
  family: number
}
export type Resolve = (host: string) => Promise<Address[]>

const resolveBySystem: Resolve = (host) => systemLookup(host, { all: true })

/**
 * Asks for others, who choose the address. Their name is resolved once, every address that it stands for is checked, and
 * the connection goes to the one that was checked: a name that stands for something else a moment later gains nothing.
 */
export function createOutbound(own: OwnNetworks = [], resolve: Resolve = resolveBySystem): Outbound {
  // RFC 6761: it is this machine, whatever a name server says.
  const addressesOf: Resolve = async (host) =>
    /(^|\.)localhost\.?$/.test(host) ? [{ address: '127.0.0.1', family: 4 }] : resolve(host)

  async function addressOf(url: URL): Promise<Address> {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const family = isIP(host)
    const addresses = family === 0 ? await addressesOf(host) : [{ address: host, family }]
    const [first] = addresses
    if (!first) throw new Error(`The name ${host} stands for no address.`)
    for (const { address } of addresses) {
      const mayBeAsked = isPublicAddress(address) || isOwnAddress(address, own)
      if (!mayBeAsked) throw new OutboundRefused(`${host} is an address of a private network.`)
    }
    return first
  }

  return {
    async check(text) {
      const url = parseUrl(text)
      try {
        await addressOf(url)
      } catch (error) {
        // That a name is unknown now says nothing of the day on which it is asked.
        if (error instanceof OutboundRefused) throw error
      }
    },
    async send({ timeoutMs, ...request }) {
      const { ends, explain } = deadline(timeoutMs, request.signal)
      try {
        const response = await open(request, ends)
        return await collect(response, request.mostBytes)
      } catch (error) {
        throw explain(error)
      }
    },
    async stream({ timeoutMs, ...request }) {
      const { ends, explain } = deadline(timeoutMs, request.signal)
      try {
        const response = await open(request, ends)
        const body = piecesOf(response, request.mostBytes, explain)
        return { status: response.statusCode ?? 0, headers: response.headers, body }
      } catch (error) {
        throw explain(error)
      }
    },
  }

  async function open({ url: text, ...rest }: Omit<OutboundRequest, 'timeoutMs'>, ends: AbortSignal) {
    const url = parseUrl(text)
    const address = await untilEnds(addressOf(url), ends)
    return exchange(url, address, rest, ends)
  }
}

/** Ends at the given time or by the caller; `explain` says which of the two an error comes from. */
function deadline(timeoutMs: number, signal: AbortSignal | undefined) {
  const time = AbortSignal.timeout(timeoutMs)
  return {
    ends: signal ? AbortSignal.any([signal, time]) : time,
    explain: (error: unknown) =>
      time.aborted ? new Error(`No answer within ${timeoutMs / 1000} s.`, { cause: error }) : error,
  }
}

/** WHATWG's parser knows all spellings of an IPv4 address: octal, hexadecimal, one number. */
function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new OutboundRefused('Only https:// and http:// are asked.')
  if (url.username !== '' || url.password !== '')
    throw new OutboundRefused('An address with a password in it is not asked.')
  return url
}

function untilEnds<T>(promise: Promise<T>, ends: AbortSignal): Promise<T> {
  if (ends.aborted) return Promise.reject(ends.reason)
  return Promise.race([
    promise,
    new Promise<never>((_resolve, reject) => {
      ends.addEventListener('abort', () => reject(ends.reason), { once: true })
    }),
  ])
}

function exchange(
  url: URL,
  checked: Address,
  { method, headers = {}, body }: Omit<OutboundRequest, 'url' | 'timeoutMs' | 'signal'>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // In the place of the system's own look-up, which would be a second one.
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [checked])
    else done(null, checked.address, checked.family)
  }
  const send = url.protocol === 'https:' ? requestTls : requestPlain
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      // A connection that is kept would be to whatever the name stood for then.
      agent: false,
      lookup,
      signal,
      headers: {
        'user-agent': 'BIOMETRICS-Live-Chat',
        ...headers,
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
      },
    })
    request.on('error', reject)
    request.on('response', resolve)
    request.end(body)
  })
}

/** Reads up to that many bytes; what comes beyond is cut off. */
async function collect(response: IncomingMessage, mostBytes: number): Promise<OutboundAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.length
    // Leaving the loop ends the connection.
    if (size >= mostBytes) break
  }
  const body = Buffer.concat(chunks).subarray(0, mostBytes).toString()
  return { status: response.statusCode ?? 0, headers: response.headers, body }
}

async function* piecesOf(
  response: IncomingMessage,
  mostBytes: number,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  let size = 0
  try {
    for await (const chunk of response) {
      size += chunk.length
      if (size > mostBytes) throw new Error('The answer is too long.')
      yield chunk
    }
  } catch (error) {
    throw explain(error)
  }
}
