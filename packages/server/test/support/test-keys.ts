import { freshKeys } from '../../src/config/fresh-keys.ts'

/** Keys of this test run; every run has others. */
export const testKeys: ReturnType<typeof freshKeys> = freshKeys('test')
