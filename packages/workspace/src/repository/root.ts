import { join } from 'node:path'

/** The folder of the repository, wherever the command was typed. */
export const root: string = join(import.meta.dirname, '../../../..')
