import { tabs as sharedStorage } from '../../../packages/client/src/testing/tabs.ts'
import { until } from '../../../tooling/until.ts'
import type { Tab } from './cast.ts'
import { pause, several, talk, type Workload } from './workload.ts'

/** Everybody talks as fast as they can; some only listen. */
const dense: Workload = {
  name: 'dense',
  async prepare({ cast, random, size }) {
    const groups = await several(3 * size, async (index) => {
      const vera = await cast.visitor(`dense vera ${index}`)
      const ana = await cast.agent(`dense ana ${index}`, vera.conversationId)
      const ben = await cast.agent(`dense ben ${index}`, vera.conversationId)
      return { speakers: [vera, ana], listeners: [ben] }
    })
    return {
      async perform(isOver) {
        const speakers = groups.flatMap((group) => group.speakers)
        const everybody = groups.flatMap((group) => [...group.speakers, ...group.listeners])
        const reading = Promise.all(
          everybody.map(async (tab) => {
            while (!isOver()) {
              tab.read()
              await pause(400)
            }
          }),
        )
        await Promise.all(
          speakers.map((tab) =>
            talk(tab, { random, isOver, everyMs: 40 }, () =>
              random.chance(0.02) ? tab.sayWrong() : tab.say(),
            ),
          ),
        )
        await reading
      },
    }
  },
}

/** Everybody comes back, the fan-out breaks, one last message, silence: nothing later can reveal what was lost. */
const tail: Workload = {
  name: 'tail',
  async prepare({ cast, random, size, world, cutFanOut }) {
    const groups = await several(3 * size, async (index) => {
      const vera = await cast.visitor(`tail vera ${index}`)
      const ana = await cast.agent(`tail ana ${index}`, vera.conversationId)
      const ben = await cast.agent(`tail ben ${index}`, vera.conversationId)
      return [vera, ana, ben] as const
    })
    return {
      async perform(isOver) {
        await Promise.all(
          groups
            .flatMap(([vera, ana]) => [vera, ana])
            .map((tab) => talk(tab, { random, isOver, everyMs: 300 })),
        )
      },
      async finish() {
        for (const people of groups)
          await Promise.all(people.map((tab, at) => moveTo(tab, at % world.nodes.length)))
        const said = groups.map(([vera, ana]) => (random.chance(0.5) ? vera : ana))
        cutFanOut(random.chance(0.7) ? 'cut' : 'half-open')
        for (const tab of said) tab.say()
      },
    }
  },
}

const NOTICED_MS = 5_000

/** Sits on a certain node, connected and caught up. */
async function moveTo(tab: Tab, node: number): Promise<void> {
  tab.link.moveTo(node)
  // One that a stopping node was just handing over stays online all the while.
  await until(tab.client, ({ connection }) => connection.status !== 'online', NOTICED_MS).catch(() => {})
  await until(tab.client, ({ connection }) => connection.status === 'online')
}

const PATIENCE_MS = 500

/** What is not acked soon is given up: discarded, or left behind in a tab that is shut. */
const impatient: Workload = {
  name: 'impatient',
  async prepare({ cast, random, size }) {
    const pairs = await several(4 * size, async (index) => {
      const victor = await cast.visitor(`impatient victor ${index}`)
      return { victor, ana: await cast.agent(`impatient ana ${index}`, victor.conversationId) }
    })
    let lives = 0

    async function giveUp(victor: Tab): Promise<Tab> {
      if (random.chance(0.5)) {
        for (const message of victor.outbox.waiting) victor.discard(message)
        return victor
      }
      const next = await cast.visitorTab(victor, `${victor.name}, life ${lives++}`)
      victor.shut()
      return next
    }

    return {
      async perform(isOver) {
        await Promise.all(
          pairs.map(async ({ victor }) => {
            let tab = victor
            while (!isOver()) {
              const message = tab.say()
              const givesUpAt = performance.now() + PATIENCE_MS
              while (message?.outcome.name === 'waiting' && performance.now() < givesUpAt) await pause(10)
              if (message?.outcome.name === 'waiting' && random.chance(0.5)) tab = await giveUp(tab)
              await pause(random.between(10, 60))
            }
          }),
        )
      },
    }
  },
}

