import type { ReactNode } from 'react'
import { ScrollBox } from './scroll-box.tsx'
import styles from './table.module.css'

/** A small table with a heading for each column; the first cell of a row names the row. */
export const Table = ({ label, columns: given, rows }: TableProps) => {
  const columns = given.map((column) => (typeof column === 'string' ? { name: column, numeric: false } : column))
  return (
    <ScrollBox label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ name, numeric }) => (
              <th key={name} scope="col" data-numeric={numeric}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((cell, index) => (
                <td key={columns[index + 1]?.name} data-numeric={columns[index + 1]?.numeric}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

export interface TableRow {
  readonly key: string
  readonly cells: readonly ReactNode[]
}

/** A column heading; numbers are aligned to the end, so that their digits line up. */
type Column = string | { readonly name: string; readonly numeric: boolean }

export interface TableProps {
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly TableRow[]
}

export const numeric = (name: string): Column => ({ name, numeric: true })
