import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { demoDataFolder } from '../../src/demo/data-folder.ts'

const isRoot = process.geteuid?.() === 0

function checkoutOf(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-checkout-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  const checkout = join(folder, 'checkout')
  mkdirSync(checkout)
  chmodSync(checkout, mode)
  return checkout
}

it('is in the checkout where PostgreSQL can go there', () => {
  const checkout = checkoutOf(0o755)

  expect(demoDataFolder({}, checkout)).toBe(join(checkout, '.evenkeel/postgres'))
})

it('is elsewhere, the same at each start and another for each checkout, where PostgreSQL cannot go', () => {
  // Root lends PostgreSQL another user, who is kept out by 0700; everybody else is kept out by what is read-only.
  const [one, two] = [checkoutOf(isRoot ? 0o700 : 0o555), checkoutOf(isRoot ? 0o700 : 0o555)]
  const environment = { XDG_DATA_HOME: '/data' }

  const folders = [one, one, two].map((checkout) => demoDataFolder(environment, checkout))

  const place = isRoot ? /^\/var\/lib\/evenkeel\/[0-9a-f]{12}$/ : /^\/data\/evenkeel\/[0-9a-f]{12}$/
  expect(folders[0]).toMatch(place)
  expect(folders[1]).toBe(folders[0])
  expect(folders[2]).not.toBe(folders[0])
})

it('is where the environment says', () => {
  expect(demoDataFolder({ EVENKEEL_DEMO_DATA: '/somewhere' }, '/nowhere')).toBe('/somewhere')
})
