import { lookup as systemLookup } from 'node:dns/promises'
import { type IncomingHttpHeaders, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isOwnAddress, isPublicAddress, type OwnNetworks } from './public-address.ts'

/** What the server may ask of others' servers. */
export interface Outbound {
  /** Whether an address may be asked, as far as can be told without asking; a name that is not known now may be later. */
  check(url: string): Promise<void>
  /** One request and its answer. Redirects are answers too: nobody follows them. */
  send(request: OutboundRequest): Promise<OutboundAnswer>
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
    async send({ url: text, timeoutMs, signal, ...rest }) {
      const url = parseUrl(text)
      const time = AbortSignal.timeout(timeoutMs)
      const ends = signal ? AbortSignal.any([signal, time]) : time
      try {
        const address = await untilEnds(addressOf(url), ends)
        return await exchange(url, address, rest, ends)
      } catch (error) {
        if (time.aborted) throw new Error(`No answer within ${timeoutMs / 1000} s.`, { cause: error })
        throw error
      }
    },
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
  { method, headers = {}, body, mostBytes }: Omit<OutboundRequest, 'url' | 'timeoutMs' | 'signal'>,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
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
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const finish = () => {
        const text = Buffer.concat(chunks).subarray(0, mostBytes).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < mostBytes) return
        finish()
        response.destroy()
      })
      response.on('end', finish)
      response.on('error', reject)
    })
    request.end(body)
  })
}
