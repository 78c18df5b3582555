import type { Category } from '../../contracts/triage.ts'
import { once } from './once.ts'
import { newPhraseMatcher, phrasesOf } from './phrase-matcher.ts'

/** How strongly a word or phrase speaks for a category: decisive ones, telling ones, hints. */
const WEIGHTS = [3, 1.5, 0.6] as const
/** Factor for words of `general`: questions and products occur in every kind of ticket. */
const GENERAL_SHARE = 0.75

/** Lists of phrases, one for each of the `WEIGHTS`. */
type Entries = readonly [decisive: string, telling: string, hint: string]

/**
 * Words of customer support in English, over many trades: software, shops, banks, telecoms, travel, insurance, media.
 */
const ENGLISH: Readonly<Record<Category, Entries>> = {
  billing: [
    `refund*,reimburs*,invoice*,billing,billed,bill,bills,overcharg*,chargeback*,transaction*,charged,direct debit,money back
double|extra|unauthori*|unrecogni*|unknown charge*,duplicate charge*|payment,hidden|extra|cancellation|late|termination fee*
payment method*|fail*|declin*|not,card declin*,credit note*,unauthori* transaction*,not recogni* transaction|payment,wrong|incorrect amount
monthly|annual|service fee,proration,prorated,receipt*
outstanding balance,past due,overdue,payment plan,installment*,instalment*,dunning,autopay,cancel subscription`,
    `charge,charges,payment*,fee,fees,paid,pay,paying,cost me,debited,debit,deduct*,dispute*,statement*,vat,tax
subscription*,renew*,credited,discount*,coupon*,promo code*,voucher*,price increase,money,withdrew,withdrawal*,compensat*
paypal,credit card,iban,expense*,finance department,accounts payable,remittance,wire|bank transfer,exchange rate,surcharge*,premium due
rebate*,cashback,balance,purchase,expensive,twice,salary,payroll`,
    'amount*,cash,bank,cost,costs,euro,euros,dollars,dollar,eur,usd,gbp,card,price,prices,pricing,merchant,atm,owed,owe,extra,unexplained,credit',
  ],
  technical: [
    `error*,bug,bugs,crash*,exception*,outage*,malfunction*,glitch*,not|stop* work*,quit working,not load*|open|start*|respond*|connect*|boot*|install*|print*|play*|sync*|display*|function*
not turn on,fail* to load|connect,fails,broken,broke,freez*,froze*,unresponsive
blue|black|white|cracked screen,blank page,timeout*,timed|time out,latency,downtime,offline,troubleshoot*,stack trace
firmware,driver*,bluetooth,wifi,wi fi,router*,modem*,vpn,dns,ssl,api,endpoint*,webhook*,sdk,plugin*,database*,sql,server*
install*,uninstall*,reinstall*,reboot*,printer*,laptop*,battery,charger*,usb,synchroni*,integration*,malware,ransomware,virus
no signal|internet|sound|picture,http,404,500,502,503,shut|shutting down,shutdown,buffering,pixel*,not receiving emails`,
    `technical*,tech support,not able to load,fail*,unavailable,inaccessible,slow,slowly,lag*,hang*,stuck,down,software,hardware,app,update*,browser*,chrome,firefox,safari,internet,network*,connect*,reconnect*
disconnect*,bandwidth,signal,screen,display*,sync*,import*,export*,upload*,download*,latest|upgrade* version,deploy*,config*,certificate*
compatib*,ios,android,windows,ubuntu,linux,macos,mac,computer*,pc,device*,monitor,keyboard,mouse,camera,microphone,headset,defect*,damaged,cracked,render*,dashboard not
query,queries,cluster,cloud,backup*,restore,encryption,security vulnerab*,patch*,contactless,spam,smtp,imap,outlook,excel,restart*,unusable,corrupt*,interrupt*,disruption*,not show*,loading,machine`,
    `issue*,problem*,trouble*,fix,repair*,wrong,incorrect*,unable,not able|let,can|will|does|feature not,not go through,website,page,button,link,file*,phone,mobile,upgrade*,version*,setting*,setup,set up,data,code,video,audio,stream*,virtual,rejected,denied`,
  ],
  account: [
    `password*,passcode*,log in|on,login*,logon,log|sign into,logged|locked out,logging in,signin,sign in,signing in,username*,user name|role*,credential*,account locked|blocked|suspend*|details|information|settings|access,suspended|delete|deleting|close|closing|create|open|new|edit|remove|cancel|update account,unlock*
two factor,2fa,mfa,otp,authenticat*,verification|security code,verify my|identity,identity,verif*,kyc,deactivat*,reactivat*,terminate account|my
register,registering,sign up account,personal details|information|data,my details,profile,change my name|email|phone,change|update my address,change|update|new address,address change,moved house
change email,change phone number,update my details,switch account*,compromised,phishing,stolen,lost|block|freeze my card,card lost|stolen,lost card|phone,freeze card|my,pin,my pin,sso,saml,single sign on,gdpr,data protection,permission*,source of funds,maiden name,married`,
    `account,accounts,access denied|to,no|grant|unauthori* access,blocked,locked,lock,block,lost,theft,missing phone,suspicious,admin right*,add|remove|license user*,invite*,invitation*,members,membership,privacy,opt out,unsubscribe*,user account*,id card,passport,close,closure,terminate,delete,deleting
secur*,reset,forgot*,forget,address,contact details,surname,last name,date of birth,nickname,deceased,ownership,transfer ownership,fraud*,onboard*,scam*,stole,another user,my data`,
    'access,user,users,email,phone number,my name,change,edit,update my,personal,recover*,details,register*,signed,id,need new card,document*',
  ],
  general: [
    `opening|business|working hours,what time|countries,customer service number,contact customer,speak to,talk to,human|live agent,real person,representative,operator,phone number of,feature request,suggestion*,feedback,complain*,compliment*,review,thank you for,well done
shipping,shipment*,deliver*,parcel*,package*,courier,tracking|order number,track my,where is my order,order|claim status,my|cancel|change|place order,missing|wrong item*,return policy,return|exchange an item,warranty,in stock,out of stock,restock,store,stores,shop,branch*,location*
availab*,newsletter*,partnership*,sponsor*,job,jobs,career*,vacanc*,internship,press,demo,trial,quote,brochure,catalog*,interested in,more information,information about|on,learn more,tell me about,can you explain,recommend*,alternative*,compare,difference between,which is best,best way,are|is there any,is there a,do you have|offer|support|accept|sell|provide|ship,can|could i get,how can i get,how long does|will,how much is,how many
book,booking*,flight*,seat,boarding pass*,baggage,luggage,check in,itinerary,appointment*,reschedule*,hotel,room,travel*,insurance,policy,coverage,status of my claim,my claim,new|start service,new connection,sign up for,channel*,plans,menu,gift card*,event*,conference,training,webinar,tutorial,documentation,roadmap,eligib*,age limit,minimum age,supported|which countr*,abroad,currenc*,promotion*,loyalty,points,donation*,holiday*,consult*,strateg*`,
    `question*,info,inquir*,enquir*,order*,arrive*,arrival,track*,ship,ships,return,returns,exchange,product*,item*,offer*,features,plan,hours,open,call me,wondering,curious,like|want to know,would like,i want,i need,looking|support for,how do i get,can|may|am i,do you,does it,is it possible,possible to,what is|are,which,when will,where can|is|do,why do,who,allowed,accept*,supported,limit*,issue a card,physical|virtual card,visa,mastercard,apple|google pay,express,guidance,advice,suggest*,idea,improve*,disappoint*,apply,application form,subscription|upgrade plan,pricing,price list,cancel,schedule*,time,days,date,week,team,company,size,color,colour,manual`,
    'how,what,when,where,like,new,use,card,send,buy,sell,good,best,customer service,support,policy*,visit,person,country,countries,another,kind,type*,tool*,free,program*,project*',
  ],
}

