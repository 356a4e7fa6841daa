import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { controlPage } from '../pages/control-page.ts'
import { ApiError, refuseAll } from '../wire/api-error.ts'
import { type FaultRule, isFaultName } from '../world/faults.ts'
import { parseForm } from '../world/parse-form.ts'
import { chargeBack } from '../world/refunds.ts'
import { settlePurchases } from '../world/settlements.ts'
import type { VirtualClock } from '../world/simulator-clock.ts'
import { rotateKeys, type World } from '../world/world.ts'
import { answerJson, answerPage, answerText, redirect } from './answer.ts'
import { readForm, readJson } from './read-body.ts'

const digits = z.union([
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  z.int().min(0),
])

const forms = {
  arm: z.object({
    fault: z.string().refine(isFaultName),
    on: z.string().min(1),
    times: digits.optional(),
    delay_ms: digits.optional(),
    probability: z.number().min(0).max(1).optional(),
  }),
  disarm: z.object({ id: digits }),
  byId: z.object({ id: z.string() }),
  advance: z.object({ minutes: digits }),
}

/**
 * The control page and its API, below /_simulator/. Each POST takes a form, from the page, and goes back to it, or
 * JSON, from a program, and answers JSON. Answers false for paths that are not its own.
 */
export async function handleControl(
  world: World,
  virtualClock: VirtualClock | null,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (!url.pathname.startsWith('/_simulator/')) return false
  if (request.method === 'GET') return show(world, virtualClock, response, url.pathname)
  if (request.method !== 'POST') return false
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  const input = isForm ? Object.fromEntries(await readForm(request)) : await readJson(request)
  try {
    const result = await act(world, virtualClock, url.pathname, input)
    if (result === undefined) return false
    if (isForm) redirect(response, '/_simulator/')
    else answerJson(response, 200, result)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isForm) answerText(response, error.status, 'text/plain; charset=utf-8', error.message)
    else answerJson(response, error.status, error.body)
  }
  return true
}

function show(
  world: World,
  virtualClock: VirtualClock | null,
  response: ServerResponse,
  path: string,
): boolean {
  switch (path) {
    case '/_simulator/':
      answerPage(response, controlPage(world, virtualClock !== null))
      return true
    case '/_simulator/book/':
      answerJson(response, 200, describeBook(world))
      return true
    case '/_simulator/deliveries/':
      answerJson(response, 200, world.deliveries.log)
      return true
    case '/_simulator/requests/':
      answerJson(response, 200, world.requests)
      return true
    case '/_simulator/faults/':
      answerJson(response, 200, world.faults.list())
      return true
    default:
      return false
  }
}

async function act(
  world: World,
  virtualClock: VirtualClock | null,
  path: string,
  input: Parameters<typeof parseForm>[1],
): Promise<unknown> {
  switch (path) {
    case '/_simulator/arm/': {
      const { delay_ms: delayMs, ...rule } = parseForm(forms.arm, input)
      return world.faults.arm(toRule({ ...rule, delayMs }))
    }
    case '/_simulator/disarm/':
      world.faults.disarm(parseForm(forms.disarm, input).id)
      return {}
    case '/_simulator/advance/': {
      const { minutes } = parseForm(forms.advance, input)
      if (virtualClock === null)
        throw refuseAll(409, 'real_clock', 'The clock is the real one and cannot be moved.')
      await virtualClock.advance(minutes * 60_000)
      return { now: virtualClock.now() }
    }
    case '/_simulator/settle/':
      return settlePurchases(world).map((entry) => ({ ...entry, amount: String(entry.amount) }))
    case '/_simulator/rotate-keys/':
      rotateKeys(world)
      return {}
    case '/_simulator/chargeback/': {
      const record = world.purchases.get(parseForm(forms.byId, input).id)
      if (record === undefined) throw refuseAll(404, 'not_found', 'Not found.')
      chargeBack(world, record)
      return record.wire
    }
    case '/_simulator/replay/': {
      const { id } = parseForm(forms.byId, input)
      if (!world.deliveries.log.some((delivery) => delivery.id === id))
        throw refuseAll(404, 'not_found', 'Not found.')
      world.deliveries.replay(id)
      return {}
    }
    default:
      return undefined
  }
}

function toRule(
  rule: { [Name in keyof FaultRule]: FaultRule[Name] | undefined } & Pick<FaultRule, 'fault' | 'on'>,
): FaultRule {
  const { times, probability, delayMs } = rule
  return {
    fault: rule.fault,
    on: rule.on,
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability }),
    ...(delayMs === undefined ? {} : { delayMs }),
  }
}

/** The book as JSON. Amounts are strings of minor units, as no amount of money belongs in a JSON number. */
function describeBook({ books: { test: book } }: World): unknown {
  const toJson = <Entry extends { amount: bigint }>(entry: Entry): object => ({
    ...entry,
    amount: String(entry.amount),
  })
  return {
    balances: book.balances().map(toJson),
    journals: book.journals.map((journal) => ({ ...journal, entries: journal.entries.map(toJson) })),
  }
}
