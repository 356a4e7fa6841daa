import { defects } from './planted/defects/index.ts'
import { isMissed, plant } from './planted/plant.ts'

// Plants every defect, one at a time, in a copy of this package, and prints which test noticed it. Arguments choose
// among them: `npm run plant -- floor reversal` takes those whose description has one of the words.
const words = process.argv.slice(2)
const chosen = defects.filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)))

let missed = 0
console.log('| defect | a fact that fails | random runs against the model |\n| --- | --- | --- |')
for await (const planted of plant(chosen)) {
  if (isMissed(planted)) missed += 1
  const { defect, facts = '', model } = planted
  console.log(
    `| ${defect.what} | ${facts.replace('a ledger in memory ', '')} | ${model === undefined ? '' : 'fail'} |`,
  )
}
console.log(`\n${chosen.length - missed} of ${chosen.length} defects were noticed.`)
if (missed > 0) process.exitCode = 1
