import { commonWords } from './common-words.ts'

export const passwordLength = { least: 12, most: 128 } as const

/**
 * A password as it is compared: NFKC, so that the same letters typed on another keyboard are the same password. Nothing
 * is trimmed, folded or cut.
 */
export function normalizePassword(text: string): string {
  return text.normalize('NFKC')
}

/**
 * Why a new password is refused; nothing when it is good. Length is what keeps a password, so there are no rules about
 * kinds of characters. ASVS 5.0 asks for 8 and recommends 15; with 12, a list and a second factor for large amounts
 * people still choose by themselves, and an offline attack on argon2id has no chance with what is not on a list.
 */
export function passwordObjection(
  normalized: string,
  { mail, name }: { mail: string; name: string },
): string | undefined {
  const length = [...normalized].length
  if (length < passwordLength.least || length > passwordLength.most) {
    return `Choose one of ${passwordLength.least} to ${passwordLength.most} characters; this has ${length}.`
  }
  if (!normalized.isWellFormed()) return 'Choose one of whole characters: this has half of one in it.'
  const readings = [
    plainLetters(normalized),
    normalized
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^\p{L}]/gu, ''),
  ]
  const personal = [mail.split('@')[0] ?? '', ...mail.split(/[@.]/), ...name.split(/\s+/)].map(plainLetters)
  const words = [...commonWords, ...personal.filter((word) => word.length >= 3)]
  if (readings.some((letters) => isMadeOf(letters, words))) {
    return 'Choose one that is harder to guess: this is made of common words, names, runs or repetitions, with digits or signs around them. A few unrelated words are good.'
  }
  return undefined
}

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** The letters a guesser tries: without case and accents, signs that stand for letters read as these, others left out. */
function plainLetters(text: string): string {
  const bare = text.normalize('NFD').toLowerCase()
  // Digits and signs at the ends are decoration, and those within a word are letters in disguise.
  const core = bare.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
  return [...core]
    .map((sign) => lookalikes[sign] ?? sign)
    .join('')
    .replace(/[^\p{L}]/gu, '')
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
]
const mostWords = 3

/** Whether nothing remains when common words, runs of the keyboard and repetitions are taken out: at most three of them. */
function isMadeOf(letters: string, words: readonly string[]): boolean {
  if (letters.length <= 4) return true
  const once = /^(.{1,8}?)\1+.{0,3}$/su.exec(letters)?.[1] ?? letters
  if (once.length <= 4) return true
  // fewest[i]: how few pieces make up the first i letters.
  const fewest = Array.from({ length: once.length + 1 }, (_, index) => (index === 0 ? 0 : Infinity))
  for (let end = 1; end <= once.length; end += 1) {
    const use = (length: number): void => {
      fewest[end] = Math.min(fewest[end] ?? Infinity, (fewest[end - length] ?? Infinity) + 1)
    }
    for (const word of words) if (word.length > 0 && once.endsWith(word, end)) use(word.length)
    for (let length = 4; length <= end; length += 1) if (isRun(once.slice(end - length, end))) use(length)
  }
  return (fewest[once.length] ?? Infinity) <= mostWords
}

function isRun(letters: string): boolean {
  const backwards = [...letters].reverse().join('')
  return rows.some((row) => row.includes(letters) || row.includes(backwards))
}
