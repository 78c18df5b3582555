import { useOnce } from '../../api/use-once.ts'
import { usePersonCheck } from '../../api/use-person-check.ts'
import { download } from './download.ts'

/**
 * Downloads a file for whoever asks for it: one at a time, and into the hands of nobody else who has signed in before it
 * comes.
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
