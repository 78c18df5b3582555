import { useState } from 'react'
import { Pager } from './pager.tsx'
import { Table, type TableProps } from './table.tsx'

/** A table that shows its rows, all of which are loaded, page by page. */
export const PagedTable = ({ pageSize, ...table }: TableProps & { readonly pageSize: number }) => {
  const [wanted, setWanted] = useState(1)
  const pages = Math.max(1, Math.ceil(table.rows.length / pageSize))
  // There may be fewer rows than when the page was chosen.
  const page = Math.min(wanted, pages)
  const rows = table.rows.slice((page - 1) * pageSize, page * pageSize)
  return (
    <div>
      <Table {...table} rows={rows} />
      <Pager label={table.label} page={page} of={pages} hasNext={page < pages} onGo={setWanted} />
    </div>
  )
}
