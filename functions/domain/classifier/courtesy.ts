/** What people give thanks for in advance. */
const KINDNESS =
  '(?:time|help|assistance|support|attention|cooperation|understanding|patience|response|reply|consideration)'

/** Greetings, openings and closings in folded words: they fill letters and say nothing about the matter. */
const PHRASES: readonly string[] = [
  '(?:dear|hello|hi|hey|greetings|good (?:morning|afternoon|evening|day))(?: (?:customer|technical|tech|it|support|service|services|care|help|desk|helpdesk|team|sir|madam|there|all|or|and|everyone))*',
  '(?:i |we )?(?:hope|trust) (?:this|you|all|that)(?: \\S+){0,6}? well',
  '(?:i|we) (?:am|are) (?:writing|reaching out|contacting)(?: to)?(?: you)?(?: today)?(?: (?:to|regarding|about|concerning|because))?',
  `(?:many )?(?:thank you|thanks)(?: (?:so|very) much| again| in advance)*(?: for your(?: \\S+){0,3}? ${KINDNESS}(?: and ${KINDNESS})?|(?<=advance)|$)`,
  '(?:i |we )?(?:am |are )?look(?:ing)? forward to(?: hearing from you| your(?: \\S+)? (?:reply|response|answer|assistance))?',
  '(?:best|kind|warm) (?:regards|wishes)|sincerely|yours (?:truly|faithfully)',
  '(?:please )?(?:let me know|get back to me|advise)(?: as soon as possible)?',
  '(?:can|could|would) you (?:please )?(?:help|assist) (?:me|us)(?: with this)?|please help(?: me| us)?',
  'sehr geehrte[rs]?(?: (?:damen|herren|und|support|kundenservice|kundendienst|kundensupport|team))+',
  'mit freundlichen grussen|viele grusse|freundliche grusse|beste grusse|ich hoffe (?:diese|sie|es|dass)(?: \\S+){0,6}? (?:gut|wohl|wohlauf)|ich schreibe ihnen(?: um)?|ich wende mich an sie',
  'vielen dank (?:im voraus|fur ihre(?: \\S+)? (?:hilfe|unterstutzung|zeit|muhe|aufmerksamkeit|geduld))|(?:konnen|konnten) sie mir (?:bitte )?helfen',
  'estimad[oa]s?(?: (?:equipo|de|soporte|servicio|al|cliente|atencion|senores|senor|senora))+|espero que(?: \\S+){0,6}? bien|(?:le|les) escribo(?: para| porque)?',
  '(?:muchas )?gracias (?:de antemano|por su(?: \\S+)? (?:ayuda|atencion|tiempo|apoyo))|un (?:cordial )?saludo|saludos cordiales|quedo a la espera(?: de su respuesta)?|(?:me )?(?:puede|pueden|podria|podrian) ayudar(?:me)?',
  '(?:cher|chere)s?(?: (?:equipe|service|support|client|clients|du|de))+|(?:bonjour|bonsoir)(?: madame| monsieur| a tous)*|j espere que(?: \\S+){0,6}? bien|je vous (?:ecris|contacte)(?: pour| car)?',
  'merci (?:d avance|par avance|pour votre(?: \\S+)? (?:aide|temps|attention|assistance|soutien))|cordialement|bien a vous|dans l attente(?: de votre (?:reponse|retour))?|(?:pouvez|pourriez) vous m aider',
]

const COURTESY = new RegExp(`(?<!\\S)(?:${PHRASES.join('|')})(?!\\S)`, 'g')

/** The words without greetings, polite openings and closings. All of them if nothing else would be left. */
export const withoutCourtesy = (tokens: readonly string[]): readonly string[] => {
  const rest = tokens.join(' ').replace(COURTESY, ' ').split(' ').filter(Boolean)
  return rest.length === 0 ? tokens : rest
}
