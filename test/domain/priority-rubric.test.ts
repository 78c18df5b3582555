import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Priority } from '../../functions/contracts/triage.ts'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { guardCritical } from '../../functions/domain/triage.ts'

/** Tickets and the priority that people would give them by the rubric. Written for this project; CC0. */
const judgedTickets = readFileSync(new URL('../corpora/priorities.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly text: string; readonly priority: Priority })
const unlabelled = newClassifier()

it('judges priority as people do by the rubric, and is hardly ever two levels off', () => {
  const distances = judgedTickets.map(({ text, priority }) =>
    Math.abs(Priority.options.indexOf(priority) - Priority.options.indexOf(unlabelled.classify(text).priority)),
  )
  expect(distances.filter((distance) => distance === 0).length / distances.length).toBeGreaterThanOrEqual(0.9)
  expect(distances.filter((distance) => distance > 1).length / distances.length).toBeLessThanOrEqual(0.05)

  const critical = judgedTickets.filter(({ priority }) => priority === 'critical')
  const seen = critical.filter(({ text }) => ['high', 'critical'].includes(unlabelled.classify(text).priority))
  expect(seen.length / critical.length).toBeGreaterThanOrEqual(0.9)
})

describe('what only a rule may call critical', () => {
  it.each([
    'My Amazon Fire tablet is missing',
    'A quote for a fire extinguisher',
    'Is the phone in smoke grey in stock',
    'I have lost all my patience with this order',
    'I wiped the screen with a cloth',
    'The dishwasher has leaked, details below',
    'This is a breach of contract',
    'I already deleted all cookies',
    'I want my data deleted',
    'The website slows down when I scroll',
    'I lost all backup codes',
    'Lost all documents on my phone',
    'How do I turn on Fire TV subtitles?',
    'The app on Fire HD 8 tablet does not open',
    'The smoke alarm came broken',
    'There is no summer sale this year, is this an error?',
    'My card is unable to make any transactions',
    'He probado todos los navegadores y la descarga no funciona',
    "J'ai essayé tous les navigateurs, le téléchargement ne marche pas",
    "Aucun de vos conseils n'a aidé, le téléchargement ne marche pas",
    'Ganze zwei Wochen warte ich, und der Download ist nicht verfügbar',
  ])('is no everyday word: %s', (text) => {
    expect(unlabelled.classify(text).priority).not.toBe('critical')
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'All our data was deleted',
    'Our customer records have been erased',
    'The update has wiped all our files',
    'There was an incident, someone stole our customer data',
    'System outage',
    'Site down',
    'Your website is currently down',
    'The charger caught fire',
    'There is smoke coming from the battery',
    'Your app leaked the passwords',
    'We were breached last night',
    'Our servers are currently down',
    'Thanks for your help. Our production system is down for all users.',
    'Our whole platform is down for all users. Thank you for looking into it.',
    'None of our employees can log in. Thanks for a quick reply.',
    'Nobody can log in, do you have any idea what happened?',
    'Unsere ganze Plattform ist ausgefallen. Danke für eine schnelle Antwort.',
    'La plataforma está caída para todos los usuarios. Gracias por una respuesta rápida.',
    'La plateforme est en panne pour tous les clients. Merci pour une réponse rapide.',
    'Il sistema è fuori servizio per tutti. Grazie per una risposta rapida.',
    'Everything is down',
    'The entire website is unreachable',
    'None of us can log in',
    'Nobody in our company can log in since this morning',
    'All tills are down',
    'Das System ist ausgefallen',
    'Unsere Webseite ist down',
    'La página está caída',
    'Toda la plataforma está caída',
    'La plataforma no funciona para todos',
    'La plateforme est hors service',
    'Le site ne fonctionne pas pour tous',
  ])('is harm and a full stop of the whole: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
    expect(guardCritical('critical', text)).toBe('critical')
  })
})

describe('somebody', () => {
  it.each(["Quelqu'un a utilisé ma carte", "Quelqu'un a retiré de l'argent de mon compte"])(
    'is no question: %s',
    (text) => {
      expect(unlabelled.classify(text).priority).toBe('medium')
    },
  )
})

describe('a word of every list', () => {
  it.each([
    ['Y a-t-il un abonnement familial ?', 'low'],
    ['Comment modifier mon adresse ?', 'low'],
    ['Comment utiliser mon bon ?', 'low'],
    ['Bravo pour le nouveau site', 'low'],
    ['Our demo starts in one hour and the invoice is wrong', 'high'],
    ['Audit in two hours and the report is missing', 'high'],
    ['Les fichiers de nos clients sont supprimés', 'high'],
  ])('tells how pressing a text is: %s', (text, priority) => {
    expect(unlabelled.classify(text).priority).toBe(priority)
  })
})

describe('a word that only sounds pressing, or content', () => {
  it.each([
    'I waited in the queue one hour yesterday.',
    'The battery dies in one hour.',
    'The technician came in, stayed one hour and left without a word.',
    'Dark mode: white text on white.',
    'Dark mode makes all text unreadable in the invoice editor.',
    'Bravo, vous avez encore facturé le mauvais abonnement.',
    'Bravo, votre mise à jour a effacé mes réglages.',
    'Is the site down for maintenance on Sunday?',
    'Is the system down for everyone or only for me?',
    'Is there a limit on how many users can log in at once?',
    'Can all users change their own password?',
    'An employee who left last month still downloads our customer list, we see his logins.',
    'Le prix a explosé sans que je sois prévenu.',
  ])('leaves a ticket medium: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('medium')
  })
})
