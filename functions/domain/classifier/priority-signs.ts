/**
 * The words by which the rubric tells how pressing a text is: lists in the form that `phrasesOf` describes, and
 * patterns where a list cannot express it (`FEARED` is a list for `patternOf`, which allows more). Where a list has
 * paragraphs, each is of one language: English, German, Spanish, French, and a few words of others.
 */

import { withoutCourtesy } from './courtesy.ts'
import { sentencesOf } from './hidden-instructions.ts'
import { once } from './once.ts'
import { newPhraseMatcher, phrasesOf } from './phrase-matcher.ts'
import { words } from './text-features.ts'

/** What a text shows of how pressing it is. Each counts once: repeating "urgent" a hundred times changes nothing. */
export type Sign =
  | 'harm'
  /** Harm in everyday words, with which others only ask about it: see `tellsHarm`. */
  | 'feared'
  /** Anything that fails; an outage only together with `everyone` or `money`. */
  | 'down'
  /** Everybody's work, or what everybody works with. */
  | 'everyone'
  /** Payments and takings at risk. */
  | 'money'
  /** One person's own thing or account is broken, lost, unsafe or in somebody else's hands. */
  | 'broken'
  /** Several people's work waits. */
  | 'blocked'
  | 'deadline'
  /** Only the word itself. */
  | 'urgent'
  /** Anything that is not as it should be. */
  | 'problem'
  /** The words of a question, with or without its mark. */
  | 'question'
  /** Something new. */
  | 'idea'
  /** A polite conditional, or something new; what the text says besides still counts. */
  | 'wish'
  /** It works again. */
  | 'over'
  /** Thanks, or nothing is asked of us. */
  | 'thanks'
  /** It may wait. */
  | 'calm'

/**
 * Groups of people, and their places: beginnings of folded words. A beginning that several languages share stands once.
 */
const GROUPS =
  'user|customer|client|emp[lr]|staff|member|people|visitor|shop|patient|student|[ck]olle|store|branch|office|region|team|department|company|plat|(?:be)?nutzer|kunde|mitarbeit|filiale|standort|abteil|firma|unternehm|buro|usuario|tienda|sede|equip|utilisat|entrepris|magasin|ordinat'
/** What each of many people has, and what serves them. */
const EACH = `${GROUPS}|order|payment|request|transac|serv(?!ic)|bestell|zahlung|anfrage|pedido|pago|commande|paiem`
/** Words that may stand between two others of a pattern, in one sentence. */
const GAP = '(?:\\S+ ){0,2}?'

/** Not one of the people who are meant. In French only with its "ne": "une personne" is somebody. */
const NOBODY = `nobody|no one|no (?:user|customer|client)s?|(?:no|kein) (?!comp|plat|branch|firma|unter)(?:${GROUPS}|agent)\\w*(?= (?:can|kann|is|are|gets?|(?:in|at|of|from) our)\\b)|none(?= can (?:log|acc)| of (?:us|them|our|(?:the|my) (?:\\S+ )?(?:${GROUPS}|agent)))|niemand|keiner|nadie|ninguem|nessuno|ninguno de nosotros|(?<!\\b(?:une|la|chaque|cette|seule|de) )personne(?= (?:\\S+ ){0,3}n(?:e\\b| ))`

/** Each of many, but not "every week our customers". */
const EACH_ONE = `(?:every|each|jede\\w*|cada) (?:(?:one )?of (?:our|the) (?:${GROUPS})|(?:(?!(?:m[yi]|our|i|we|the)\\b)\\S+ ){0,2}?(?:${EACH})(?!\\w*s\\b))|chaque (?:${GROUPS})`
/** A page or a login counts only with "whole" or "all": each single one is one of many. */
const ALL_OF = `(?:all|entire|whole|alle|(?:samtlich|ganz|gesamt)e\\w*|tod[ao]s?|tou[st]\\w*) ${GAP}(?:${EACH}|s[iy]st|servic(?!e\\b)|website|betrieb|telefon|net[wz]|red\\b|seite|site|dienste|login|account)`
const NONE_OF = `(?:none|(?:kein|ningun|aucun)\\w*) ${GAP}(?:${GROUPS}|serv|transac)|no (?:user|customer|client|empl|transac)`
const NOBODY_WORKS = `(?:${NOBODY}) ${GAP}(?:get|rec[eio]|reach|work|log|(?:be)?komm|arbeit|acce|arrive )`

