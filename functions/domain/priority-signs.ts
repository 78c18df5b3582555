/**
 * The words by which the rubric knows how pressing a text is, in the way that `phrasesOf` describes. Where a list comes in
 * paragraphs, each is of one language: English, German, Spanish, French, and a few words of others.
 */
import { withoutCourtesy } from './courtesy.ts'
import { newPhraseMatcher, phrasesOf } from './phrase-matcher.ts'
import { words } from './text-features.ts'

/** What a text shows of how pressing it is. Each counts once: repeating "urgent" a hundred times changes nothing. */
export type Sign =
  | 'harm'
  /** Harm in everyday words, which others only ask about: see `tellsHarm`. */
  | 'feared'
  | 'down'
  | 'everyone'
  /** Payments and takings at risk. */
  | 'money'
  /** One person's own thing or account, gone or in foreign hands. */
  | 'broken'
  /** Several people's work waits. */
  | 'blocked'
  | 'deadline'
  | 'urgent'
  /** Anything that is not as it should be. */
  | 'problem'
  | 'question'
  /** An idea or a polite conditional; what is told beside it counts. */
  | 'wish'
  /** It works again. */
  | 'over'
  | 'thanks'
  | 'calm'

/** "Every one of them", whatever they are called: a quantity before a group. */
const WHOLE_GROUPS = [
  'all|none|no|entire|whole user*|customer*|client*|employee*|staff|member*|people|visitor*|shopper*|patient*|student*|colleague*|store*|branch*|office*|region*|team*|department*|company|platform|transaction*|order*|payment*|request*|login*|account*',
  'every|each user|customer|client|employee|member|visitor|shopper|patient|student|store|branch|office|region|team|department|transaction|order|payment|request|login|account',
  'alle|aller|jede*|kein*|samtliche*|ganze*|gesamte* nutzer*|benutzer*|kunde*|mitarbeiter*|kollegen|filiale*|standort*|abteilung*|firma|unternehmen|plattform|system|bestellung*|zahlung*|anfrage*',
  'todas|toda|todos|cada|ningun* usuario*|cliente*|empleado*|empresa|plataforma|tienda*|sede*|pedido*|pago*|nuestros|nuestras',
  'toutes|toute|tous|chaque|aucun* utilisateur*|client*|employe*|entreprise|plateforme|magasin*|site*|commande*|paiement*|nos',
].join(', ')

/** What everybody works with, and that it stands still. */
const WHOLE_SYSTEM_DOWN = [
  'system|site|website|webshop|platform|total|complete outage',
  'site|website|webshop|platform|system|systems|servers|everything is-down|are-down|went-down|been-down|currently-down|completely-down|totally-down',
  'site-down,website-down,webshop-down,platform-down,system-down,systems-down,servers-down',
  'website|webseite|plattform|system ist-down|ausgefallen',
  'plataforma|sistema|web|pagina caid*',
  'plateforme|systeme|site en-panne|hors-service',
].join(', ')

const STORED = 'data|database*|records|backups|server*'
/** What everybody has, and may lose: the harm is in the loss of ours. */
const PAPERS = 'files|documents|photos'
const OURS = `${STORED}|${PAPERS}|backup`
const UNSERE = 'daten*|dateien|kundendaten'
const WERE = 'was|were|been|got'
const DELETED = 'deleted|wiped|erased|destroyed|overwritten'
const SECRET = 'data|database*|records|credential*|password*|secret*|token*|keys'

/**
 * Harm that takes several words to tell, each of them an everyday one: it counts where it is told, not where it is asked
 * about. Of deleted data, only "our" and "all" is harm: to have one's own deleted is what many ask for.
 */
const FEARED = [
  `our ${OURS} ${WERE} ${DELETED}|lost`,
  `all ${STORED}|${PAPERS} ${WERE} ${DELETED}`,
  `all ${STORED} ${WERE} lost`,
  `${DELETED}|deleting|wiping|erasing our|all ${STORED}|${PAPERS}`,
  `lost|losing our ${OURS}`,
  `lost|losing all ${STORED}`,
  'stole|stolen|stealing data|database*|records|files',
  'data|database*|records|files stolen',
  `${SECRET}|key|information|details leaked|leaking|leaks|exposed`,
  'data leak*',
  `leak|leaked|leaking|leaks|exposed|exposes|exposing ${SECRET}`,
  'security|data|privacy breach*',
  'breach security|privacy|data',
  'breached our system*|network*|server*|database*|account*|data',
  `we ${WERE} breached`,
  `unsere ${UNSERE} wurde*|sind|ist geloscht|verloren`,
  `unsere ${UNSERE} geloscht wurde*`,
  `wurde*|hat|sie-haben unsere ${UNSERE} geloscht`,
  'caught-fire,catch*-fire,is-on-fire,s-on-fire,are-on-fire,was-on-fire',
  'laptop|phone|battery|charger|device|server|office|building on-fire',
  'smoke-coming,smoke-is-coming,smoke-comes-out,smoke-came-out,smoke pouring,smoke rising',
  'alle daten weg,geloscht alle,perdido todos los datos,borrado todos,efface toutes,perdu toutes',
].join(', ')