/**
 * Other languages, in folded words (no accents). Shorter: the learnt weights take over with the first labels. A word
 * that several languages share, or that is the stem of another one, stands only once, so that it does not count twice.
 */
const OTHERS: Readonly<Record<Category, readonly Entries[]>> = {
  billing: [
    [
      `rechnung*,abgebucht,abbuchung*,ruckerstatt*,erstatt*,ruckzahlung*,gutschrift*,lastschrift*,zahlung*,gebuhr*,mahnung*,doppelt abgebucht|berechnet,abonnement kundig*,uberweisung*,mehrwertsteuer,geld zuruck,falscher betrag,quittung*,wechselkurs`,
      'bezahl*,berechnet,betrag,kosten,preiserhohung,steuer*,belastet,kreditkarte,rabatt*,gutschein*,abo,abonnement,kontoauszug,geld,zahlen,bankeinzug,raten,transaktion*',
      'teuer,preis*,karte,bargeld,doppelt',
    ],
    [
      `factur*,reembols*,cobr*,un|el|este cargo,cargo en,cargos,devolucion|devolver dinero,recibo*,domiciliacion,pago*,tarifa*,comision*,nota credito,importe,impuesto*,iva,transferencia*,tipo de cambio`,
      'pagar,pague,pagado,tarjeta credito,descuento*,cupon*,suscripcion,dinero,saldo,extracto,transaccion*,precio incorrecto,debito,cuota*',
      'precio*,banco,tarjeta,caro,doble',
    ],
    [
      `rembours*,prelev*,debite,paiement*,frais,avoir,recu,recus,tva,virement*,trop percu,taux de change,taxe*`,
      'paye*,carte bancaire|credit,remise,reduction,argent,solde,releve,montant,cout*,resiliation',
      'prix,tarif*,banque,carte,cher,double',
    ],
    [
      'fattura*,rimbors*,addebit*,pagament*,bolletta*,commissione,fatura*,boleto*,estorno,factuur,terugbetal*,betaling*,afgeschreven,faktur*,platnosc*,zwrot*',
      'pagare,pagato,soldi,importo,dinheiro,taxa*,betalen,betaald,incasso,rekening,oplat*',
      'prezzo,preco,prijs,carta,cartao,cena',
    ],
    [
      '请款,发票,退款,付款,扣款,账单,收费,返金,請求書,請求,支払い,支払,料金,決済,환불,결제,청구서,счет,оплат*,возврат денег|средств,списал*,платеж*,iade,odeme*,ucret*',
      '费用,金额,課金,요금,деньги,комисси*,paramı,param iade*',
      '',
    ],
  ],
  technical: [
    [
      `fehler*,funktioniert|funktionieren|geht|gehen|ladt|startet|reagiert|verbindet nicht,nicht funktioniert,absturz*,sturzt ab,abgesturzt,storung*,ausfall,ausgefallen,lasst sich nicht,verbindungsprobleme,kein internet|empfang,bildschirm*,eingefroren,hangt,drucker*,treiber*,schnittstelle*,netzwerk*,wlan,kaputt,defekt*,technisch*,datenbank*,datensicherung`,
      'langsam,verbindung*,gerat*,akku,rechner,aktuali*,hochlad*,herunterlad*,system*,nicht erreichbar|verfugbar,sicherheitslucke,leistung*,anwendung*',
      'nicht,schwierigkeit*,webseite,seite,beheben,losung',
    ],
    [
      `fallo*,falla*,dejo de funcionar,no funciona*|carga*|abre|arranca|enciende|responde|conecta,no se puede conectar,caido,caida,se cierra,se congela,congelad*,averia*,roto,esta|llego rota,pantalla*,impresora*,instala*,controlador*,servidor*,conexion,sin internet|senal,tecnic*,defectu*,base de datos`,
      'aplicacion,dispositivo*,ordenador,portatil,bateria,actualiz*,sincroniz*,la red,red wifi|local,sistema*,integracion*,descargar,subir archivo,rendimiento,interrupcion*',
      'no puedo,pagina,web,solucion*,incidencia*',
    ],
    [
      `erreur*,fonctionne plus,marche pas|plus,plante,plantage,panne*,ne charge|demarre|repond|fonctionne*|marche,ne s allume|ouvre,ne se connecte,ecran*,gele,figee,imprimante*,pilote,serveur*,connexion impossible|internet,pas de reseau,casse,cassee,technique*,dysfonctionnement*,base de donnees`,
      'lent*,connexion*,application*,appareil*,ordinateur*,batterie,logiciel*,mise a jour,reseau*,telecharg*,indisponible*,performance*',
      'impossible,site,ne peux pas,resoudre',
    ],
    [
      'non funziona*|carica,non si apre|accende,guasto,blocca,stampante,schermo,erro,erros,nao funciona*|abre|carrega|liga,travou,travando,impressora,tela,fout,foutmelding,werkt|laadt|start niet,doet het niet,storing*,kapot,scherm,blad,bledu,nie dziala,awaria,zawiesza',
      'connessione,aggiornament*,rete,conexao,aplicativo,atualiza*,rede,traag,verbinding,apparaat,bijwerken,netwerk,serwer*',
      'probleem',
    ],
    [
      '错误,故障,崩溃,无法打开,无法连接,不能用,闪退,エラー,動かない,不具合,障害,つながらない,起動しない,오류,작동하지,안돼요,접속이,ошибк*,не работает|загружается|открывается|включается,сбой,завис*,hata*,calismiyor,acilmiyor,cokuyor',
      '网络,服务器,软件,安装,サーバー,接続,네트워크,서버,сервер*,интернет,приложени*,установ*,sunucu,baglan*',
      '问题,問題,문제,проблем*,sorun',
    ],
  ],
  account: [
    [
      `passwort*,kennwort*,anmeld*,einloggen,zugangsdaten,benutzername*,benutzerkonto,konto losch*|schliess*|eroffnen|erstellen,gesperrt*,entsperr*,kundenkonto,identitat*,zwei faktor,bestatigungscode,adresse ander*,adressanderung,neue adresse,umgezogen,namen andern,nachname,personliche daten,profil,gehackt,gestohlen,verloren,sperren,datenschutz,berechtigung*,zugriff verweigert`,
      'konto,zugang,zugriff,benutzer,nutzer,freischalt*,zurucksetzen,vergessen,daten andern,telefonnummer,ausweis,sicherheitsvorfall,verdachtig*,mitglied*,loschen,kundigen,andern',
      'adresse,name,sicherheit',
    ],
    [
      `contrasena*,clave,iniciar sesion,inicio de sesion,usuario*,bloqueada,desbloque*,eliminar|borrar|cerrar|crear|abrir cuenta,registr*,identidad*,autenticacion,doble factor,cambiar|nueva direccion,cambiar nombre|correo,datos personales,perfil,hacke*,robad*,robo,perdi,tarjeta perdida,bloquear tarjeta,proteccion de datos,permisos`,
      'cuenta,acceso,acceder,olvid*,restablecer,codigo,direccion,telefono,documento*,seguridad,sospechos*,miembro*,eliminar',
      'cambiar,nombre,correo,datos',
    ],
    [
      `mot|mots de passe,identifiant*,se|me connecter,connecter a mon,bloque,debloqu*,supprimer|fermer compte,cloturer,ouvrir|creer un compte,inscri*,identite,authentification,double facteur,changer|changement|nouvelle adresse,changer nom,donnees personnelles,coordonnees,pirate*,vole,volee,perdu ma,carte perdue,bloquer ma carte,opposition,rgpd,droits acces`,
      'compte*,acces,oubli*,reinitialis*,code,telephone,suspect*,membre*,supprimer,utilisateur*,perdu',
      'changer,modifier,nom,donnees',
    ],
    [
      'accedere,eliminare account,identita,profilo,rubat*,smarrit*,senha,conta bloqueada,excluir|encerrar conta,cadastro,roubad*,wachtwoord,inloggen,gestolen,adres wijzig*,hasl*,zalogowac,konto zablokowane',
      'conto,accesso,dimenticat*,indirizzo,conta,acesso,esqueci,endereco,toegang,vergeten,adres,gebruiker*,konta',
      'cambiare,alterar,wijzigen,zmienic',
    ],
    [
      '密码,登录,登陆,账号,账户,注册,验证码,身份验证,注销,パスワード,ログイン,アカウント,退会,登録,本人確認,비밀번호,로그인,계정,회원가입,парол*,войти,учетн* запис*,аккаунт*,регистрац*,личн* данн*,украл*,sifre*,giris yap*,hesap*,hesabim*,kayit',
      '个人信息,盗,변경,логин,адрес,доступ*,erisim',
      '',
    ],
  ],
  general: [
    [
      `offnungszeiten,bestell*,liefer*,geliefert,versand*,paket*,sendung*,umtausch*,rucksend*,filiale*,geschaft,laden,verfugbar*,vorschlag,anregung,lob,beschwerde*,vielen dank fur,informationen uber|zu,interessiere mich,angebot*,testversion,termin,termine,terminen,terminvereinbarung*,terminanfrage*,buchen,buchung*,flug*,sitzplatz*,bordkarte*,versicherung*,garantie,ansprechpartner,mitarbeiter sprechen,welche,bieten|haben sie,gibt es,konnen sie mir,wie lange|viel,wie kann ich,produktinformation*,marketing*,veranstaltung*,stellenangebot*,wann kommt,wo finde ich`,
      'frage*,information*,produkt*,artikel,ware,danke,kontakt,wann,wo,wie,was ist|sind|kostet|kosten|kann|muss|soll|mache|macht|heisst|tun|bedeutet,mochte,wurde gerne,empfehl*,anfrage*,stornier*,verbesser*,lander,unterstutz*,beratung,warte auf,funktionen,plane',
      'bitte,brauche,gerne,hilfe,kaufen,neu*',
    ],
    [
      `horario*,pedido*,envio*,enviar,entrega*,paquete*,seguimiento,devolver,devolucion,cambiar talla,tienda*,sucursal*,sugerencia*,comentario*,queja*,gracias por,me gustaria saber,quisiera saber,interesad*,oferta*,presupuesto,cita*,reserv*,vuelo*,asiento*,tarjeta de embarque,equipaje,seguro*,poliza,garantia,boletin,hablar con,agente humano,tienen,ofrecen,aceptan,hay algun*,cuanto tarda|cuesta,cuando llega,donde esta,estrategia*`,
      'pregunta*,articulo*,gracias,cuando,donde,como,que,cual,quiero,quisiera,puedo,recomend*,cancelar,mejora*,paises,servicio*,funciones,planes',
      'por favor,necesito,ayuda,comprar,nuev*',
    ],
    [
      `horaires,heures d ouverture,commande*,livraison*,livrer,livre,colis,suivi,expedi*,retour*,echange*,magasin*,boutique*,agence*,disponi*,commentaire*,reclam*,plainte,merci pour,informations sur,renseignement*,en savoir plus,j aimerais savoir,interesse*,offre*,devis,rendez|proposez|avez|acceptez vous,vol,vols,siege,carte embarquement,bagage*,assurance*,parler a,conseiller,agent humain,y a t il,combien de temps,combien coute,quand arrive,ou est,quels,quelles,evenement*`,
      'produit*,article*,merci,contact*,quand,ou,comment puis|faire|obtenir|modifier|changer|annuler|utiliser,quel,quelle,voudrais,souhait*,puis je,est ce que,recommand*,annuler,amelior*,quels|autres|votre pays,service*,fonctionnalites,forfait*',
      'besoin,aide,acheter,nouveau,nouvelle,svp',
    ],
    [
      'orari,ordine,ordini,spedizione,consegna,pacco,reso,negozio,suggeriment*,informazioni,prenotazion*,volo,assicurazione,encomenda,loja,sugest*,informac*,voo,openingstijden,bestelling,levering,pakket,winkel,beschikbaar,suggestie,klacht,informatie,vlucht,verzekering,zamowieni*,dostaw*,przesylk*,sklep*,godziny otwarcia,reklamacj*',
      'domanda,prodotto,quando,dove posso|trovo|si|sono,come posso|faccio|funziona,vorrei,grazie,pergunta,produto,onde,gostaria,obrigad*,vraag,wanneer,waar,bedankt,wil graag,pytanie,dziekuj*,kiedy,gdzie',
      'per favore,alstublieft,prosze',
    ],
    [
      '订单,发货,快递,物流,营业时间,建议,咨询,预订,注文,配送,発送,営業時間,予約,提案,在庫,주문,배송,영업시간,예약,제안,문의,заказ*,доставк*,посылк*,часы работы,предложени*,забронир*,магазин*,siparis*,kargo*,teslimat,calisma saatleri,oneri',
      '请问,谢谢,什么时候,哪里,ありがとう,いつ,どこ,教えて,언제,어디,감사,спасибо,когда,где,как,ne zaman,nerede,tesekkur*,nasil',
      '',
    ],
  ],
}

const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']

const entriesOf = (category: Category) => {
  const share = category === 'general' ? GENERAL_SHARE : 1
  return [ENGLISH[category], ...OTHERS[category]].flatMap((entries) =>
    entries.flatMap((list, strength) =>
      phrasesOf(list).map((phrase) => [phrase, { category, weight: (WEIGHTS[strength] ?? 0) * share }] as const),
    ),
  )
}

const matcher = once(() => newPhraseMatcher(CATEGORIES.flatMap(entriesOf)))

/**
 * How much a text speaks for each category, by the words of the lexicon alone.
 *
 * @param tokens words as `words` gives them
 * @returns a sum of weights per category, each ≥ 0; all 0 when no word is known
 */
export const lexiconScores = (tokens: readonly string[]): Readonly<Record<Category, number>> => {
  const scores: Record<Category, number> = { billing: 0, technical: 0, account: 0, general: 0 }
  for (const { category, weight } of matcher().find(tokens)) scores[category] += weight
  return scores
}
