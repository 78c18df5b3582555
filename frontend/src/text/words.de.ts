import { formatsOf } from './formats.ts'
import type { Words } from './words.en.ts'

const format = formatsOf('de-DE')

export const words: Words = {
  format,
  category: { billing: 'Abrechnung', technical: 'Technik', account: 'Konto', general: 'Allgemeines' },
  priority: { low: 'Niedrig', medium: 'Mittel', high: 'Hoch', critical: 'Kritisch' },
  status: { open: 'Offen', in_progress: 'In Arbeit', resolved: 'Gelöst', closed: 'Geschlossen' },
  queue: {
    triaging: 'Wird eingeordnet',
    waiting: 'Wartet',
    assigned: 'In Bearbeitung',
    done: 'Erledigt',
    place: (position) => `Platz ${format.number(position)} in der Warteschlange`,
    next: 'Als Nächstes an der Reihe',
  },
  presence: { online: 'Online', dnd: 'Nicht stören', offline: 'Offline' },
  role: { customer: 'Kunde', agent: 'Agent', admin: 'Admin' },
  priorityIs: (priority) => `Priorität: ${priority}`,
  loading: 'Wird geladen …',
  retry: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  saving: 'Wird gespeichert …',
  saved: 'Gespeichert',
  undo: 'Rückgängig',
  edit: 'Bearbeiten',
  remove: 'Entfernen',
  asTable: 'Als Tabelle',
  pages: {
    label: 'Seiten',
    previous: 'Vorige Seite',
    next: 'Nächste Seite',
    place: (page, of) =>
      of === undefined ? `Seite ${format.number(page)}` : `Seite ${format.number(page)} von ${format.number(of)}`,
  },
  required: 'Bitte ausfüllen.',
  skipToContent: 'Zum Inhalt springen',
  theme: 'Farben',
  themes: { dark: 'Dunkel', light: 'Hell', system: 'Wie das Gerät' },
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  signingIn: 'Anmeldung läuft …',
  email: 'E-Mail',
  password: 'Passwort',
  name: 'Ihr Name',
  fuse: {
    left: (time) => `noch ${time}`,
    late: (time) => `seit ${time}`,
    leftSpoken: (time) => `Fällig in ${time}`,
    lateSpoken: (time) => `Überfällig seit ${time}`,
  },
  live: {
    online: 'Live',
    connecting: 'Verbindung wird aufgebaut …',
    offline: 'Verbindung unterbrochen. Wir versuchen es weiter; es geht nichts verloren.',
    short: { online: 'Live', connecting: 'Verbindet', offline: 'Getrennt' },
  },
  problem: {
    title: 'Das hat nicht geklappt',
    unreachable: 'Der Dienst ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung.',
    unavailable: 'Der Dienst ist gerade ausgelastet. Bitte versuchen Sie es noch einmal.',
    limited: (seconds) =>
      seconds === null
        ? 'Zu viele Anfragen. Bitte warten Sie ein wenig.'
        : `Zu viele Anfragen. Bitte warten Sie ${format.seconds(seconds)}.`,
    forbidden: 'Das dürfen Sie nicht.',
    notFound: 'Hier ist nichts, oder Sie dürfen es nicht sehen.',
    invalid: 'Bitte prüfen Sie Ihre Eingaben.',
    unexpected: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
    reference: (id) => `Kennung: ${id}`,
    byCode: {
      bad_credentials: 'E-Mail oder Passwort stimmt nicht.',
      email_taken: 'Zu dieser E-Mail gibt es schon ein Konto.',
      illegal_transition: 'Dieser Status kann auf den jetzigen nicht folgen.',
      already_decided: 'Darüber ist schon entschieden.',
      agent_at_capacity: 'Dieser Agent ist voll ausgelastet.',
      ticket_closed: 'Dieses Ticket ist geschlossen. Bitte öffnen Sie ein neues.',
      ticket_merged: 'Dieses Ticket wurde mit einem anderen zusammengelegt.',
      category_taken: 'Dieses Thema gehört schon zu einer anderen Abteilung.',
      idempotency_key_reused: 'Das wurde schon mit anderem Inhalt gesendet.',
    },
  },
}
