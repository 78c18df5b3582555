import type { ReactNode } from 'react'
import { ScrollBox } from './scroll-box.tsx'
import styles from './table.module.css'

/** A small table with a heading for each column; the first cell of a row names the row. */
export const Table = ({ label, columns, rows }: TableProps) => (
  <ScrollBox label={label}>
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {others.map((cell, index) => (
              <td key={columns[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollBox>
)

interface TableRow {
  readonly key: string
  readonly cells: readonly ReactNode[]
}

interface TableProps {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
}