/** "Every one of them", whatever they are called, unless it was only tried out, or works. Folded words. */
const WHOLE = new RegExp(
  `(?<!\\b(?:tried|checked) (?:\\S+ )?)\\b(?:${EACH_ONE}|${ALL_OF}|${NONE_OF}|${NOBODY_WORKS})(?!\\S* (?:\\S+ )?(?:green|operational|back|out)\\b)`,
)

/**
 * A list of phrases as one pattern. Alternatives are not multiplied out, so that many of them cost little. Unlike
 * `phrasesOf` it takes words that are folded already, a `*` anywhere (for `\w*`), and other syntax of patterns, such as
 * `(?:is|are)`; but no range such as `[a-z]`, since a hyphen ties words. No phrase reaches beyond the end of its
 * sentence.
 */
const patternOf = (phrases: string): RegExp => {
  const ways = phrases
    .replace(/,(?!\d)\n?/g, ')|(?:')
    .replaceAll('*', '\\w*')
    .replaceAll(' ', `) ${GAP}(?:`)
  return new RegExp(`\\b(?:(?:${ways.replaceAll('-', ' ')}))\\b`)
}

const DATA = 'data|database*|records'
const STORED = `${DATA}|backups|server*`
/** What everybody has and may lose: only the loss of "ours" is harm. */
const PAPERS = 'files|documents|photos'
const OURS = `${STORED}|${PAPERS}|backup`
const UNSERE = 'unsere|alle daten*|dateien|kundendaten'
const WERE = 'was|were|been|got'
const DELETED = 'deleted|wiped|erased|destroyed|overwritten'
const SECRET = `${DATA}|credential*|password*|secret*|token*|keys`
/** What may really explode, and is not used as a figure of speech. */
const CELLS = 'batter*|akku*|charger|ladegerat'

/**
 * Harm that is expressed by several everyday words together: it counts where it is reported, not where it is asked
 * about. Deleted data is harm only with "our" or "all": many people ask to have their own deleted.
 */
const FEARED = patternOf(
  `our ${OURS} ${WERE}|are ${DELETED}|lost|gone,all ${STORED}|${PAPERS} ${WERE} ${DELETED},all ${STORED} ${WERE}|are lost|gone,${DELETED}|(?:is|keeps)-deleting|wiping|erasing our|all ${STORED}|${PAPERS},lost|losing our ${OURS},lost|losing all ${STORED},
stole*|stealing ${DATA}|files,${DATA}|files stolen,${SECRET}|key|information|details leak*|exposed,leak*|expos(?:ed|es|ing) ${SECRET}|information,security|data|privacy breach*,breach security|privacy|data,breached our system*|network*|account*|${STORED},we ${WERE} breached,(?:invoices?|data|orders)-of-(?:an)?other customer*|client*,encrypted they-demand*|money|bitcoin*|they-(?:want|ask)-(?:money|pay|\\d+),
${UNSERE} wurde*|sind|ist geloscht|verloren|weg,${UNSERE} geloscht wurde*,wurde*|hat|sie-haben ${UNSERE} geloscht,
(?:caught|catch*|(?:is|are|was)-on)-fire|feuer-gefangen|pris-feu,${CELLS}|bateria explod*|explot*|explose,(?:${CELLS})(?:-\\S+){0,6}-explod(?:ed|iert),fire-in-(?:the|our)-(?:server|office|building),laptop|phone|${CELLS}|device|server|office|building on-fire|exploded|explodiert|burning|brennt,smoke-(?:com*|is|came|pour*),
perdido todos los datos,borrado todos,efface|perdu toutes`,
)

