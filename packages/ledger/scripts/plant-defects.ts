import { defects } from '../test/planted/defects/index.ts'
import { plant } from '../test/planted/plant.ts'

// Plants every defect, one at a time, in a copy of this package, and prints which test noticed it. Arguments choose
// among them: `npm run plant -- floor reversal` takes those whose description has one of the words.
const words = process.argv.slice(2)
const chosen = defects.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))

let survivors = 0
console.log('| defect | noticed by |\n| --- | --- |')
for await (const { defect, caughtBy } of plant(chosen)) {
  if (caughtBy.length === 0) survivors += 1
  console.log(`| ${defect.what} | ${caughtBy[0] ?? '**nobody**'} |`)
}
console.log(`\n${chosen.length - survivors} of ${chosen.length} defects were noticed.`)
if (survivors > 0) process.exitCode = 1
