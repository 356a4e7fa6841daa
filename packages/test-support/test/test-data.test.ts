import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { testData } from '../src/index.ts'

it('reads a file of foreign test data from the folder the environment names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-data-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'boats.json'), '["Argo"]')

  const text = testData('boats.json', { EVENKEEL_TEST_DATA: folder })

  expect(text).toBe('["Argo"]')
})