const SIGNS: Readonly<Record<Exclude<Sign, 'feared'>, string>> = {
  harm: `hacked,emptied my|our account*,hacker*,ransom*,encrypted our,malware attack,intruder*,attacker*,broke into,broken|break into our,for sale online,dark web,got into our|my,gained|unauthori* access,someone else is in,stranger* see,see other customers,see each other,each other s data|order*,someone-else-s|other-people-s data|personal|account*|invoice*|details,wrong recipient*|patient*,other customers|users data,another customer s data,private key*,data loss|gone,injur*,electric shock,stromschlag*,descarga electrica,decharge electrique,losegeld*,rancon*
datenleck,daten gestohlen|verloren,gestohlene|fremde daten,datenverlust,gehackt,eingedrungen,sicherheitsvorfall,einbruch,daten|rechnungen|vertrage anderer|fremder,gibt private,private schlussel,loscht gerade,verschlusselt alle
brecha,datos robados,robado|fuga|filtrado datos,filtracion,hackea*,perdida de datos,intruso,datos de otros clientes,borrando,claves privadas,acceso no autorizado,entrado en nuestra
fuite|perte de donnees,donnees volees,vole donnees,ete|est pirate*,pirate notre|nos,piratage*,intrus,donnees autres clients,cles privees,acces non autorise,en train de supprimer
violazione,dati persi,vazamento,invadiram,dados de outros,datalek,wlamanie,wyciek,数据泄露,被黑,情報漏洩,утечк*,взлом*`,
  down: `down,outage,unusable,unavail*,offline,unreachable,not reachable|available|accessible|respond*|load*|work|working,nothing works,500,502,503,can not be reached,no longer work*,stopped working,standstill,can not log|sign in,can not access|process,fail*,error*,crash*,dead,refuse*,blank,corrupt*,overwr*,unable,denied,not go through,disappeared,are|being rejected|declined
ausgefallen,ausfall,kein* konnen,verschwunden,geloscht,fehlermeldung*,uberschrieben,abgesturzt,nimmt kein*,werden abgelehnt,nicht erreichbar|verfugbar,unbenutzbar,steht|stehen still,geht nichts,nichts geht,funktioniert|funktionieren nicht,lahmgelegt,kann|konnen nicht arbeiten,fallt aus,liegt lahm,stillstand
caid*,ningun puede,desapareci*,borrad*,no funciona*|disponible,inacces*,inutili*,no responde,fuera de servicio,no puede*,paralizad*
en panne,aucun peut,disparu*,supprime,supprimes,supprimee*,effacees,ecrase*,erreur*,plante,hors service|ligne,indisponible*,ne fonctionne*|repond*|marche*|peut*,a l arret
fora do ar,nao funciona,non funziona,fuori servizio,niet bereikbaar,ligt eruit,nie dziala,宕机,全部停止,ダウン,не работает,недоступ*`,
  everyone: `everyone,everybody,company wide,all locations|our,any|none of-our|of-us,production,prod,thousands|hundreds of,any-request,hospital,emergency room,payment system|gateway|provider|processor
kassen,kassens*,zahlungssystem,produktion,produktivs*,produktivu*,ganze-it
para-todos,a-todos,todos-tienen,todos-reciben,ninguno-puede,ninguno-de-nosotros,produccion,pasarela|sistema de pago
pour tous,avons-tous,tous-ont,aucun-ne-peut,aucun-de-nous,systeme de paiement,caisses
tutti,alle gebruikers|klanten,wszyscy,所有用户,全员,すべてのユーザー,全ユーザー,все пользовател*,никто,всех клиентов`,
  money: `payments down|fail*,payment* not go through,checkout down|broken|fail*|not,can not pay,can-not|unable accept|take|process payments|orders|transactions,no payments,losing money|sales|orders|revenue,lose revenue,orders fail*,no orders,terminal*|tills down
zahlungen fehl*,umsatz verlier*,verlieren umsatz|geld,pagos fallan,perdiendo ventas|dinero,paiements echou*|bloques,perdons ventes|argent`,
  broken: `crash*,error on every,not start|boot,not turn on,broken,can not log|access,locked,blocked,stolen,lost card,lost my phone,unauthori* transaction*|charge*,fraud*,compromised,phishing,suspicious,used|using my account,logged into my account,identity theft,no internet|signal,virus,not work anymore,from another country,was not me,not by me,i did not request|order,corrupt*,vulnerab*,no power|heating,leak
gesperrt,gestohlen,war nicht ich,war ich nicht,nicht von mir,verloren karte,karte verloren,sturzt ab,abgesturzt,startet nicht,kein|sin|plus internet,betrug*,verdachtig*,unbefugt*,sicherheitslucke,fehlen daten,kein strom
bloquead*,no fui yo,robad*,robaron,perdi mi tarjeta,no arranca|enciende,sospechos*
bloque,bloquee,n etait pas moi,vole,volee,perdu ma carte,ne demarre*,plante,suspect*
roubad*,rubat*,gestolen,skradzion*,non si avvia,nao liga`,
  blocked: `block* us|our|work,can not continue|work|finish|invoice|ship,unable to work,work from home,standstill,customers waiting|complain*,several|multiple|many users|customers,half of,two|three of our,our team|agents|users|customers|department,colleagues,minutes|hours instead of
blockiert,kunden warten,mehrere|viele kunden|nutzer|benutzer,unser team,unsere kunden|mitarbeiter,kollegen,konnen nicht weiterarbeiten,nicht arbeiten
clientes esperando,varios|muchos usuarios|clientes,nuestro equipo,nuestros clientes,no podemos|puedo trabajar|seguir
clients attendent,plusieurs|beaucoup utilisateurs|clients,notre equipe,nos clients|equipes,pouvons|peux plus travailler`,
  deadline: `deadline,due|expire|expires|exam|flight today|tomorrow,expires|by tonight,presentation|meeting in,interview|wedding|by|before|travel*|launch|presentation|audit tomorrow,starts|begins|meeting|audit in-one-hour|in-two-hours,goes|go live,payroll,legal action,lawyer,sue you
frist,muss heute,bis morgen,morgen ab,heute noch|ab,anwalt,plazo|manana vence,vence plazo,vence|caduca manana|hoy,expira|para manana,abogado,expire|avant|pour demain|aujourd,demain matin,avocat`,
  urgent: `urgent*,asap,emergency,critical,right now|away,as soon as possible,high|top priority,at once,dringend*,eilt,sofort,umgehend,notfall,kritisch*,inmediat*,urgencia,emergencia,lo antes posible,cuanto antes,critico,immediat*,en urgence,au plus vite,des que possible,critique,imediat*,subito,spoed,pilne,紧急,緊急,至急,срочно,acil`,
  problem: `problem*,issue*,too much|high,unexpected*,disagree*,wrong,incorrect*,bug*,not,missing,late,delayed,slow*,trouble*,stuck,refund*,charged,dispute*,double,forgot*,password*,mistake*,damaged,defect*,complaint*,lost,still waiting
fehler*,falsch*,nicht,kein,keine,langsam,verspat*,fehlt,erstatt*,abgebucht,vergessen,passwort,beschwerde,storung*,no,falta,retras*,reembols*,cobr*,olvid*,contrasena,pas,lent*,retard,manque,rembours*,debite,oubli*,mot de passe,n est,plus,nao,non,niet,nie,错误,无法,問題,エラー,не,ошибк*`,
  question: `what,which,where,when,how,who,do you,does your,is|are there,can|could|may i,is it possible,opening hours,wondering,more information,information|question about,interested in,recommend*
was ist|sind|kost*|kann|muss|soll|mache|macht|heisst|tun|bedeutet|passiert,welche*,wo,wann,wie,gibt es,haben|bieten sie,kann man|ich,informationen,frage zu,empfehl*
que,cual*,donde,cuando,como,cuanto,tienen,ofrecen,puedo,hay,horario*,informacion,es posible
quel,quels,quelle*,ou,quand,comment puis|faire|fonctionne|obtenir|modifier|changer|annuler|utiliser,combien,avez|proposez vous,puis je,est il possible,horaires,y a t il,quais,onde,quando,quali,dove posso,waar,wanneer`,
  idea: 'suggesti*,feature request|wunsch,vorschlag,anregung,verbesserungsv*,sugerencia,sugestao,suggerimento,建议,提案,be nice|great to-add|to-have|to-filter',
  wish: `suggest,would-love,would be nice|lovely|great,love-a|love-an|love-if|love-to-see,would like to see,could be larger|better,could you add,improvement,no-action needed|required
ware schon|toll,seria bueno|genial,serait bien`,
  over: 'works now|again,funktioniert wieder,ya funciona,fonctionne a nouveau',
  thanks: `thank you for,thanks for,idea,feedback,well done,love your,happy with,compliment*,just wanted to say
danke fur,lob,idee,gracias por,felicit*,me encanta,merci pour,bravo-pour|bravo-a,j adore,obrigad* pela,grazie per,感谢,谢谢,спасибо за`,
  calm: `no rush|hurry,not urgent,whenever you,when you have time,low priority,not important,minor,cosmetic,typo,just curious,eilt nicht,nicht dringend,keine eile,kleinigkeit,tippfehler,sin prisa,no es urgente,cuando puedan,errata,pas urgent|presse`,
}

