import type { Random } from './random.ts'

/** What can go wrong with one request of the API. */
export const requestFaults = {
  hang_before: 'never acts and never answers',
  hang_after: 'acts and never answers',
  reset_before: 'breaks the connection before it acts',
  lost_response: 'acts, then breaks the connection instead of answering',
  server_error_before: 'answers 500 and has not acted',
  server_error_after: 'acts, then answers 500',
  bad_request_after: 'acts, then answers a bare 400 page',
  rate_limited: 'answers 429 with Retry-After',
  redirect: 'answers 302',
  wrong_content_type: 'acts, then answers a page instead of JSON',
  broken_json: 'acts, then answers half of the JSON',
  huge_body: 'acts, then answers megabytes',
  deep_json: 'acts, then answers JSON nested a hundred thousand levels deep',
  slow_drip: 'acts, then answers one byte at a time',
  reset_mid_body: 'acts, then breaks the connection in the middle of the answer',
  webhook_before_response: 'delivers the webhooks before it answers',
  pending: 'answers that the action is pending; it succeeds later',
  pending_then_failure: 'answers that the action is pending; it fails later',
  failure_after_success: 'answers success, and takes it back later (payouts)',
} as const

/** What can go wrong with an answer or with a webhook: the object in it says something untrue, signed all the same. */
export const objectFaults = {
  wrong_amount: 'states another amount',
  wrong_currency: 'states another currency',
  other_mode: 'states the other mode, live for test',
} as const

/** What can go wrong with one webhook. */
export const webhookFaults = {
  webhook_twice: 'is delivered twice',
  webhook_late: 'is delivered late',
  webhook_out_of_order: 'is delivered after the next one of its object',
  webhook_never: 'is never delivered',
  webhook_forged: 'is preceded by a forged one, signed with a stranger’s key',
  key_rotated: 'is signed with a new key',
} as const

/** Every fault that the simulator can show, with what it does to a request, an object or a webhook. */
export const faultDescriptions = { ...requestFaults, ...objectFaults, ...webhookFaults } as const

/** The name of a fault, as `faultDescriptions` lists them. */
export type FaultName = keyof typeof faultDescriptions

/** Which fault strikes where, how often and with which chance. */
export type FaultRule = {
  readonly fault: FaultName
  /** An operation such as `purchases.create`, an event such as `purchase.paid`, or `*`. */
  readonly on: string
  /** How often it strikes before it is used up. Once when absent. */
  readonly times?: number
  /** The chance that it strikes where it could, from the simulator's seed. Always when absent. */
  readonly probability?: number
  /** For faults that wait: how long. */
  readonly delayMs?: number
}

/** A fault that waits for its moment, and the id to disarm it by. */
export type ArmedFault = Required<FaultRule> & { readonly id: number }

/** The faults in waiting. */
export type Faults = {
  arm(rule: FaultRule): ArmedFault
  disarm(id: number): void
  clear(): void
  list(): readonly ArmedFault[]
  /** Takes the first armed fault of the given names for this operation or event, and uses it up by one. */
  take(names: readonly FaultName[], on: string): ArmedFault | null
}

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultDescriptions, name)
}

/** The names in one group, for `take`. */
export function namesOf<Name extends FaultName>(group: Readonly<Record<Name, string>>): readonly FaultName[] {
  return Object.keys(group).filter(isFaultName)
}

export function createFaults(random: Random): Faults {
  let armed: ArmedFault[] = []
  let lastId = 0

  return {
    arm(rule) {
      const fault = { times: 1, probability: 1, delayMs: 5_000, ...rule, id: ++lastId }
      armed.push(fault)
      return fault
    },
    disarm(id) {
      armed = armed.filter((fault) => fault.id !== id)
    },
    clear() {
      armed = []
    },
    list: () => armed,
    take(names, on) {
      const found = armed.find(
        (fault) =>
          names.includes(fault.fault) &&
          (fault.on === on || fault.on === '*') &&
          (fault.probability >= 1 || random.fraction() < fault.probability),
      )
      if (found === undefined) return null
      armed = armed.flatMap((fault) => {
        if (fault !== found) return [fault]
        return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
      })
      return found
    },
  }
}
