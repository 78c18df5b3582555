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

  it.each([
    'Nobody told me about the error',
    'Nobody told me that I can cancel, and the form shows an error',
    'Thanks, nobody else had it, the error is gone',
    'Nobody answers my mails about the error',
    'Keiner hat mir von dem Fehler erzählt, die Fehlermeldung kommt noch',
    'Ich kann keiner Ihrer Rechnungen zustimmen, der Link zeigt eine Fehlermeldung',
    'Telefonisch kann ich niemand erreichen, die Fehlermeldung bleibt',
    'Mir kann keiner sagen, wo mein Paket ist',
    'Uns kann niemand sagen, wann die Ware kommt',
    'Nadie me avisó del error',
    "Personne ne m'a prévenu, erreur sur ma facture",
    'No one reached out to me about the failed payment',
    'No one gets back to me about the wrong invoice',
    'Nobody was home yesterday. Could you deliver again?',
    'No one replied to my mail. Can you help?',
    'None of these sizes fit. Can I exchange the shoes?',
    'None of your stores could repair my watch',
    'Keiner war zu Hause, kann ich das Paket abholen?',
    'Nadie responde, ¿pueden llamarme?',
    'Das Kleingedruckte kann niemand verstehen',
    'Kann wirklich niemand meine Daten sehen?',
    'Wie stelle ich ein, dass niemand mein Profil sehen kann?',
    '¿Cómo hago para que nadie pueda ver mi perfil?',
    'Please block my old account so that nobody can use it',
    'Nobody was able to sign for the parcel.',
    'Nobody is able to reach me by phone, please mail',
    'Nobody can be reached at your hotline',
    'None of the discount codes can be combined',
    'None of my passwords can be right',
    'Nessuno mi può aiutare',
    'Ninguém pode me ajudar',
    'Nadie puede resolver mi problema',
    "Personne ne peut m'expliquer la facture",
    'Niemand kann mir das erklären',
    'Keiner kommt auf die Idee, das zu erklären',
    'Niemand kommt auf mich zu',
    'Niemand kommt auf den Punkt',
    'Keiner kommt ans Telefon',
    'Kann sich niemand darum kümmern?',
    'No store can repair my watch',
    'No company can treat its customers like this!',
    'No shop can charge a fee for that.',
    'No platform can compete with yours!',
    'No staff can be found in your store.',
    'No branch can open an account for me.',
    'Kein Mitarbeiter kann mir sagen, wo mein Paket ist.',
    'No one can understand your price list',
    'Heute kommt keiner in die Filiale.',
    'Niemand kann Ihre Preisliste verstehen.',
    'Personne ne peut comprendre vos tarifs.',
    'Nadie puede entender esta factura.',
    'No department can help me with my invoice',
    'Une personne peut-elle venir ?',
    "Combien d'appareils une personne peut utiliser ?",
    'Chaque personne peut inviter un ami',
    'La personne qui gère le compte peut-elle changer ?',
    "Toute personne peut-elle s'inscrire ?",
    'La personne arrive à ouvrir la page, mais je vois une erreur',
  ])('who says or knows anything is no outage: %s', (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'We want nobody to be able to edit.',
    'I want no one to be able to see my profile',
    'Please make sure no one can read my posts',
    'Stellen Sie sicher, dass niemand die Datei öffnen kann.',
    'Ich möchte, dass niemand die Beiträge lesen kann.',
    'Wir wollen, dass niemand die Adresse sehen kann',
    'Sorgen Sie dafür, dass keiner mein Konto nutzen kann',
    'Ich will, dass sich niemand anmelden kann',
    'Quiero que nadie pueda ver mis fotos',
    'Nobody but me can edit the page.',
    'Nobody except me is able to see the button',
    'Niemand außer mir kann die Seite bearbeiten',
    'Nadie salvo yo puede editar',
    'Nadie excepto yo puede entrar',
    'No one but us can see it',
    'Nobody apart from me can see the folder I shared with my wife.',
    'Nobody but my husband can log in to our shared account.',
    'Nobody other than the owner can edit this document, can you give me the right?',
  ])('who shall, or nobody but me, is no outage: %s', (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'Nobody is able to log in',
    'None of the agents can log in',
    'Since the release none of our field staff can open the portal',
    'Nobody receives our mails, they fail with an error',
    'Seit heute Morgen kann sich keiner mehr anmelden',
    'Bei uns kann keiner mehr bezahlen',
    'Im Laden kann niemand bezahlen',
    'Nobody from our sales team in Berlin can log in',
    'No users can log in',
    'Seit heute kann hier niemand mehr drucken',
    'Niemand kommt ins System',
    'Nadie puede entrar',
    'Personne ne peut se connecter',
    "Personne n'arrive à se connecter",
    "Personne n'a accès au portail",
    'Plus personne ne peut accéder au site',
    "Ce matin personne n'arrive à ouvrir le logiciel",
    'None of the students can log in',
    'None of them can log in, all 40 users',
    'We have 20 users and none can log in',
    'Niemand kommt auf den Server',
    'Niemand kommt ins Intranet',
    'Niemand kommt mehr an die Daten',
    'Keiner kommt mehr in das System',
    'Kein Kunde kann bezahlen',
    'Nessuno può accedere',
    'Ninguém pode entrar',
    'Ninguno de nosotros puede entrar',
    'No students can log in',
    'No members can log in',
    'No agent can log in',
    'Kein Mitarbeiter kann sich anmelden',
    "Personne dans l'équipe ne peut travailler",
    'Wir stellen fest, dass niemand arbeiten kann',
    'No stores get an error',
    'No shops can take payments',
    'Unsere Kunden melden, dass niemand bezahlen kann',
    'Wir sehen, dass sich niemand anmelden kann',
    'Nobody except the admins can log in',
    'Customers want to pay, but nobody can pay',
    'Hemos visto que nadie puede pagar',
    'No visitors can submit the form.',
    'No employee can edit tickets.',
    'Kein Kunde kann die Seite laden.',
    'Niemand kommt mehr ins CRM.',
    'Niemand im Büro kommt ins WLAN.',
    'Niemand kommt auf das Laufwerk.',
    'Keiner kommt mehr in die Kasse.',
    'Keiner unserer Kunden kommt in den Shop.',
    'Niemand kommt an die Kundendaten.',
    'Seit heute kommt niemand mehr ins SAP.',
    'Nobody can explore the new catalogue, the page stays empty for all.',
  ])('who can work is an outage: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })
})

it('who has trouble again and again makes no outage of customers who wait', () => {
  const text = 'Two of our ten agents get an error on every reply, customers are waiting'

  expect(unlabelled.classify(text).priority).toBe('high')
  expect(guardCritical('critical', text)).toBe('high')
})

it.each(['Kein Kunde kann das verstehen.', 'Kein Unternehmen kann so mit Kunden umgehen!'])(
  'grumbling is no outage: %s',
  (text) => {
    expect(unlabelled.classify(text).priority).not.toBe('critical')
  },
)

it("nobody who solves one's own problem is no outage", () => {
  expect(unlabelled.classify("Personne n'arrive à résoudre mon problème").priority).not.toBe('critical')
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