const matcher = once(() =>
  newPhraseMatcher(
    (Object.entries(SIGNS) as [Sign, string][]).flatMap(([sign, list]) =>
      phrasesOf(list).map((phrase) => [phrase, sign] as const),
    ),
  ),
)

/**
 * Words of wishes that wish for nothing: they name a thing or what others proposed, ask, or deny an improvement. Folded
 * words.
 */
const NO_WISH =
  /\bwould love(?= to (?!see))|\b(?:(?:search|address|your|the|no|any) (?:suggestion|improvement)s?|ihr\w* vorschla\w+|(?:suggestions?|feature requests?|vorschlag)(?= (?:tool|box|form|page|system)s?\b| (?:is|are|was|were) (?:\S+ )?(?:down|offline|broken|unavailable|not (?!to))| (?:do not|fail|crash|stopped)))/g

/** Words that deny that something works again. Folded words. */
const NOT_OVER =
  /(?<=\b(?:nothing|never|not|no longer) (?:\S+ )?works?) (?:now|again)|\bya(?= no)|\bwieder(?= (?:\S+ )?nicht)|(?<=\bne \S+ (?:plus |pas )?a )nouveau/g

/** What nobody does for the writer: this says nothing about what others can do. */
const HELP =
  'help(?! our| cust)|tell\\b|say\\b|expl(?:ain|i[qc])|erklar|give me|reach m[ey]\\b|be reached|sign for|(?:weiter)?helfen|sagen|zuruckrufen|ayudar|decir|aider|dire|repond|rembours|resoudre|aiutar|ajudar'
