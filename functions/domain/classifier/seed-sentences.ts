import type { Category } from '../../contracts/triage.ts'

/** Typical sentences of customer support, one a line: the training examples before anybody has decided anything. */
const SENTENCES: Readonly<Record<Category, string>> = {
  billing: `
I was charged twice for the same order, please refund one of the payments
There is a charge on my statement that I do not recognise
Why is there an extra fee on my bill this month
I cancelled two weeks ago and you still took money from my account
When will I get my money back, the refund has not arrived yet
My invoice shows the wrong amount, we agreed on a lower price
How can I change the payment method from credit card to direct debit
The exchange rate you applied to my payment is wrong
My premium went up without notice, why do I pay more now
I want my money back for the item I returned
I got the wrong amount of cash from the machine but the full amount was debited
Ich wurde doppelt belastet, bitte erstatten Sie mir den Betrag
Bitte senden Sie mir die Rechnung noch einmal zu
Warum wurde eine Gebühr von meinem Konto abgebucht
Necesito la factura del mes pasado con los datos fiscales
Hay un cargo en mi tarjeta que no reconozco
Pouvez-vous m'envoyer la facture du mois dernier`,
  technical: `
The app crashes every time I open it
I get error 500 when I try to save the report
The website does not load, only a blank page is shown
My internet connection drops every few minutes and the router blinks red
The transfer failed and the app only shows an error message
My laptop does not start after the last update
The screen of my phone is cracked and does not respond to touch
How do I install the latest version of the software
Video keeps buffering and the sound is missing
The server is down and we cannot reach the service
Die Anwendung stürzt beim Start ab und zeigt eine Fehlermeldung
Das Internet funktioniert seit gestern nicht mehr
La aplicación no funciona y muestra un error
No tengo conexión a internet desde ayer
L'application plante au démarrage et affiche une erreur
La connexion internet ne fonctionne plus depuis hier`,
  account: `
I forgot my password and cannot log in
My account is locked after too many attempts
I did not receive the verification code to sign in
Please change the email address of my account
I moved house and need to update my address
How do I delete my account and all my personal data
Someone else has access to my account, I think I was hacked
My card was stolen, please block it
I lost my phone, how can I secure my account
Why do you need to verify my identity
I need to change the name on my profile after my marriage
Ich habe mein Passwort vergessen und kann mich nicht anmelden
Mein Konto ist gesperrt, bitte entsperren Sie es
Ich bin umgezogen und möchte meine Adresse ändern
He olvidado mi contraseña y no puedo entrar en mi cuenta
Quiero cambiar el correo de mi cuenta
J'ai oublié mon mot de passe et je ne peux pas me connecter
Je veux modifier l'adresse de mon compte`,
  general: `
What are your opening hours over the holidays
Where is my order, it should have arrived yesterday
How long does shipping take and do you deliver abroad
I want to cancel my order before it ships
Is there a minimum age to use your service
I would like to book a flight for next week
Can I change my seat and get the boarding pass
I want to sign up for a new service at my home
Which plan would you recommend for a small team
It would be great if you could add a dark mode
Thank you for the quick help, everything is fine now
I want to make a complaint about your staff
Ich möchte wissen, wann meine Bestellung geliefert wird
Welche Öffnungszeiten haben Sie am Samstag
Ich hätte gerne mehr Informationen über Ihre Produkte
Cuándo llegará mi pedido
Quisiera más información sobre sus productos y servicios
Quiero hacer una reserva para la próxima semana
Quand ma commande sera-t-elle livrée
Je voudrais des informations sur vos produits et services
Quels sont vos horaires d'ouverture`,
}

/** The seed sentences with their category, in a fixed order. */
export const seedSentences: readonly { readonly text: string; readonly category: Category }[] = (
  ['billing', 'technical', 'account', 'general'] as const
).flatMap((category) =>
  SENTENCES[category]
    .trim()
    .split('\n')
    .map((text) => ({ text, category })),
)
