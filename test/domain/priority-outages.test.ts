import { describe, expect, it } from 'vitest'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { guardCritical } from '../../functions/domain/triage.ts'

const unlabelled = newClassifier()

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
    'Each of our customers gets an error',
    'Every one of our stores is offline',
    'Each and every customer gets an error',
    'Error for every customer, every order',
    'In every shop, the tills are down',
    'All stores, offices and customers get an error',
    'Chaque client reçoit une erreur 500',
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
    'The export fails every week, our staff knows',
    'I get an error on each attempt, team',
    'Every night my platform login fails',
    'The report is wrong every month, our company needs it',
    'Every evening the customers list shows an error',
    'Jede Woche, liebe Mitarbeiter, kommt dieselbe Fehlermeldung',
    'Cada semana, mi pedido da error',
    'Every morning: staff login shows an error',
    'There is no team calendar, it shows an error',
    'There are no stores in my area, the store finder shows an error',
  ])("is none where it is supposed, asked about, denied, past or one's own: %s", (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'Die ganze Seite ist nicht erreichbar',
    'Alle Seiten sind nicht erreichbar',
    'Every customer gets an error',
    'Toda la empresa está sin acceso, error 500',
    'Unser Produktivsystem ist ausgefallen',
    'Die Produktion ist ausgefallen, alle Anlagen melden Fehler',
    'Die Kasse ist ausgefallen',
    'Alle Kassen sind ausgefallen',
    'Las cajas están caídas',
    'Website and sales are down',
    'Alle unsere Systeme stehen still',
    'Der gesamte Betrieb steht still, Server nicht erreichbar',
    'Totalausfall in allen Standorten',
    'Tous nos magasins sont hors ligne',
  ])('is what stops the whole: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })

  it.each([
    'Ich sehe auf jeder Seite eine Fehlermeldung',
    'Bei jedem Login kommt eine Fehlermeldung',
    'Each login shows an error',
    'I tried the whole system and get an error',
    'All systems show green but my export fails',
    'There is no team calendar, the page shows an error',
    'Die Produktinformation fehlt, es kommt eine Fehlermeldung',
    'Das Produktionsdatum ist nicht lesbar, der Link zeigt eine Fehlermeldung',
    'An der Kasse sehe ich eine Fehlermeldung',
    "J'ai une erreur à la caisse",
    'Could you take the website down',
    'Please shut our services down on Friday',
    'Please put the site down for maintenance on Sunday',
    'Please bring our website down next week',
    'Please take the old shop website down',
    'On your website prices are down',
    'Website traffic is down since the redesign',
    'Why was the site down yesterday?',
  ])('is none where one meets it in each place, or everything is well, or asked for: %s', (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })

  it('is none where a customer waits for somebody who has trouble again and again', () => {
    const text = 'Two of our ten agents get an error on every reply, customers are waiting'

    expect(unlabelled.classify(text).priority).toBe('high')
    expect(guardCritical('critical', text)).toBe('high')
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