const SIGNS: Readonly<Record<Sign, string>> = {
  harm: `hacked,hacker*,ransom*,encrypted our,malware attack,intruder*,attacker*,broke into,broken|break into our,for sale online,dark web,got into our|my,gained|unauthori* access,someone else is in,stranger* see,see other customers,see each other,each other s data|order*,someone-else-s|other-people-s data|personal|account*|invoice*|details,wrong recipient*,other customers|users data,another customer s data,private key*,secret* printed,data loss,losing data,all data gone,data is gone,deleting projects|our|files,wrong patient*,injur*,electric shock,
    datenleck,daten gestohlen,gestohlene daten,datenverlust,daten verloren,gehackt,eingedrungen,sicherheitsvorfall,einbruch,fremde daten,daten anderer kunden,daten fremder,rechnungen anderer,gibt private,private schlussel,loscht gerade,verschlusselt alle,
    brecha,datos robados,robado|fuga datos,filtracion,filtrado datos,hackeado,hackearon,perdida de datos,intruso,datos de otros clientes,borrando,claves privadas,acceso no autorizado,entrado en nuestra,
    fuite de donnees,donnees volees,vole donnees,ete|est pirate*,pirate notre|nos,piratage*,pirates informatiques,perte de donnees,intrus,donnees autres clients,cles privees,acces non autorise,en train de supprimer,
    violazione,dati persi,vazamento,invadiram,dados de outros,datalek,wlamanie,wyciek,数据泄露,被黑,情報漏洩,утечк*,взлом*`,
  feared: FEARED,
  down: `down,outage,unusable,unavailable,offline,nobody can,no one can,none|none-of-our|none-of-us can,nobody our can,not reachable,unreachable,not available,not working at all,nothing works,completely broken,500,502,503,504,can not be reached,no longer work*,stopped working,not respond*,at a standstill,not work|load*,can not log|sign in,can not access|process,not accessible,fail*,error*,crash*,dead,refuse*,blank,corrupt*,overwr*,unable,denied,not go through,disappeared,vanished,are|being rejected|declined,
    ausgefallen,ausfall,niemand|keiner kann,kein* konnen,verschwunden,geloscht,fehlermeldung*,uberschrieben,abgesturzt,nimmt kein*,werden abgelehnt,nicht erreichbar|verfugbar,unbenutzbar,steht still,geht nichts,funktioniert|funktionieren nicht,lahmgelegt,kann|konnen nicht arbeiten,kann sich niemand,fallt aus,liegt lahm,stillstand,
    caid*,nadie|ningun puede,desapareci*,borrado,borrada*,borrados,no funciona*|disponible,inaccesible,inutilizable,no responde,fuera de servicio,no puede*,paralizad*,
    en panne,personne|aucun peut,disparu*,supprime,supprimee,supprimes,supprimees,effacees,ecrase*,erreur*,plante,hors service,indisponible*,inaccessible*,inutilisable*,ne fonctionne*|repond*|marche*|peut*,a l arret,
    fora do ar,nao funciona,non funziona,fuori servizio,niet bereikbaar,plat,ligt eruit,nie dziala,宕机,全部停止,ダウン,не работает,недоступ*`,
  everyone: `${WHOLE_GROUPS},${WHOLE_SYSTEM_DOWN},everyone,everybody,nobody,no one can,entire|whole site|system|website,live system,company wide,all sites|locations|our,production,prod,thousands|hundreds of,none of our|us,every page,hospital,emergency room,
    alle unsere,niemand,keiner,produktivsystem,produktion,
    para todos,nadie,produccion,
    pour tous,personne,
    ninguem,tutti,nessuno,alle gebruikers|klanten,wszyscy,所有用户,全员,すべてのユーザー,全ユーザー,все пользовател*,никто,всех клиентов`,
  money: `payments down|fail*,payment* not go through,checkout down|broken|fail*|not,can not pay,can not take payments,no payments,payment system|gateway|provider|processor,each transaction,losing money|sales|orders|revenue,lose revenue,orders fail*,no orders,terminal*|tills down,
    zahlungen fehl*,zahlungssystem,kasse,kassen,kassensystem,bezahlvorgang,umsatz verlier*,verlieren umsatz|geld,pagos fallan,pasarela|sistema de pago,perdiendo ventas|dinero,paiements echou*|bloques,perdons des ventes,perdons argent,systeme de paiement,caisse*`,
  broken: `crash*,error on every,not start|boot,not turn on,broken,screen cracked,can not log|access,locked,blocked,stolen,lost card,lost my phone,unauthori* transaction*|charge*,fraud*,compromised,phishing,suspicious,used|using my account,logged into my account,identity theft,no internet|signal,virus,not work anymore,from another country,unknown device*,was not me,not by me,i did not request|order,data missing,missing data,corrupt*,vulnerab*,no power|heating,leak,
    gesperrt,gestohlen,war nicht ich,war ich nicht,nicht von mir,verloren karte,karte verloren,sturzt ab,abgesturzt,startet nicht,kein|sin|plus internet,betrug,betrugerisch*,verdachtig*,unbefugt*,sicherheitslucke,fehlen daten,kein strom,
    bloquead*,no fui yo,robad*,robaron,perdi mi tarjeta,no arranca|enciende,sospechos*,
    bloque,bloquee,n etait pas moi,refuse de demarrer,vole,volee,perdu ma carte,ne demarre*,plante,suspect*,
    roubad*,rubat*,gestolen,skradzion*,non si avvia,nao liga`,
  blocked: `blocking|blocks us,blocks our,block* work,blocking our,can not continue|work|finish|invoice|ship,unable to work,work from home,do my job,standstill,customers waiting|complain*,several|multiple|many users|customers,some users,half of,two|three of our,our team|agents|users|customers,whole|our department,colleagues,minutes|hours instead of,
    blockiert,kunden warten,mehrere kunden|nutzer|benutzer,viele kunden|nutzer,unser team,unsere kunden|mitarbeiter,kollegen,konnen nicht weiterarbeiten,nicht arbeiten,
    clientes esperando,varios usuarios|clientes,muchos usuarios,nuestro equipo,nuestros clientes,bloquea nuestro,no podemos|puedo trabajar,no podemos seguir,
    clients attendent,plusieurs utilisateurs|clients,beaucoup de clients,notre equipe,nos clients|equipes,ne pouvons plus travailler,peux plus travailler,nous sommes bloques`,
  deadline: `deadline,due|expire|expires|exam|flight today|tomorrow,expires|by tonight,presentation|meeting in,interview|wedding|by|before|travel*|launch|presentation|audit tomorrow,by end of day,in two hours,in one hour,within the hour,goes|go live,payroll,stranded,stuck at the airport,legal action,lawyer,sue you,
    frist,stichtag,muss heute,bis|verloopt morgen,morgen ab,heute noch|ab,anwalt,plazo|manana vence,vence plazo,vence|caduca manana|hoy,expira|para manana,antes de manana,abogado,expire|avant|pour demain,demain matin,expire aujourd,avocat,scade domani,expira amanha`,
  urgent: `urgent*,asap,emergency,critical,right now|away,as soon as possible,high|top priority,at once,dringend*,eilt,sofort,umgehend,schnellstmoglich,notfall,kritisch*,inmediat*,urgencia,emergencia,lo antes posible,cuanto antes,critico,immediat*,en urgence,au plus vite,des que possible,critique,imediat*,subito,spoed,pilne,紧急,緊急,至急,срочно,acil`,
  problem: `problem*,issue*,too much|high,unexpected*,disagree*,wrong,incorrect*,bug*,not,missing,late,delayed,slow*,trouble*,stuck,refund*,charged,dispute*,double,forgot*,password*,mistake*,damaged,defect*,complaint*,lost,still waiting,
    fehler*,falsch*,nicht,kein,keine,langsam,verspat*,fehlt,erstatt*,abgebucht,vergessen,passwort,beschwerde,storung*,no,falta,retras*,reembols*,cobr*,olvid*,contrasena,pas,lent*,retard,manque,rembours*,debite,oubli*,mot de passe,n est,plus,nao,non,niet,nie,错误,无法,問題,エラー,не,ошибк*`,
  question: `what,which,where,when,how,who,do you,does your,is|are there,can|could|may i,is it possible,opening hours,wondering,curious,more information,learn more,information|question about,tell me about,interested in,recommend*,best way,integrate with,documentation,
    was ist|sind|kostet|kosten|kann|muss|soll|mache|macht|heisst|tun|bedeutet|passiert,welche*,wo,wann,wie,gibt es,haben|bieten sie,kann man|ich,offnungszeiten,mehr informationen,informationen uber,interessiere,frage zu,empfehl*,ist es moglich,
    que,cual*,donde,cuando,como,cuanto,tienen,ofrecen,puedo,hay,horario*,mas informacion,informacion sobre,interesad*,es posible,
    quel,quels,quelle*,ou,quand,comment puis|faire|fonctionne|obtenir|modifier|changer|annuler|utiliser,combien,avez|proposez vous,puis je,est il possible,horaires,plus d informations,renseignement*,y a t il,quais,onde,quando,quali,dove posso|trovo|si|sono,come posso|faccio|funziona,welke,waar,wanneer`,
  wish: `suggestion*,suggest,feature request|wunsch,would be nice|lovely|great,love-a|love-an|love-if|love-to-see,would like to see,nice to have,could be larger|better,could you add,please add dark,improvement,no-action needed|required,
    vorschlag,anregung,verbesserungsvorschlag,ware schon|toll,sugerencia,seria bueno|genial,serait bien,sugestao,suggerimento,suggestie,建议,提案`,
  over: 'works now|again,funktioniert wieder,ya funciona,fonctionne a nouveau',
  thanks: `thank you for,thanks for,idea,feedback,dark mode,great job,well done,love your,happy with,compliment*,newsletter,partnership,just wanted to say,
    danke fur,lob,idee,gracias por,felicit*,me encanta,merci pour,bravo,j adore,obrigad* pela,grazie per,bedankt voor,dziekuje za,感谢,谢谢,спасибо за`,
  calm: `no rush|hurry,not urgent,whenever you,when you have time,low priority,not important,minor,cosmetic,typo,small thing,just curious,eilt nicht,nicht dringend,keine eile,unwichtig,kleinigkeit,tippfehler,sin prisa,no es urgente,no corre prisa,cuando puedan,errata,pas urgent|presse,rien d urgent,quand vous aurez,coquille,faute de frappe`,
}

