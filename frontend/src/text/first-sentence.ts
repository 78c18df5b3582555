/** The longest title made from a first sentence; the contract allows 200 characters. */
const LONGEST = 90

/** Makes a title from a description: its first sentence or line, cut at a word if it is too long. */
export const firstSentence = (text: string): string => {
  const [line = ''] = text.trim().split(/\n|(?<=[.!?])\s/u)
  const sentence = line.trim().replace(/[.:;,\s]+$/u, '')
  if (sentence.length <= LONGEST) return sentence
  const cut = sentence.slice(0, LONGEST)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST / 2)).trim()}…`
}
