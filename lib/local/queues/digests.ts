import { createHash } from 'node:crypto'
import type { MessageAttribute } from './messages.ts'

export const digestOfBody = (body: string): string => createHash('md5').update(body).digest('hex')

const lengthOf = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

/** The type marks that SQS puts before an attribute's value. */
const STRING_VALUE = Buffer.from([1])
const BINARY_VALUE = Buffer.from([2])

/** MD5 over name, type and value of each attribute in name order, as SQS documents it; undefined without attributes. */
export const digestOfAttributes = (attributes: Readonly<Record<string, MessageAttribute>>): string | undefined => {
  const names = Object.keys(attributes).toSorted()
  if (names.length === 0) return undefined
  const hash = createHash('md5')
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {}
    for (const part of [Buffer.from(name), Buffer.from(DataType)]) hash.update(lengthOf(part)).update(part)
    const value = StringValue === undefined ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue)
    hash
      .update(StringValue === undefined ? BINARY_VALUE : STRING_VALUE)
      .update(lengthOf(value))
      .update(value)
  }
  return hash.digest('hex')
}
