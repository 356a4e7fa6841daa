import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../repository/root.ts'
import { drawHouse } from '../storeys/draw-house.ts'
import { theHouse } from '../storeys/the-house.ts'
import { replaceBlock } from './generated-block.ts'

// Draws the table of storeys into docs/architecture.md; with --check it only says whether the drawing is current.
const page = join(root, 'docs/architecture.md')
const now = await readFile(page, 'utf8')
const wanted = replaceBlock(now, 'storeys', drawHouse(theHouse))

if (now === wanted) {
  console.log('docs/architecture.md shows the house as it is planned.')
} else if (process.argv.includes('--check')) {
  console.error('docs/architecture.md does not show the house as it is planned. Run: npm run generate')
  process.exitCode = 1
} else {
  await writeFile(page, wanted)
  console.log('docs/architecture.md is drawn anew.')
}
