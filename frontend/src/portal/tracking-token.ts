import { useState } from 'react'
import { tabStorage } from '../api/storage.ts'

const keyOf = (id: string) => `plimsoll.tracking.${id}`

/**
 * The token of a ticket's tracking link. It comes in the address's fragment, which no server ever sees, and is kept
 * for this tab, so that a link without it still opens after the first visit.
 */
export const useTrackingToken = (id: string): string | null =>
  useState(() => {
    const fromAddress = window.location.hash.slice(1)
    if (fromAddress && fromAddress !== 'content') {
      tabStorage.write(keyOf(id), fromAddress)
      return fromAddress
    }
    return tabStorage.read(keyOf(id))
  })[0]