/** What may stand right before `HELP`. */
const CAN_HELP = 'me|us|m|mi|mir|mich|uns|nos|nous|can|could|to|kann|konnte|puede|ne|peut|puo|pode|a'
/** Nobody helps: the writer is stuck. Folded words. */
const NOBODY_HELPS = new RegExp(
  `\\b(${NOBODY}|(?:no|kein) (?:${GROUPS}|agent)\\w*)(?=(?: (?:(?!\\1)\\S+ ){0,3}(?:${CAN_HELP})|(?<=\\b(?:mir|uns) (?:kann )?\\S+)) (?:${HELP}))`,
  'g',
)

const NO_GROUP = `(?!${GROUPS})`

/** All of the writer's own things, or each time that the writer does something. Folded words. */
const MINE = new RegExp(
  `\\b(?:(?:all(?: of)? my|alle meine|todos mis|toutes mes) ${NO_GROUP}|(?:all|each|every) (?:\\S+ ){0,3}?of mine|(?:every|each|jede\\w?|cada|chaque) (?:time|mal|vez|fois|${NO_GROUP}\\S+ (?:\\S+ ){0,2}(?:i|ich|mir|je|me)\\b)|(?:my|meine?|mi|mon) (?:\\S+ )?(?:web\\w*|site|pagina|s[iy]st\\w+) (?=\\S+ ))`,
  'g',
)

