import { describe, expect, it } from 'vitest'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { guardCritical } from '../../functions/domain/triage.ts'

const unlabelled = newClassifier()

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
    'Nobody can beat your prices, I would like a quote.',
    'No one can match your offers.',
    'No one can afford these fees.',
    'Nobody can be bothered to answer my mail.',
    'No one can say when the shirt will be back in stock.',
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
    'Nobody can use the tills.',
    'Niemand kann so arbeiten.',
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

  it.each([
    'Kein Kunde kann das verstehen.',
    'No customer can beat that.',
    'Kein Unternehmen kann so mit Kunden umgehen!',
  ])('who grumbles is no outage: %s', (text) => {
    expect(unlabelled.classify(text).priority).not.toBe('critical')
  })

  it("who solves one's own problem is no outage", () => {
    expect(unlabelled.classify("Personne n'arrive à résoudre mon problème").priority).not.toBe('critical')
  })
})