const MISSED = 1_050

/** Some are away while more than a thousand messages are said, and come back. */
const absence: Workload = {
  name: 'absence',
  async prepare({ cast, random }) {
    const vera = await cast.visitor('absence vera')
    const speakers = [
      vera,
      ...(await several(5, (index) => cast.agent(`absence ana ${index}`, vera.conversationId))),
    ]
    const absent = [
      await cast.visitorTab(vera, 'absence vera, second tab'),
      await cast.agent('absence ben', vera.conversationId),
    ]
    for (const tab of absent) tab.screen.leave()
    return {
      async perform(isOver) {
        const gone = setInterval(() => absent.forEach(({ link }) => link.block()), 100)
        let left = MISSED
        const goesOn = () => left > 0 || !isOver()
        await Promise.all(
          speakers.map((tab) =>
            talk(tab, { random, isOver: () => !goesOn(), everyMs: 15 }, () => {
              if (tab.say()) left -= 1
            }),
          ),
        )
        clearInterval(gone)
      },
      async finish() {
        for (const { link, screen } of absent) {
          link.heal()
          screen.come()
        }
      },
    }
  },
}

/** Two tabs write into one outbox; one is shut with work left, and another is opened. */
const tabs: Workload = {
  name: 'tabs',
  async prepare({ cast, random, size }) {
    const people = await several(2 * size, async (index) => {
      const storage = sharedStorage()
      const name = `tabs vera ${index}`
      const first = await cast.visitor(name, storage.open())
      const second = await cast.visitorTab(first, `${name}, tab 2`, storage.open())
      await cast.agent(`tabs ana ${index}`, first.conversationId)
      return { name, storage, first, second }
    })
    return {
      async perform(isOver) {
        await Promise.all(
          people.map(async ({ name, storage, first, second }) => {
            let opened = 2
            let pair = [first, second] as const
            while (!isOver()) {
              const lifeEnds = performance.now() + random.between(1_000, 3_000)
              const lifeIsOver = () => isOver() || performance.now() > lifeEnds
              await Promise.all(pair.map((tab) => talk(tab, { random, isOver: lifeIsOver, everyMs: 60 })))
              if (isOver()) break
              opened += 1
              const [shut, stays] = pair
              const next = await cast.visitorTab(first, `${name}, tab ${opened}`, storage.open())
              shut.shut(stays)
              pair = [stays, next]
            }
          }),
        )
      },
    }
  },
}

/** Agents talk among themselves between the lines. */
const notes: Workload = {
  name: 'notes',
  async prepare({ cast, random, size }) {
    const groups = await several(2 * size, async (index) => {
      const vera = await cast.visitor(`notes vera ${index}`)
      const second = await cast.visitorTab(vera, `notes vera ${index}, tab 2`)
      const ana = await cast.agent(`notes ana ${index}`, vera.conversationId)
      const ben = await cast.agent(`notes ben ${index}`, vera.conversationId)
      return { visitors: [vera, second], agents: [ana, ben] }
    })
    return {
      async perform(isOver) {
        const visitors = groups.flatMap((group) => group.visitors)
        const agents = groups.flatMap((group) => group.agents)
        await Promise.all([
          ...visitors.map((tab) => talk(tab, { random, isOver, everyMs: 120 })),
          ...agents.map((tab) =>
            talk(tab, { random, isOver, everyMs: 70 }, () => tab.say(random.chance(0.5) ? 'note' : 'all')),
          ),
        ])
      },
    }
  },
}

export const WORKLOADS = [dense, tail, impatient, absence, tabs, notes] as const satisfies readonly Workload[]

export function findWorkload(name: string): Workload {
  const workload = WORKLOADS.find((known) => known.name === name)
  if (!workload)
    throw new RangeError(`There is no workload "${name}": ${WORKLOADS.map((one) => one.name).join(', ')}.`)
  return workload
}
