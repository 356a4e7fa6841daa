import type { Mailbox } from '../mails/mailbox.ts'
import type { App } from '../plugins/instance.ts'

/** Shows the mails of the demo, which leave for nowhere. Only the demo has this route: its mails hold the keys to accounts. */
export function mailboxPage(app: App, mailbox: Mailbox): void {
  app.get(
    '/demo/mails',
    { config: { access: 'public', limit: 'none' }, schema: { hide: true } },
    (_request, reply) => {
      void reply.type('application/json; charset=utf-8')
      return JSON.stringify(mailbox.letters(), null, 2)
    },
  )
}
