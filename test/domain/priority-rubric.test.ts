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

describe('a word of wishes', () => {
  it.each([
    'The suggestion tool is down for all our users',
    'The suggestions page does not load for all users',
    'Search suggestions return error 500 for all customers',
    'Since today suggestions are unavailable for all our customers',
    'There is no improvement, the system is still down for everyone',
    'Our production system is down for all users. It would be great if you could look into it.',
    'Our production system is down for all users. I would love to see this fixed.',
    'Unsere Plattform ist für alle Nutzer ausgefallen. Es wäre schön, wenn Sie das beheben.',
    'Production is down for all users. A quick reply would be great.',
    'Production is down for all users. It would be great to have it back soon.',
    'Production is down for all users, a quick reply would be great',
    'Production is down for all users and it would be great to have it back soon',
    'Production is down for all users when they log in. A quick reply would be great.',
    'Production is down for all users. We tried all your suggestions.',
    'Production is down for all users, and your suggestions did not help',
    'Unsere Plattform ist für alle Nutzer ausgefallen. Ihr Vorschlag hat nicht geholfen.',
    'Unsere Plattform ist für alle Nutzer ausgefallen. Eine schnelle Antwort wäre toll.',
    'Unsere Plattform ist für alle Nutzer ausgefallen. Es wäre toll, wenn das Problem bis heute Abend gelöst wird.',
    'When our customers open the shop all users get error 500. A fix would be great.',
    'Since your improvements all users get error 500',
    'Your improvement broke checkout: it is down for all users',
    'Improvements of last week crash the app for all users',
    'Do you have any suggestion what to do, our site is down for all customers',
    'I would love to know why our site is down for all users',
    'No action was taken and the site is down for all users',
    'There was no action from you, production is down for all users',
    'No action has been taken, checkout is down for all customers',
  ])('does not hide an outage where it wishes for nothing: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })

  it.each([
    'My account was compromised. Would be great if you could lock it.',
    'We have a presentation tomorrow. A quick answer would be great.',
    'When our customers pay they all get error 500. A fix would be great.',
    'We are losing money. A fix would be great.',
    'Mein Konto wurde gesperrt. Es wäre schön, wenn Sie es freischalten.',
    'Me robaron la tarjeta. Sería genial que la bloqueen.',
    'Ma carte a été volée. Ce serait bien de la bloquer.',
  ])('leaves high what is told beside it: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('high')
  })

  it('leaves an error what it is', () => {
    expect(unlabelled.classify('The export shows an error. A fix would be great.').priority).toBe('medium')
  })

  it.each([
    'Suggestion: show a banner when the platform is down for all customers',
    'My suggestion is to show a banner when the site is down for all customers',
    'It would be nice if the page told all users that it is down',
    'Would be great if the error page looked nicer',
    'It would be nice if you could look at adding a banner that tells all users when the site is down',
    'Suggestion. Show a banner when the platform is down for all customers',
    'If the site is down for all users, a banner would be great',
    'Feature request: bulk export. All our users have to do it one by one, which is slow',
    'I would love a dark mode',
    'I would love to see a calendar view',
    'It would be an improvement if the list could be sorted',
    'No action is needed, just letting you know',
  ])('is low where it wishes for something: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('low')
  })
})

describe('an outage', () => {
  it.each([
    'Tous les serveurs sont en panne',
    'Nous avons tous une erreur 500 depuis ce matin',
    'Aucun ordinateur ne fonctionne dans nos bureaux',
    'Tout est en panne',
    'Les systèmes sont en panne',
    'Todos los servicios están fuera de servicio',
    'Nos sale error 500 a todos desde esta mañana',
    'Los sistemas están caídos',
    'Das ganze Netzwerk ist ausgefallen',
    'Der ganze Shop ist nicht erreichbar',
    'Sämtliche Server sind ausgefallen',
    'Unsere Systeme sind ausgefallen',
    'Unsere Webseite ist seit heute Morgen um 8 Uhr komplett ausgefallen',
    'Nobody in the office can log in',
    'We cannot process any orders, nobody can pay',
    "We can't process any payments",
    'We cannot reach any of our stores, all offline',
    'Your API returns 500 for any request',
    'The app is not working for all our users',
    'All records are gone',
    'The battery exploded and hurt my hand',
    'Payments fail for all customers. The login works again.',
    'Nadie me puede pagar, la pasarela no funciona',
    'Niemand kann bei mir im Shop bezahlen',
    'No one can pay me through your platform',
    "Personne ne peut m'acheter quoi que ce soit, la boutique est en panne",
    'Niemand kann sich anmelden. Können Sie uns helfen?',
    'Nobody can log in and nobody can help us',
    'Hello, when our customers open the shop all users get error 500',
    'Since this morning when users log in everyone gets error 500. A fix would be great.',
    'We do not know if our customer data was leaked last night. A quick answer would be great.',
    'Why is the site down for all users?',
  ])('is one whatever it is called: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })

  it.each([
    '¿Qué pasa si la plataforma está caída?',
    'Que se passe-t-il si le site est en panne ?',
    'Was ist zu tun, wenn das System ausgefallen ist?',
    'Wo sehe ich, ob die Webseite ausgefallen ist?',
    'Do you reimburse us if the system is down?',
    'Do we get credits when the platform is down?',
    'Ist die Webseite down oder liegt es an mir?',
    'Wann war die Webseite ausgefallen?',
    'Ayer la web estaba caída, ¿qué pasó?',
    'Hier le site était en panne, quelle était la cause ?',
    'Unsere Webseite ist nicht ausgefallen, Ihr Monitoring meldet falsch',
    'Our site is not down, please ignore the alert',
    'Mi página está caída desde ayer',
    'Mein System ist ausgefallen',
    'My site is down',
    'All my payments are declined',
    'Every order I place fails with an error',
    'Every time the site loads I get an error',
    'Für jede Bestellung bekomme ich eine Fehlermeldung',
    'Toutes mes commandes affichent une erreur',
    'I have no account and the registration shows an error',
    "La personne au téléphone ne pouvait pas m'aider, erreur sur ma facture",
    'Hola a todos, nos sale un error al imprimir',
    'I tried all your service numbers and my invoice still shows an error',
  ])("is none where it is supposed, asked about, denied, past or one's own: %s", (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })
})

describe('something new', () => {
  it.each([
    'If our server goes down, nobody is told. Feature request: a status page.',
    'Whenever the platform is down our users call us. A status page would be great.',
    'Wenn das System ausgefallen ist, erfahren es die Nutzer nicht. Vorschlag: eine Statusseite.',
    'Payment system integration works. It would be great to add PayPal.',
    'Our payment provider is Stripe. Feature request: support Klarna too.',
    'At the moment you can not export all orders at once. It would be great to have that.',
  ])('is low, whatever it supposes: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('low')
  })

  it.each([
    'The virus scanner is great. Suggestion: scan zip files too.',
    'Crash reports are very useful. It would be nice to have them as CSV.',
    'Customers cannot log in with Google, it would be nice to add it',
    'Customers cannot pay with PayPal. It would be great to add that.',
    'All our users get logged out. Would be great if you could look into it.',
    'Das Kassensystem gefällt uns. Es wäre schön, wenn man Rabatte speichern könnte.',
  ])('is at most medium beside what may be pressing: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('medium')
  })
})