/** Something is said not to be down, or to have been down; and greetings to all. Folded words. */
const NOT_DOWN =
  /\b(?:was (?:the|your|our) (?:\S+ ){1,2}down|(?:not|no longer|nicht|pas|no esta) (?:down|ausgefallen|caid\w+|en panne)|war (?:d\w\w|ihre?) \S+ ausgefallen|(?:hola|buen\w+(?: \w+)?|gracias) a todos)\b/g

/** What everybody works with. */
const SYSTEMS =
  'everything|web\\w*|sites?|plat\\w*f\\w+|s[iy]stem\\w*|serv\\w+s|dienste|pagina|kassen?|cajas?|caisses?|tout|todo|alles'
/** It is down: not that it should be, or is so for the writer alone. */
const STOPPED =
  '(?:down|outage|ausgefallen|caid\\w+|en panne|hors service)(?! to | (?:or|oder|ou|o) (?:\\S+ ){0,3}(?:me|mir|moi|mi|chez)\\b)'
/**
 * What stands between `SYSTEMS` and `STOPPED`: in English right before the latter, in other languages with more words
 * behind the verb.
 */
const ARE =
  '(?: (?!pric|(?<!and )sales|traffic)\\S+){0,2}? (?:is|are|went|been|all|still|\\w+ly)(?= down)| (?:ist|sind|estan?|est|sont)(?: (?!nicht|pas|no|mir|chez)\\S+){0,7}?'
/** What everybody works with is down. Folded words. */
const SYSTEMS_DOWN = new RegExp(
  `(?<!\\b(?:take|shut|put|bring) (?:\\S+ ){0,3})\\b(?:(?:${SYSTEMS})(?:${ARE})? ${STOPPED}|(?:total|complete) outage|totalausfall)\\b`,
  'g',
)

/** What precedes a wish that something be so. */
const WISHED =
  '(?:so that|(?:sure|care)(?: that)?|want(?:s|ed)?(?: that)?|damit(?: \\S+){0,2}|(?:sicher|mocht\\w+|woll\\w+|will|dafur|darauf) dass(?: sich)?) '
/** Words that make a sentence about somebody else, about talk, or about all but the writer. */
const OTHER_MATTER =
  '(?:i|you|we|ich|sie|wir)\\b|sa[giy]|told|kno|your|these|mein|repl|answ|(?:but|excepto?|apart from|other than|besides|ausser|salvo|sauf) (?:m[eiy]r?|moi|mon|i|us|uns|yo|the owner)\\b'
/** After "can": a new sentence, or something of the writer's own. */
const ABOUT_ME = ' (?:i|you|we|ich|sie|wir|mir|mich) | (?:\\S+ ){0,2}m(?:y|ein\\w*|is?|on|es)\\b'
/** Where it is about understanding, not about work. */
const GRASPS =
  '(?: (?!(?:i|we|ich|wir|and|und)\\b)\\S+){0,3} (?:understand|verstehen|comprendre|comprender|entender)\\b'
/** Verbs about competitors and behaviour, not about work. */
const GRUMBLES = ' (?:be|treat|compete|charge|expect|win|afford|beat|match)\\b'
const CAN = `(?:can|able|kann|puede|peut|pode|puo|arrive a|a acces)(?!${ABOUT_ME}|${GRASPS}|${GRUMBLES})`
/** "Into" something: neither "in" it, nor in a figure of speech. */
const INTO =
  '(?:ins|aufs|(?:in|an|auf)(?! (?:\\S+ )?(?:de[rm]|m\\S+|uns|ide\\w+|gedank\\w+|punkt|apparat|tur|frage|betracht|gange|sinn|nachst\\w+|filiale)\\b))'
