import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  text: string
}

/** The way out for mails, where the operator has named a server. */
export interface Mailer {
  /** Whether the server took it; why not is for the operator's log. */
  send(mail: Mail): Promise<boolean>
}

const PATIENCE_MS = 10_000

/** `url` such as smtp://user:password@mail.example.com:587 or smtps://…; `from` as it stands in the mail. */
export function createMailer(
  { url, from }: { url: string; from: string },
  onError: (error: unknown) => void,
): Mailer {
  const transport = createTransport(
    { url, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    { from },
  )
  return {
    async send({ to, subject, text }) {
      try {
        // As an object an address is one address, whatever commas are in it.
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        return true
      } catch (error) {
        // Its own words hold the address.
        onError(new Error('The mail server did not take a mail.', { cause: codeOf(error) }))
        return false
      }
    },
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
