import { conformsUnder } from './support/conforms.ts'

await conformsUnder('serializable')
