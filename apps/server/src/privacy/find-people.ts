import type { Visitor } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { getPeople } from '../visitors/find-person.ts'
import { findPeople } from './person-store.ts'

/** Last seen first. */
export async function searchPeople(
  services: Pick<Services, 'database'>,
  { q, limit }: { q: string; limit: number },
): Promise<Visitor[]> {
  return getPeople(services, await findPeople(services.database.query, q, limit))
}