describe('a polite wish', () => {
  it.each([
    'Several customers get wrong invoices, it would be great if you could fix this soon',
    'This is urgent: the report shows wrong totals. A quick fix would be great.',
    'Mehrere Kunden bekommen falsche Rechnungen. Es wäre toll, wenn Sie das schnell beheben.',
  ])('leaves high what touches many: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('high')
  })
})

describe('what works again', () => {
  it.each([
    'Login works again, but checkout is still down for all customers',
    'Checkout is still down for all customers, login works again',
    'Our database was wiped, but the login works again',
    'It was down for everyone and works again. But now all our data was deleted.',
  ])('hides nothing that lasts, and no harm: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
    expect(guardCritical('critical', text)).toBe('critical')
  })

  it.each([
    'Since your update nothing works now for all our users',
    'Nobody can log in and nothing works again',
    'La plataforma ya no funciona para todos los usuarios',
    'Die Plattform funktioniert wieder nicht, alle Kunden sind betroffen',
    'Die Plattform funktioniert wieder gar nicht, alle Kunden sind betroffen',
    'Die Plattform funktioniert schon wieder nicht, alle Kunden sind betroffen',
    'Le site ne fonctionne à nouveau plus pour tous les clients',
    'Le site ne fonctionne plus à nouveau, tous les clients sont bloqués',
  ])('is nothing where that is denied: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })

  it('is no longer low where it is denied', () => {
    expect(unlabelled.classify('Le site ne fonctionne à nouveau plus').priority).toBe('medium')
  })

  it.each([
    'Login works again',
    'The export works again, the error is gone',
    'It works again, it was only down for ten minutes',
    'Funktioniert wieder, war nur ein kurzer Ausfall. Danke!',
    'Thanks, login works again, no more errors',
    'Ça fonctionne à nouveau',
    'The site was down for all users. It works again now.',
    'It works again since noon. If it goes down for all users I will write.',
  ])('is low where it is all: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('low')
  })

  it('leaves what else is wrong as pressing as it is', () => {
    expect(unlabelled.classify('Login works again, but my card was stolen').priority).toBe('high')
  })
})

describe('nobody', () => {
  it.each([
    'Nobody can tell me where my order is',
    'No one can help me with my invoice',
    'Niemand kann mir sagen, wann mein Paket kommt',
    'Keiner kann mir helfen',
    'Nadie me puede decir dónde está mi pedido',
    'Personne ne peut me dire où est ma commande',
    'Personne ne me répond depuis une semaine',
    'Nobody can tell us when the parts arrive',
    'No one can help us with our invoice',
    'Nobody can explain this charge to me',
    'Nadie puede decirme cuándo llega mi pedido',
    'Keiner kann mich zurückrufen',
    'Personne ne répond à mes mails',
  ])('who helps is no outage: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('medium')
    expect(guardCritical('critical', text)).toBe('high')
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

describe('thanks', () => {
  it.each(['My card was stolen, thank you for blocking it', 'Me robaron la tarjeta, gracias por bloquearla'])(
    'given in advance do not make a ticket low: %s',
    (text) => {
      expect(unlabelled.classify(text).priority).toBe('high')
    },
  )

  it.each([
    'Thank you for the great service',
    'Danke für alles',
    'Merci pour votre accueil',
    'It was down for everyone, but works again. Thanks for that',
  ])('alone are low: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('low')
  })
})
