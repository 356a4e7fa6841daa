import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { plantedIn } from '../../scripts/planted/defect.ts'
import { defects } from '../../scripts/planted/defects/index.ts'
import { isMissed, plant } from '../../scripts/planted/plant.ts'

const anHour = 3_600_000

describe('the planted defects', () => {
  it.for(defects)('are still planted in the sources: $what', (defect) => {
    const source = readFileSync(new URL(`../../src/${defect.file}`, import.meta.url), 'utf8')

    const planted = plantedIn(source, defect)

    expect(planted).not.toBe(source)
  })

  it('are all noticed by a test', { timeout: anHour }, async ({ skip }) => {
    skip(
      process.env['EVENKEEL_LONG'] !== '1',
      'planting every defect takes minutes: EVENKEEL_LONG=1, or npm run plant',
    )
    const survivors: string[] = []

    for await (const planted of plant(defects)) if (isMissed(planted)) survivors.push(planted.defect.what)

    expect(survivors).toEqual([])
  })
})
