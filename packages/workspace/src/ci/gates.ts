import { join } from 'node:path'
import { checkApi } from '../api/check-api.ts'
import { checkDocs } from '../docs/check-docs.ts'
import { runExamples } from '../examples/run-examples.ts'
import { generators } from '../generate/generators.ts'
import { runGenerators } from '../generate/run-generators.ts'
import { checkPacking } from '../packing/check-packing.ts'
import { publicPackages } from '../packing/public-packages.ts'
import { lintPromises } from '../promises/lint-promises.ts'
import { promisePatterns } from '../promises/promise-rules.ts'
import { readManifests } from '../repository/manifests.ts'
import type { Repository } from '../repository/repository.ts'
import { checkSpeech } from '../speech/check-speech.ts'
import { checkStoreys } from '../storeys/check-storeys.ts'
import { theHouse } from '../storeys/the-house.ts'
import { checkWorkflows } from '../workflows/check-workflows.ts'
import { type Gate, resultOf } from './gate.ts'
import { lintGate } from './lint-gate.ts'
import { scriptGate } from './script-gate.ts'
import { testGate } from './test-gate.ts'

/** Every gate, quick ones first: whoever waits for the run learns of a typing error in seconds. */
export function allGates(root: string, repository: Repository): Gate[] {
  const manifests = readManifests(repository)
  const members = manifests.filter(({ folder }) => folder !== '')
  return [
    { name: 'lint', run: lintGate },
    {
      name: 'promises',
      run: async () => {
        const project = join(root, 'packages/workspace/tsconfig.promises.json')
        const { findings, files } = await lintPromises(root, promisePatterns, project)
        return resultOf(findings, files, 'files')
      },
    },
    { name: 'types', run: () => scriptGate(root, members, 'types') },
    {
      name: 'storeys',
      run: async () => {
        const { findings, imports } = checkStoreys(repository, theHouse)
        return resultOf(findings, imports, 'imports')
      },
    },
    { name: 'speech', run: async () => resultOf(checkSpeech(repository), repository.files.size, 'files') },
    {
      name: 'docs',
      run: async () => {
        const { findings, documents, links, compiled, ran, names } = await checkDocs(root, repository)
        return resultOf(
          findings,
          documents,
          `documents (${links} links, ${compiled} blocks compiled, ${ran} run, ${names} public names)`,
        )
      },
    },
    {
      name: 'api',
      run: async () => {
        const { findings, operations } = await checkApi(root)
        return resultOf(findings, operations, 'operations')
      },
    },
    {
      name: 'workflows',
      run: async () => {
        const { findings, workflows } = await checkWorkflows(repository)
        return resultOf(findings, workflows, 'workflows')
      },
    },
    {
      name: 'generated',
      run: async () =>
        resultOf(await runGenerators(root, generators, 'check'), generators.length, 'generators'),
    },
    { name: 'test', run: () => testGate(root) },
    {
      name: 'examples',
      run: async () => {
        const { findings, ran } = await runExamples(root, repository, manifests)
        return resultOf(findings, ran, 'examples')
      },
    },
    { name: 'build', run: () => scriptGate(root, publicPackages(manifests), 'build') },
    {
      name: 'packing',
      needs: ['build'],
      run: async () => {
        const { findings, packages } = await checkPacking(
          root,
          manifests,
          join(root, 'packages/workspace/packing'),
        )
        return resultOf(findings, packages, 'packages')
      },
    },
  ]
}
