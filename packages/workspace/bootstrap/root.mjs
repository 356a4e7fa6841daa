import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository, wherever the command was typed. */
export const root = join(fileURLToPath(import.meta.url), '../../../..')

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts)
