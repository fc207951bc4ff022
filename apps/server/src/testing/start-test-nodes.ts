import { onTestFinished } from 'vitest'
import { startTestServer, type TestServer } from './start-test-server.ts'

type Options = NonNullable<Parameters<typeof startTestServer>[0]>

/** Nodes on one database and one Redis, each with options of its own; the first begins the installation. */
export async function startTestNodes<T extends Options[]>(
  redisUrl: string,
  ...options: T
): Promise<{ [K in keyof T]: TestServer }> {
  const nodes: TestServer[] = []
  for (const option of options) nodes.push(await startTestNode(nodes[0], { redisUrl, ...option }))
  return nodes as { [K in keyof T]: TestServer }
}

/** One more, beside the first. */
export async function startTestNode(first: TestServer | undefined, options: Options): Promise<TestServer> {
  const shared = first && { connection: first.connection, dataDir: first.dataDir }
  const node = await startTestServer({ ...options, ...shared })
  onTestFinished(node.stop)
  return node
}