const COMES_IN = `kommt (?:mehr |hier )?${INTO}`
/** As in "Im Laden kann niemand" and "kann sich hier keiner". */
const CAN_NOBODY =
  '(?:im (?:\\S+ ){1,2}kann |kann (?:(?:(?:sich|hier|bei uns|seit \\S+) ){1,2}|(?=\\S+ mehr)))(?:keiner|niemand)(?! (?:dar)?um )'
/** Nobody can do anything. Folded words. */
const NOBODY_CAN = new RegExp(
  `(?<!\\b${WISHED})\\b(?:(?:${NOBODY}) (?:(?!${OTHER_MATTER})\\S+ ){0,7}?(?:${CAN}|${COMES_IN})|${CAN_NOBODY}|(?<=\\S )kommt (?:keiner|niemand) (?:\\S+ ){0,4}?${INTO})\\b`,
  'g',
)

/** Only figures explode, such as prices. Folded words. */
const EXPLODED_PRICE =
  /\b(?:\w*bills?|costs?|prices?|fees?|\w*rechnung\w*|\w*kosten|\w*preise?|gastos|precios?|prix|couts?|factur\w+)(?: (?:of|for|fur|de)(?: (?!(?:is|was|and|und|y|et|when|because)\b)\S+){1,5}?)?(?: (?:ha\w+|\w+ly|this|last|month|year|ist|sind|ont?|a)){0,3} explo\w+|\bexplo\w+ (?:in|im) (?:price|preis|cost)/g

/** Asks whether something is down: no statement begins with its verb. Folded words. */
const ASKS_DOWN =
  /^(?:is|are|will|ist|sind) (?:the|your|our|d\w\w|ihre?) (?:\S+ ){1,2}?(?:be )?(?:down|offline|ausgefallen)\b/gm
/** Asks what all may do, or many together: such a question affects nobody yet. Folded words. */
const ASKS_FOR_ALL =
  /^(?:can|could|may|kann|konnen|pueden?) (?:all|every|each|alle|jede\w?|todos|cada)\b|(?<=^(?:is|are|can|how) .{1,80})at once\b/gm

/** Question words that ask nothing in the middle of a sentence: "an employee who left", "sans que". Folded words. */
const RELATIVE =
  /(?<=\S )(?<!\b(?:know|tell|me|us|ask|see|about|to|and|or) )who\b|(?<=\S )(?<!\b(?:a|de|en|por|con|para|saber|ce|des|hola) )que\b/g

/** Punctuation that ends what is said of each. */
const EACH_ENDS = /(?<=\b(?:every|each|jede\w?|cada|chaque)(?: [^\s,]+){1,3})[,:;]/giu

/** The folded words of a text, one sentence a line, without words that only look like a sign. */
export const plainWords = (text: string): string =>
  sentencesOf(text.replaceAll('¿', '\n').replace(EACH_ENDS, '\n'))
    .map((sentence) => {
      const plain = withoutCourtesy(words(sentence)).join(' ')
      return sentence.endsWith('?') ? plain : plain.replace(RELATIVE, '')
    })
    .join('\n')
    .replace(NO_WISH, ' ')
    .replace(NOT_OVER, ' ')
    .replace(NOBODY_HELPS, 'stuck')
    .replace(MINE, 'my ')
    .replace(NOT_DOWN, ' ')
    .replace(ASKS_DOWN, ' ')
    .replace(ASKS_FOR_ALL, 'can i')
    .replace(EXPLODED_PRICE, ' ')
    .replace(SYSTEMS_DOWN, 'everyone down')
    .replace(NOBODY_CAN, 'everyone down')

/** The signs in words as `plainWords` returns them; repetitions have no meaning. */
export const signsOfWords = (plain: string): readonly Sign[] => {
  const line = plain.replace(/ +/g, ' ')
  return [
    ...matcher().find(line.split(/\s+/)),
    ...(WHOLE.test(line) ? (['everyone'] as const) : []),
    ...(FEARED.test(line) ? (['feared'] as const) : []),
  ]
}

/** Every sign in a text; "feared" even where harm is only asked about. */
export const signsOf = (text: string): readonly Sign[] => signsOfWords(plainWords(text))
