import type { NewAgentReply } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { makeLink } from './account-links.ts'
import { addAgent, type NewAgent } from './add-agent.ts'
import type { MailLanguage } from './mails.ts'

/** Makes an agent; one without a password gets a link by which to choose it. */
export async function inviteAgent(
  services: Pick<Services, 'database' | 'clock' | 'publicUrl' | 'mailer'>,
  agent: NewAgent,
  language: MailLanguage = 'en',
): Promise<NewAgentReply> {
  const added = await addAgent(services, agent)
  if (agent.password !== undefined) return added
  return { ...added, invitation: await makeLink(services, added, 'invitation', language) }
}
