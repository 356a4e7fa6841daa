import { describeFinding } from '../repository/finding.ts'
import { root } from '../repository/root.ts'
import { generators } from './generators.ts'
import { runGenerators } from './run-generators.ts'

const mode = process.argv.includes('--check') ? 'check' : 'write'
const findings = await runGenerators(root, generators, mode)

for (const finding of findings) console.error(describeFinding(finding))
console.log(`${generators.length - findings.length} of ${generators.length} generators ended well.`)
process.exitCode = findings.length === 0 ? 0 : 1
