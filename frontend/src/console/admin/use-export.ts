import { useOnce } from '../../api/use-once.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { download } from './download.ts'

/**
 * Downloads a file, one at a time; the file is dropped if another person has signed in before it arrives.
 */
export const useExport = (name: string, read: () => Promise<string>) => {
  const checkPerson = usePersonCheck()
  return useOnce<string, void, unknown>({
    mutationFn: async () => {
      const text = await read()
      checkPerson()
      return text
    },
    onSuccess: (text) => download(name, text),
  })
}
