import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { plantedIn } from '../../scripts/planted/defect.ts'
import { moneyOutDefects } from '../../scripts/planted/money-out-defects.ts'

it.for(moneyOutDefects)('is still a defect of the sources: $what', (defect) => {
  const source = readFileSync(new URL(`../../src/${defect.file}`, import.meta.url), 'utf8')

  const planted = plantedIn(source, defect)

  expect(planted).not.toBe(source)
})
