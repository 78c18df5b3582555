import { formatsOf } from './formats.ts'
import type { PortalText } from './portal.en.ts'

const format = formatsOf('de-DE')

export const portal: PortalText = {
  nav: {
    submit: 'Neues Ticket',
    tickets: 'Meine Tickets',
    apply: 'Mitarbeiten',
    console: 'Konsole',
    main: 'Hauptnavigation',
  },
  submit: {
    pageTitle: 'Neues Ticket',
    title: 'Was ist passiert?',
    lead: 'Beschreiben Sie es mit Ihren Worten. Die Antwort kommt per E-Mail und auf dieser Seite.',
    description: 'Beschreiben Sie das Problem',
    descriptionHint: 'Was Sie getan haben, was geschehen ist, was Sie erwartet haben.',
    roomLeft: (characters) =>
      `Noch ${format.plural(characters, 'Zeichen', 'Zeichen')}. Lange Protokolle kürzen Sie besser auf das Wichtige.`,
    headline: 'Titel',
    headlineHint: 'Aus Ihrem ersten Satz. Ändern Sie ihn, wenn ein anderer es besser sagt.',
    topic: 'Thema',
    priority: 'Priorität',
    send: 'Ticket senden',
    sending: 'Wird gesendet …',
    failed: 'Ihr Ticket wurde nicht gesendet. Alles Geschriebene ist noch da.',
    suggested: 'Vorschlag aus Ihrem Text',
    suggestion: (category, priority) =>
      `${category}, Priorität ${priority.toLowerCase()}. Ändern Sie es unten, wenn es nicht stimmt.`,
    whoAreYou: 'Wem dürfen wir antworten?',
    signedInAs: (name, email) => `Wir antworten ${name} an ${email}.`,
  },
  sent: {
    pageTitle: 'Ticket gesendet',
    title: 'Ihr Ticket ist bei uns',
    late: (number) => `Ihr Ticket ${number} ist bei uns.`,
    lead: (email) => `Wir antworten an ${email}. Sie können diese Seite schließen.`,
    link: 'Ihr Link zum Ticket',
    linkHint: 'Wer diesen Link hat, kann das Ticket lesen und beantworten. Wir schicken ihn auch per E-Mail.',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    open: 'Ticket öffnen',
    another: 'Noch ein Ticket schreiben',
    next: 'Wie es weitergeht',
    steps: [
      'Ihr Ticket geht an die Abteilung, die das Thema kennt.',
      'Ein Agent mit freiem Platz übernimmt es; bis dahin behalten Sie Ihren Platz.',
      'Die Antwort kommt per E-Mail und steht auf der Seite des Tickets.',
    ],
  },
  facts: {
    ticketNumber: 'Ticketnummer',
    status: 'Status',
    place: 'Platz in der Reihe',
    number: (place) => `Nummer ${format.number(place)}`,
    placeSoon: 'Wird eingeordnet, wenige Sekunden',
    agent: 'Kümmert sich darum',
    solved: 'Gelöst',
    firstReply: 'Erste Antwort',
    by: (time) => `bis ${time}`,
    late: 'Später als versprochen. Das tut uns leid.',
  },
  offline: {
    kept: 'Sie sind offline. Was Sie schreiben, bleibt hier.',
    sentWhenBack: (count) =>
      `Sie sind offline. ${format.plural(count, 'Nachricht geht', 'Nachrichten gehen')} ab, sobald Sie zurück sind.`,
  },
  slow: 'Das dauert länger als sonst. Nichts Geschriebenes geht verloren.',
  missing: {
    title: 'Hier ist nichts',
    lead: 'Vielleicht ist die Adresse falsch geschrieben.',
    home: 'Zum Anfang',
  },
}
