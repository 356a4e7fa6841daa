import { conformsUnder } from './support/conforms.ts'

await conformsUnder({ isolation: 'read committed' })