const matcher = newPhraseMatcher(
  (Object.entries(SIGNS) as [Sign, string][]).flatMap(([sign, list]) =>
    phrasesOf(list).map((phrase) => [phrase, sign] as const),
  ),
)

/** The signs of folded words, as they stand: each once. */
export const foldedSigns = (folded: string): readonly Sign[] => matcher.find(folded.split(/ +/))

/** What wishes for nothing: it names a thing, or what others proposed, or asks, or denies that it gets better. Folded words. */
const NO_WISH =
  /\b(?:(?:search|address|your|the|no|any) (?:suggestion|improvement)s?|ihr\w* vorschla\w+|(?:suggestions?|feature requests?|vorschlag)(?= (?:tool|box|board|form|page|feature|service|system)s?\b| (?:is|are|was|were) (?:\S+ )?(?:down|offline|broken|unavailable|not (?!to))| (?:do not|fail|crash|stopped)))/g

/** What denies that something works again. Folded words. */
const NOT_OVER =
  /(?<=\b(?:nothing|never|not|no longer) (?:\S+ )?works?) (?:now|again)|\bya(?= no)|\bwieder(?= (?:\S+ )?nicht)|(?<=\bne \S+ (?:plus |pas )?a )nouveau/g

/** Nobody can help "me": one is stuck, and it says nothing of what others can do. Folded words. */
const NOBODY_FOR_ME = /\b(?:nobody|no one|niemand|keiner|nadie|personne)(?= (?:\S+ ){0,2}(?:me|mir|m)\b)/g

/** Every sign that words of a text make, and "feared" even where harm is only asked about. */
export const wordedSigns = (text: string): readonly Sign[] =>
  foldedSigns(
    withoutCourtesy(words(text)).join(' ').replace(NO_WISH, ' ').replace(NOT_OVER, ' ').replace(NOBODY_FOR_ME, 'stuck'),
  )
