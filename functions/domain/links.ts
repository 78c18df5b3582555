/** What stands in the place of a link that is not ours. */
const REMOVED_LINK = '[link removed]'
const MARKDOWN_LINK = /!?\[([^[\]\n]{0,200})\]\(([^()\s]{1,2000})(?:\s[^()\n]{0,200})?\)/g
/** Not within an address of mail, though a hyphen stands before. */
const HOST = String.raw`(?<![@\p{L}\d.]|@[\p{L}\d.-]{1,253}-)(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+`
/**
 * Ends of a bare name of which mail programs make a link. Those that begin a sentence or end the name of a file as well,
 * such as `help` and `py`, are left out; with a path behind it, whatever looks like a host is a link.
 */
const LINKED_ENDS =
  'com|net|org|edu|gov|info|biz|mobi|io|ai|app|dev|cloud|online|site|website|store|shop|club|live|link|click|blog|wiki|icu|top|xyz|co|tv|cc|ws|eu|uk|ca|de|ch|fr|es|pt|nl|pl|se|dk|fi|cz|sk|hu|ro|bg|gr|ie|ru|ua|tr|cn|jp|kr|tw|hk|br|mx|ar|cl|au|nz|za|ng|ga|cf|gq|tk'
/** Names of products that end so. */
const NO_HOST = String.raw`(?!(?:asp|ado|vb|ml)\.net(?![\p{L}\d.-]))`
const WRITTEN_LINK = [
  String.raw`\b(?:(?:https?|ftp|file|javascript|data|vbscript|hxxps?):\/?\/?|mailto:|www\.)[^\s<>"')\]]+`,
  String.raw`${HOST}\p{L}{2,24}(?::\d{2,5})?\/[^\s<>"')\]]*`,
].join('|')
const BARE_HOST = String.raw`${NO_HOST}${HOST}(?:${LINKED_ENDS})(?::\d{2,5})?(?![\p{L}\d]|\.[\p{L}\d]|[\p{L}\d._%+-]{0,64}@)`
const LINK = new RegExp(WRITTEN_LINK, 'giu')
const LINK_OR_HOST = new RegExp(`${WRITTEN_LINK}|${BARE_HOST}`, 'giu')

const schemeless = (address: string): string => address.replace(/^https?:\/\//, '')

const isKnown = (link: string, knowledgeBase: readonly string[]): boolean =>
  [...knowledgeBase, ...knowledgeBase.map(schemeless)].some(
    (base) => link === base || link.startsWith(base.endsWith('/') ? base : `${base}/`),
  )

const without = (links: RegExp, text: string, knowledgeBase: readonly string[]): string =>
  text
    .replace(MARKDOWN_LINK, (whole, label: string, link: string) =>
      isKnown(link, knowledgeBase) ? whole : `${label} ${REMOVED_LINK}`.trim(),
    )
    .replace(links, (link) => (isKnown(link.replace(/[.,;:!?]+$/, ''), knowledgeBase) ? link : REMOVED_LINK))

/**
 * What agents read, without links but for those of the knowledge base. The bare name of a host stays: "mueller-shop.de
 * shows 502" is about one.
 *
 * @param knowledgeBase addresses such as `https://help.example.com`; what lies under them may stay
 */
export const removeLinks = (text: string, knowledgeBase: readonly string[]): string =>
  without(LINK, text, knowledgeBase)

/** A draft without links and without bare names of which the customer's mail program makes links; else as `removeLinks`. */
export const removeLinksAndHosts = (draft: string, knowledgeBase: readonly string[]): string =>
  without(LINK_OR_HOST, draft, knowledgeBase)
