/**
 * What passwords that many people choose are made of. Written down by hand, for this file, from what lists of broken
 * passwords are known to hold again and again: words for secrets and access, love, names of pets and heroes, sports,
 * seasons, months and days, runs of letters that are no row of a keyboard, and what has to do with this service.
 *
 * It is short because a rule stands beside it: a password is refused when three of these, with any digits and signs, are
 * all there is. That covers some hundred thousand lines of such lists.
 */
export const commonWords: readonly string[] = [
  ...words(
    'password passwort passwd pass wort secret secrets private access login logon letmein let me in open sesame',
  ),
  ...words(
    'admin administrator root user guest test tester testing demo default master manager system service server',
  ),
  ...words('welcome hello changeme change temp temporary trustno one trust nothing whatever enter abc xyz'),
  ...words(
    'love loveme iloveyou i you my the and forever baby babygirl babe honey sweet sweetheart angel princess queen',
  ),
  ...words(
    'prince king hero super superman batman spiderman starwars pokemon naruto dragon monkey tiger lion eagle',
  ),
  ...words(
    'shadow ninja samurai killer hunter ranger soldier warrior pirate wizard merlin gandalf matrix phoenix',
  ),
  ...words(
    'football soccer baseball basketball hockey cricket rugby golf chelsea liverpool arsenal barcelona madrid',
  ),
  ...words(
    'summer winter spring autumn january february march april may june july august september october november',
  ),
  ...words(
    'december monday tuesday wednesday thursday friday saturday sunday sunshine rainbow flower butterfly cookie',
  ),
  ...words(
    'chocolate banana cheese pepper ginger orange purple yellow silver golden black white green blue red',
  ),
  ...words(
    'michael michelle jessica jennifer ashley daniel thomas robert andrew charlie george jordan joshua matthew',
  ),
  ...words(
    'computer internet google facebook samsung iphone windows microsoft apple mustang mercedes ferrari porsche',
  ),
  ...words(
    'money bank wallet evenkeel ledger payment account cash dollar rand euro bitcoin crypto secure security safe',
  ),
  ...words(
    'jesus christ god bless heaven family friend friends mother father mommy daddy lovely freedom liberty',
  ),
  ...words(
    'qwerty qwertz azerty asdf zxcv qaz wsx qazwsx wasd africa london paris berlin america canada india china',
  ),
]

function words(text: string): string[] {
  return text.split(' ')
}
