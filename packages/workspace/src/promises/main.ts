import { join } from 'node:path'
import { describeFinding } from '../repository/finding.ts'
import { root } from '../repository/root.ts'
import { lintPromises } from './lint-promises.ts'
import { promisePatterns } from './promise-rules.ts'

const project = join(root, 'packages/workspace/tsconfig.promises.json')
const { files, findings } = await lintPromises(root, promisePatterns, project)

for (const finding of findings) console.log(describeFinding(finding))
console.log(`Checked ${files} files for forgotten promises: ${findings.length} found.`)
process.exitCode = findings.length > 0 || files === 0 ? 1 : 0
