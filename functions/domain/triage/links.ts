/** Replaces a link that is not allowed. */
const REMOVED_LINK = '[link removed]'
const MARKDOWN_LINK = /!?\[([^[\]\n]{0,200})\]\(([^()\s]{1,2000})(?:\s[^()\n]{0,200})?\)/g
/** Does not match within an e-mail address, even after a hyphen. */
const HOST = String.raw`(?<![@\p{L}\d.]|@[\p{L}\d.-]{1,253}-)(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+`
/**
 * Top-level domains for which mail programs turn a bare host name into a link. Those that also begin sentences or end
 * names of files, such as `help` and `py`, are left out; with a path behind it, anything that looks like a host is a
 * link.
 */
const LINKED_ENDS =
  'com|net|org|edu|gov|info|biz|mobi|io|ai|app|dev|cloud|online|site|website|store|shop|club|live|link|click|blog|wiki|icu|top|xyz|co|tv|cc|ws|eu|uk|ca|de|ch|fr|es|pt|nl|pl|se|dk|fi|cz|sk|hu|ro|bg|gr|ie|ru|ua|tr|cn|jp|kr|tw|hk|br|mx|ar|cl|au|nz|za|ng|ga|cf|gq|tk'
/** Names of products that end in such a domain. */
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
 * Text for agents, without links other than those of the knowledge base. Bare host names stay: "mueller-shop.de shows
 * 502" is about one.
 *
 * @param knowledgeBase addresses such as `https://help.example.com`; links to these and to what lies under them stay
 */
export const removeLinks = (text: string, knowledgeBase: readonly string[]): string =>
  without(LINK, text, knowledgeBase)

/** `removeLinks` for drafts to customers: also removes bare host names, which mail programs turn into links. */
export const removeLinksAndHosts = (draft: string, knowledgeBase: readonly string[]): string =>
  without(LINK_OR_HOST, draft, knowledgeBase)
