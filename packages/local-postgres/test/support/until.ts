import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition, and fails with its description when it does not come true in time. */
export async function until(
  description: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`Waited ${timeoutMs} ms in vain until ${description}.`)
    await sleep(20)
  }
}
