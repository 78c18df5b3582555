import { describe, expect, it } from 'vitest'
import { newClassifier } from '../../functions/domain/classifier.ts'
import { guardCritical } from '../../functions/domain/triage.ts'

const unlabelled = newClassifier()

describe('harm', () => {
  it.each([
    'Can you confirm that all my data has been deleted?',
    'Have you deleted all data of mine after I closed my account?',
    'Please confirm you deleted all my records',
    'Haben Sie alle meine Daten gelöscht?',
    'Do you have a policy about data breaches?',
    'What do you do after a data breach?',
    'Did you delete our data?',
    'Have you deleted all our data?',
    'Can you confirm that no data was lost?',
    'Please confirm that my data was deleted',
    'Please could you confirm, in writing, that all our data has been deleted?',
    'Confirm that you have deleted all our data',
    'Can someone confirm that our data was deleted?',
    'I deleted my account, can you confirm that all our data was deleted too?',
    'Can you confirm that our account is closed, our data was deleted and nothing is due?',
    'Have you wiped our server since we left?',
    'All my data was deleted, as I wished',
    'Bitte bestätigen Sie, dass unsere Daten gelöscht wurden',
    'Haben Sie unsere Daten gelöscht?',
    'Bitte sorgen Sie dafür, dass unsere Daten gelöscht werden',
    'Avez-vous effacé toutes les données ?',
    'Unsere Daten wurden nicht gelöscht, obwohl wir gekündigt haben',
    'Unsere Daten sind noch nicht gelöscht',
    'Unsere Daten sind bereits gelöscht, bitte stornieren Sie die Rechnung',
    'Danke, dass unsere Daten gelöscht wurden',
    'Wir bitten um Auskunft, ob unsere Daten gelöscht wurden',
    'Bitte senden Sie uns eine Bestätigung, dass unsere Daten gelöscht wurden',
    'Könnten Sie uns bitte kurz bestätigen, dass unsere Daten gelöscht wurden',
    'Bitte bestätigen Sie, dass das Konto geschlossen ist, unsere Daten gelöscht wurden und nichts offen ist',
    'Guten Tag, wurden unsere Daten gelöscht?',
    'Has our data been deleted?',
    'Please tell us whether our data was deleted',
    'Please send us a confirmation that all our data was deleted',
    'Our data was not deleted although we asked for it',
    'Our data was not completely deleted',
    'Our data was not lost',
    'None of our files were deleted',
  ])('is not what a sentence only asks about: %s', (text) => {
    expect(['low', 'medium']).toContain(unlabelled.classify(text).priority)
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'Why have you deleted all our data?',
    'Can you help? All our data was deleted.',
    'I can confirm that all our data was deleted',
    'We had a security breach. Do you have a contact for that?',
    'A hacker deleted all my files',
    'Our database was wiped, please confirm that you are working on it',
    'All our data was deleted, can you confirm?',
    'We lost our data, please confirm you got this',
    'Our database was deleted, did you do that?',
    'Since your update all records were lost, did you change something',
    'We lost all our data, have you a backup?',
    'Our database was wiped and all my work is lost',
    'Engineers confirm our database was wiped',
    'Logs confirm that all records were deleted',
    'I can now confirm that our database was wiped',
    'Why on earth have you deleted all our data?',
    'Can you confirm why all our data was deleted?',
    'Have you noticed that our database was wiped?',
    'Did you change something, our database was wiped',
    'Please confirm receipt: all our files were deleted',
    'Please confirm that you look into this because our database was deleted',
    'Unsere Datenbank wurde gelöscht, bitte bestätigen Sie, dass Sie daran arbeiten',
    'Unsere Techniker bestätigen, dass unsere Daten gelöscht wurden',
    'Unsere Daten sind verloren, haben Sie ein Backup?',
    'Votre mise à jour a effacé toutes les données, avez-vous une sauvegarde ?',
    'Unsere Kundendaten wurden gelöscht',
    'Gestern wurden unsere Daten gelöscht',
    'Gestern wurden unsere Daten gelöscht, können Sie helfen?',
    'Sie haben unsere Daten gelöscht',
    'Ihr Update hat unsere Dateien gelöscht',
    'Our data was not only deleted but also leaked',
    'The restore did not work and our database was wiped',
    'Just to confirm, our database was wiped this morning',
    'Just to confirm: all our data was deleted',
    'I am writing to confirm that our database was wiped',
    'Did you get our mail that our database was wiped last night?',
    'Please confirm receipt, our database was wiped',
    'Bitte bestätigen Sie den Eingang, unsere Daten wurden gelöscht',
  ])('is what one tells: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
  })

  it.each([
    'Bitte bestätigen Sie, dass alle unsere Daten gelöscht wurden',
    'Wurden alle unsere Daten gelöscht?',
    'Wir möchten wissen, ob alle unsere Daten gelöscht wurden',
    'How do I undo deleting projects?',
    'I need help with deleting files',
    'The account was closed after deleting our old files as agreed',
    'Ich habe die App gelöscht, alle Versuche sind gescheitert',
    'My electricity bill exploded',
    'Die Stromkosten sind explodiert',
    'My costs have exploded since the update',
    'I need the invoices of other months',
    'Can I order data of another company?',
    'Our data is encrypted, right?',
    'I opened the encrypted pdf and they ask for a password, it is wrong',
    'Is the data encrypted on demand?',
    'Can I pay the invoice of another customer?',
    'How do I import the data of another client?',
    'The data format of other clients is different, import is wrong',
    'Kann der Akku explodieren?',
    'Does the battery explode if I leave it in the sun?',
    'The server costs explode with your new plan',
  ])('is not what was wished, or what only sounds like it: %s', (text) => {
    expect(unlabelled.classify(text).priority).not.toBe('critical')
    expect(guardCritical('critical', text)).toBe('high')
  })

  it.each([
    'Ihr Update hat alle unsere Dateien gelöscht',
    'Your app keeps deleting our files',
    'The charger exploded on my desk',
    'Der Akku ist explodiert',
    'La batería explotó mientras cargaba',
    'La batterie a explosé',
    'Das Ladegerät hat Feuer gefangen',
    "L'appareil a pris feu",
    'Ich habe einen Stromschlag bekommen',
    'Me dio una descarga eléctrica',
    "J'ai reçu une décharge électrique",
    'My portal shows the invoices of another customer',
    'I can open invoices of other customers',
    'You leaked my personal information',
    'All our files are gone',
    'The laptop is burning',
    'Our server is encrypted and they want 2 bitcoin',
    'All files are encrypted and they want money',
    'Our files were encrypted, they demand 2 bitcoin',
    'Unsere Dateien sind verschlüsselt, sie fordern Lösegeld',
  ])('is told in other words, too: %s', (text) => {
    expect(unlabelled.classify(text).priority).toBe('critical')
    expect(guardCritical('critical', text)).toBe('critical')
  })
})
