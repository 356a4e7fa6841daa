import { moneyOutDefects } from './planted/money-out-defects.ts'
import { Nursery } from './planted/nursery.ts'

// Plants every defect, one at a time, in a copy of this package, and prints which test noticed it. Arguments choose
// among them: those whose description has one of the words.
const words = process.argv.slice(2)
const chosen = moneyOutDefects.filter(
  ({ what }) => words.length === 0 || words.some((word) => what.includes(word)),
)

const nursery = await Nursery.open()
let missed = 0
try {
  const anyway = await nursery.failure([...new Set(chosen.map(({ noticedBy }) => noticedBy))])
  if (anyway !== undefined) throw new Error(`A test fails with no defect planted: ${anyway}`)
  console.log('| defect | test file | a fact that fails |\n| --- | --- | --- |')
  for (const defect of chosen) {
    const fact = await nursery.noticed(defect)
    if (fact === undefined) missed += 1
    console.log(`| ${defect.what} | \`${defect.noticedBy}\` | ${fact ?? '**none**'} |`)
  }
} finally {
  await nursery.close()
}
console.log(`\n${chosen.length - missed} of ${chosen.length} defects were noticed.`)
if (missed > 0) process.exitCode = 1
