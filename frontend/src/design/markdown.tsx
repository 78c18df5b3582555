import type { ComponentProps } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import styles from './markdown.module.css'

/** A link leaves the page, tells the other side nothing of it, and lets it do nothing to it. */
const OutwardLink = ({ href, children }: ComponentProps<'a'>) => (
  <a href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
)

/** Nothing is fetched because somebody wrote so: an image is a link to itself. */
const ImageLink = ({ src, alt }: ComponentProps<'img'>) =>
  typeof src === 'string' && src ? <OutwardLink href={src}>{alt || src}</OutwardLink> : alt

/** Headings within a message would tear the outline of the page. */
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

/** A message as Markdown: HTML in it is shown as the text it is, and only harmless addresses become links. */
export const Markdown = ({ children }: { readonly children: string }) => (
  <div className={styles.markdown} dir="auto">
    <ReactMarkdown components={components}>{children}</ReactMarkdown>
  </div>
)
