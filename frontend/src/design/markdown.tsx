import type { ComponentProps } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import styles from './markdown.module.css'

/** A link opens a new tab, sends no referrer, and gives the target no access to this page. */
const OutwardLink = ({ href, children }: ComponentProps<'a'>) => (
  <a href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
)

/** A message must not make the browser fetch anything: an image is shown as a link to it. */
const ImageLink = ({ src, alt }: ComponentProps<'img'>) =>
  typeof src === 'string' && src ? <OutwardLink href={src}>{alt || src}</OutwardLink> : alt

/** Headings in a message would disturb the page's outline. */
const Heading = ({ children }: ComponentProps<'h1'>) => <p className={styles.heading}>{children}</p>

const components: Components = {
  a: OutwardLink,
  img: ImageLink,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
}

/** A message as Markdown: HTML in it is shown as plain text, and only safe addresses become links. */
export const Markdown = ({ children }: { readonly children: string }) => (
  <div className={styles.markdown} dir="auto">
    <ReactMarkdown components={components}>{children}</ReactMarkdown>
  </div>
)
