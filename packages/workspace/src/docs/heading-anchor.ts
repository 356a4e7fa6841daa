import type { Heading, PhrasingContent } from 'mdast'

/** The anchor that GitHub gives a heading: lower case, punctuation gone, spaces to hyphens. */
export function headingAnchor(heading: Heading): string {
  return heading.children
    .map(plainText)
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
}

function plainText(node: PhrasingContent): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value
  return 'children' in node ? node.children.map(plainText).join('') : ''
}
