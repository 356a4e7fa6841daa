import { createServer, type Socket } from 'node:net'
import { fakeClock, race, useDatabase } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { openDatabase } from '../../src/database/database.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { type Delivery, deliverMails } from '../../src/mails/deliver-mails.ts'
import { requestMail } from '../../src/mails/mail-store.ts'
import { createMailbox } from '../../src/mails/mailbox.ts'
import type { Letter } from '../../src/mails/mailer.ts'
import { createSmtpMailer } from '../../src/mails/smtp-mailer.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { testKeys } from '../support/test-keys.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { url, pool } = await useDatabase(walletSchema)
const minute = 60_000

async function openDelivery(): Promise<
  Delivery & {
    ask(recipient: string, kind?: string): Promise<void>
    outcome(recipient: string): Promise<unknown>
  }
> {
  await pool.query('DELETE FROM wallet.mail')
  const logger = createLogger('silent')
  const database = openDatabase(readConfig({ DATABASE_URL: url, ...testKeys }), logger)
  onTestFinished(() => database.close())
  const clock = fakeClock(new Date())
  const { db } = database
  return {
    db,
    clock,
    logger,
    mailer: createMailbox(),
    composers: {
      greeting: (_trx, { facts }) => ({ subject: 'Hello', text: `Hello ${facts['name']}` }),
      needless: async () => undefined,
    },
    ask: (recipient, kind = 'greeting') =>
      inTransaction(db, (trx) =>
        requestMail(trx, { tenantId: 1, kind, recipient, facts: { name: 'Thandi' } }, clock.now()),
      ),
    async outcome(recipient) {
      const { rows } = await pool.query('SELECT outcome, attempts FROM wallet.mail WHERE recipient = $1', [
        recipient,
      ])
      return rows[0]
    },
  }
}

it('delivers each mail once, however many deliver at the same time', async () => {
  const delivery = await openDelivery()
  const mailbox = createMailbox()
  for (let index = 0; index < 50; index += 1) await delivery.ask(`user${index}@example.com`)

  const { values } = await race(6, () => deliverMails({ ...delivery, mailer: mailbox }))

  expect(values.reduce((sum, count) => sum + count, 0)).toBe(50)
  expect(new Set(mailbox.letters().map(({ to }) => to)).size).toBe(50)
  expect(mailbox.letters()).toHaveLength(50)
})

it('asks for nothing when the transaction that asked is rolled back', async () => {
  const delivery = await openDelivery()
  const refused = inTransaction(delivery.db, async (trx) => {
    const mail = { tenantId: 1, kind: 'greeting', recipient: 'nobody@example.com' }
    await requestMail(trx, mail, delivery.clock.now())
    throw new Error('changed its mind')
  })

  await expect(refused).rejects.toThrow('changed its mind')
  expect(await deliverMails(delivery)).toBe(0)
})

it('tries at once, after 1, 5 and 15 minutes, and then gives the mail up', async () => {
  const delivery = await openDelivery()
  const clock = fakeClock(new Date())
  const sent: number[] = []
  const mailer = {
    async send() {
      sent.push(clock.now().getTime())
      throw new Error('The server is down.')
    },
    close: () => undefined,
  }
  await delivery.ask('thandi@example.com')
  const start = clock.now().getTime() + minute
  clock.advance(minute)

  for (let passed = 0; passed < 60; passed += 1) {
    await deliverMails({ ...delivery, clock, mailer })
    clock.advance(minute)
  }

  expect(sent.map((time) => (time - start) / minute)).toEqual([0, 1, 6, 21])
  expect(await delivery.outcome('thandi@example.com')).toEqual({ outcome: 'failed', attempts: 4 })
})

it('marks what nobody is to be told as needless', async () => {
  const delivery = await openDelivery()
  await delivery.ask('thandi@example.com', 'needless')

  await deliverMails(delivery)

  expect(await delivery.outcome('thandi@example.com')).toEqual({ outcome: 'needless', attempts: 1 })
})

/** As much of an SMTP server as a letter needs. */
async function smtpServer(): Promise<{ url: string; received: () => string }> {
  let received = ''
  const talk = (socket: Socket): void => {
    let isLetter = false
    socket.write('220 ready\r\n')
    socket.on('data', (bytes) => {
      const text = bytes.toString()
      received += text
      if (isLetter && text.endsWith('\r\n.\r\n')) {
        isLetter = false
        socket.write('250 taken\r\n')
      } else if (!isLetter) {
        isLetter = text.startsWith('DATA')
        socket.write(isLetter ? '354 go on\r\n' : '250 good\r\n')
      }
    })
  }
  const server = createServer(talk)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `smtp://127.0.0.1:${port}`, received: () => received }
}

it('hands a letter to an SMTP server, and lets nothing in it become a header', async () => {
  const server = await smtpServer()
  const mailer = createSmtpMailer({ url: server.url, from: 'Wallet <wallet@example.com>' })
  const letter: Letter = {
    to: 'thandi@example.com',
    subject: 'Hello\r\nBcc: thief@example.com',
    text: 'A line.\n.\nAfter a dot.',
  }

  await mailer.send(letter)
  mailer.close()

  expect(server.received()).toContain('RCPT TO:<thandi@example.com>')
  expect(server.received()).toContain('After a dot.')
  expect(server.received()).not.toMatch(/^Bcc:/m)
  expect(server.received()).not.toContain('RCPT TO:<thief@example.com>')
})
