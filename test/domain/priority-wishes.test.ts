import { describe, expect, it } from 'vitest'
import { newClassifier } from '../../functions/domain/classifier.ts'

const unlabelled = newClassifier()

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
