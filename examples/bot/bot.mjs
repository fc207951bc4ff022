// A bot of your own in one file, without packages: `BOT_SECRET=whsec_… node bot.mjs`, then set its address in the
// settings of the bot. It knows two orders; what takes longer it promises and answers later; the rest goes to people.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const SECRET = process.env.BOT_SECRET
if (!SECRET) throw new Error('Set BOT_SECRET to the secret that was shown when the address was set.')
const ORDERS = { 4711: 'is on its way and arrives tomorrow', 4712: 'was delivered on Monday' }
const MOST_BYTES = 1_000_000

/** Over the body as it came, before anything in it is believed; an old one may have been recorded by somebody. */
function isOurs(headers, body) {
  const time = headers['x-webhook-timestamp']
  if (!(Math.abs(Date.now() / 1000 - Number(time)) <= 300)) return false
  const expected = `sha256=${createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')}`
  const given = headers['x-webhook-signature'] ?? ''
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

const say = (text) => ({ type: 'text', content: { text } })

/** What to answer at once; null: later. `state` is ours, and comes back with the next turn. */
function think({ message, visitor, state }) {
  if (message === null) {
    const options = [
      { title: 'Where is my order?', value: 'order' },
      { title: 'What do I owe?', value: 'balance' },
    ]
    const text = `Hello ${visitor.name ?? 'there'}! What can I do for you?`
    return { replies: [{ type: 'quick_reply', content: { text, options } }], state: { asked: null } }
  }
  const order = /\d{4,}/.exec(message.text)?.[0]
  if (order !== undefined && ORDERS[order])
    return { replies: [say(`Order ${order} ${ORDERS[order]}.`)], actions: [{ type: 'tag', tags: ['order'] }] }
  if (message.value === 'order') return { replies: [say('Which number has it?')], state: { asked: 'order' } }
  if (message.value === 'balance') return null
  const sorry = state?.asked === 'order' ? 'I do not find that order.' : 'That I do not know.'
  return { replies: [say(sorry)], actions: [{ type: 'handoff' }] }
}

/** The token is good for one answer, and for a minute. */
async function answerLater({ answer }) {
  const reply = await fetch(answer.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${answer.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ replies: [say('You owe nothing.')] }),
  })
  if (!reply.ok) console.error(`The answer was refused: ${reply.status} ${await reply.text()}`)
}

const server = createServer(async (request, response) => {
  let body = ''
  request.setEncoding('utf8')
  for await (const chunk of request) {
    body += chunk
    if (body.length > MOST_BYTES) return response.writeHead(413).end()
  }
  if (!isOurs(request.headers, body)) return response.writeHead(401).end()
  const turn = JSON.parse(body)
  if (turn.event === 'ping') return response.writeHead(204).end()
  const now = think(turn.data)
  if (now !== null)
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(now))
  response.writeHead(202).end()
  await answerLater(turn.data).catch((error) => console.error(error))
})
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address()
  console.log(`listening on http://${address}:${port}/`)
})
