import type { Targets, TargetsReply } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import { requireGroup } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { readTargets, writeTargets } from './targets-store.ts'

/** What holds until somebody wants something else. */
export const DEFAULT_TARGETS: Targets = {
  waitTime: 120,
  firstResponse: 60,
  resolutionRate: 0.7,
  csat: 0.9,
  chatDuration: 600,
}

/** What is wanted of a group: its own, else the installation's. */
export async function findTargets(query: Queries, groupId: string | null): Promise<TargetsReply> {
  const { own, common } = await readTargets(query, groupId)
  return { groupId, targets: own ?? common ?? DEFAULT_TARGETS, isOwn: own !== undefined }
}

export async function getTargets(
  { database }: Pick<Services, 'database'>,
  groupId: string | null,
): Promise<TargetsReply> {
  if (groupId !== null) await requireGroup(database.query, groupId)
  return findTargets(database.query, groupId)
}

export async function setTargets(
  services: Pick<Services, 'database' | 'breaches'>,
  { groupId, targets }: { groupId: string | null; targets: Targets | null },
): Promise<TargetsReply> {
  if (groupId !== null) await requireGroup(services.database.query, groupId)
  await writeTargets(services.database.query, groupId, targets)
  services.breaches.touch()
  return findTargets(services.database.query, groupId)
}
