import { type Answer, done } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { momentOf } from '../moment.ts'
import { UsageError } from '../usage-error.ts'
import { withBook } from './books.ts'

/** What an account holds, now or as of a moment. */
export function runBalance(asked: Arguments, environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { word: account = '', options } = asked
  const recordedAt = options['as-of'] && momentOf('as-of', options['as-of'])
  const effectiveAt = options['effective-at'] && momentOf('effective-at', options['effective-at'])
  if (recordedAt && effectiveAt)
    throw new UsageError('A balance is as of one time: --as-of or --effective-at.')

  return withBook(asked, environment, async ({ book, amounts }) => {
    if (effectiveAt) {
      const { posted, version } = await book.accounts.balance(account, { effectiveAt })
      return done({
        text: `posted  ${amounts.say(posted)}\nBy business time, until ${effectiveAt}, as recorded up to version ${version}.\n`,
        json: { account, posted: amounts.json(posted), effectiveAt, version },
      })
    }
    const balance = recordedAt
      ? await book.accounts.balance(account, { recordedAt })
      : { ...(await book.accounts.balance(account)), isFinal: undefined }
    const { posted, held, usable, version, isFinal } = balance
    const rows = Object.entries({ posted, held, usable }).map(([name, money]) => [name, amounts.say(money)])
    const widest = Math.max(...rows.map(([, text = '']) => text.length))
    const open =
      isFinal === false ? ' Not final: a transaction that began before then is still under way.' : ''
    const when = recordedAt
      ? `As recorded until ${recordedAt}, version ${version}.${open}`
      : `Now, version ${version}.`
    return done({
      text: `${rows.map(([name = '', text = '']) => `${name.padEnd(6)}  ${text.padStart(widest)}\n`).join('')}${when}\n`,
      json: {
        ...{ account, posted: amounts.json(posted), held: amounts.json(held), usable: amounts.json(usable) },
        ...{ version, ...(recordedAt ? { recordedAt, isFinal } : {}) },
      },
    })
  })
}
