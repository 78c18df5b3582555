import type { Category } from '../contracts/triage.ts'
import { newPhraseMatcher, phrasesOf } from './phrase-matcher.ts'

/** How much a word or phrase says for a category, from decisive to a hint. */
type Strength = 'decisive' | 'telling' | 'hint'
const WEIGHT: Readonly<Record<Strength, number>> = { decisive: 3, telling: 1.5, hint: 0.6 }
/** Questions and products are spoken of in every kind of ticket: words for `general` say less. */
const GENERAL_SHARE = 0.75

type Entries = Readonly<Record<Strength, string>>

/** Words of customer support in English, over many trades: software, shops, banks, telecoms, travel, insurance, media. */
const ENGLISH: Readonly<Record<Category, Entries>> = {
  billing: {
    decisive: `refund*,reimburs*,invoice*,billing,billed,bill,bills,overcharg*,chargeback*,charged,direct debit,money back,
      charged twice,double charge*,charged double,duplicate charge*,duplicate payment,extra charge*,extra fee*,hidden fee*,unknown charge*,
      payment method*|fail*|declin*|not,card declin*,credit note*,unauthori* charge*,unrecogni* charge*,
      unauthori* transaction*,not recogni* payment,not recogni* transaction,wrong amount,incorrect amount,exchange rate wrong,
      cancellation|late|termination fee*,monthly|annual|service fee,proration,prorated,tax exempt*,vat number,receipt*,
      outstanding balance,past due,overdue,payment plan,installment*,instalment*,dunning,autopay,auto renew*,cancel subscription,purchase order number`,
    telling: `charge,charges,payment*,fee,fees,paid,pay,paying,cost me,debited,debit,deducted,deduct*,dispute*,transaction*,statement*,vat,tax,taxes,
      subscription*,renewal*,renew*,credited,discount*,coupon*,promo code*,voucher*,price increase,money,withdrew,withdrawal*,compensat*,
      paypal,credit card,iban,expense*,finance department,accounts payable,remittance,wire transfer,bank transfer,exchange rate,surcharge*,premium due,
      rebate*,cashback,balance,purchase,expensive,twice,pay slip,salary,payroll`,
    hint: 'amount*,cash,bank,cost,costs,euro,euros,dollars,dollar,eur,usd,gbp,card,price,prices,pricing,merchant,atm,owed,owe,extra,unexplained,credit',
  },
  technical: {
    decisive: `error*,bug,bugs,crash*,exception*,outage*,malfunction*,glitch*,not work*,stop* work*,quit working,not load*|open|start*|respond*|connect*,
      not boot*,not turn on,not install*|print*|play*|sync*|display*|function*,fail* to load,fail* to connect,fails,broken,broke,freez*,froze,frozen,unresponsive,
      blue screen,black screen,blank page,white screen,timeout*,timed out,time out,latency,downtime,offline,troubleshoot*,stack trace,
      firmware,driver*,bluetooth,wifi,wi fi,router*,modem*,vpn,dns,ssl,api,endpoint*,webhook*,sdk,plugin*,database*,sql,server*,
      install*,uninstall*,reinstall*,reboot*,printer*,laptop*,desktop computer,battery,charger*,usb,synchroni*,integration*,malware,ransomware,virus,slow internet,
      no signal|internet|sound|picture,http,404,500,502,503,cracked screen,screen cracked,shut down,shutdown,shutting down,buffering,pixel*,not receiving emails`,
    telling: `technical*,tech support,not able to load,failed,failing,fail,failure*,unavailable,inaccessible,slow,slowly,lag*,hang,hangs,hanging,stuck,down,software,hardware,app,application crash*,browser*,chrome,firefox,safari,internet,network*,connect*,reconnect*,
      disconnect*,bandwidth,signal,screen,display*,sync*,import*,export*,upload*,download*,update fail*,software update,latest version,upgrade* version,deploy*,config*,certificate*,
      compatib*,ios,android,windows,ubuntu,linux,macos,mac,computer*,pc,device*,monitor,keyboard,mouse,camera,microphone,headset,defect*,damaged,cracked,render*,dashboard not,
      query,queries,cluster,cloud,backup*,restore,encryption,security vulnerab*,patch*,contactless,spam,smtp,imap,outlook,excel,restart*,performance,unusable,corrupt*,interrupt*,disruption*,not show*,loading,machine,system`,
    hint: `issue*,problem*,trouble*,fix,repair*,wrong,incorrect*,unable,not able,can not,not let,will not,does not,not go through,website,page,button,link,file*,phone,mobile,update*,upgrade*,version*,setting*,setup,set up,configur*,feature not,data,code,video,audio,stream*,service down,virtual,top up fail*,rejected,denied`,
  },
  account: {
    decisive: `password*,passcode*,passwort,log in,login*,logon,log on,log into,logged out,logging in,signin,sign in,signing in,sign into,username*,user name,credential*,locked out,account locked|blocked|suspend*,suspended account,unlock*,
      two factor,2fa,mfa,otp,authenticat*,verification code,security code,verify my,verify identity,identity,verif*,kyc,deactivat*,reactivat*,delete my account,delete account,deleting account,close my account,close account,closing account,remove my account,cancel my account,terminate account,terminate my,
      create account,create an account,open an account,new account,registration,register,registering,sign up account,personal details|information|data,my details,my profile,profile,change my name,change my address,change address,update address,update my address,address change,new address,moved house,
      change my email,change email,email address change,change phone number,change my phone,update my details,update my account,account details,account information,edit account,switch account*,hacked,compromised,phishing,stolen,lost my card,card lost,lost card,lost phone,card stolen,block my card,freeze my card,freeze card,freeze my,pin,my pin,sso,saml,single sign on,gdpr,data protection,permission*,user role*,merge accounts,account settings,account access,source of funds,maiden name,married`,
    telling: `account,accounts,access denied,no access,access to,grant access,blocked,locked,lock,block,lost,theft,missing phone,unauthori* access,suspicious,admin right*,add user*,remove user*,invite*,invitation*,members,membership,privacy,opt out,unsubscribe*,user account*,id card,passport,close,closure,terminate,delete,deleting,
      secur*,reset,forgot*,forget,address,contact details,surname,last name,date of birth,nickname,deceased,ownership,transfer ownership,fraud*,onboard*,scam*,stole,license user*,another user,my data`,
    hint: 'access,user,users,email,phone number,my name,change,edit,update my,personal,recover*,restore access,details,register*,signed,id,need new card,document*',
  },
  general: {
    decisive: `opening|business|working hours,open on,what time,customer service number,contact customer,speak to,talk to,human agent,live agent,real person,representative,operator,phone number of,feature request,suggestion*,feedback,complain*,compliment*,review,thank you for,great job,well done,
      shipping,shipment*,delivery,deliver,delivered,delivering,parcel*,package*,courier,tracking number,track my,where is my order,order status,my order,order number,place an order,cancel order,cancel my order,change order,change my order,missing item*,wrong item*,return policy,return an item,exchange an item,warranty,in stock,out of stock,restock,store,stores,shop,branch*,location*,
      available,availability,newsletter*,partnership*,sponsor*,job,jobs,career*,vacanc*,internship,press,media inquir*,demo,trial,quote,brochure,catalog*,interested in,more information,information about,information on,learn more,tell me about,can you explain,recommend*,recommendation*,alternative*,compare,difference between,which is best,best way,are there any,is there a,is there any,do you have|offer|support|accept|sell|provide|ship,can i get,how can i get,could i get,how long does,how long will,how much is,how many,
      book,booking,bookings,flight*,seat,boarding pass*,baggage,luggage,check in,itinerary,reservation*,appointment*,reschedule*,hotel,room,travel*,proof of insurance,insurance,policy,coverage,claim status,status of my claim,my claim,quote for,new service,start service,new connection,sign up for,packages,channel*,plans,menu,gift card*,event*,conference,training,webinar,tutorial,documentation,roadmap,eligib*,age limit,minimum age,supported countr*,which countr*,what countries,abroad,currenc*,promotion*,loyalty,points,donation*,holiday*,consult*,strateg*,marketing`,
    telling: `question*,information,info,inquir*,enquir*,order,orders,ordered,arrive*,arrival,track*,ship,ships,return,returns,exchange,product*,item*,offer*,features,service,services,plan,hours,open,contact,call me,wondering,curious,like to know,want to know,would like,i want,i need,looking for,how do i get,can|may|am i,do you,does it,is it possible,possible to,what is,what are,which,when will,where can|is|do,why do,who,allowed,accept*,supported,support for,limit*,issue a card,physical card,virtual card,visa,mastercard,apple pay,google pay,expedite,express,urgent delivery,guidance,advice,suggest*,idea,improve*,disappoint*,apply,application form,subscription plan,pricing,price list,upgrade plan,cancel,schedule*,time,days,date,week,team,company,size,color,colour,manual`,
    hint: 'how,what,when,where,like,new,use,card,send,buy,order*,sell,good,best,customer service,support,policy*,visit,person,country,countries,another,kind,type*,tool*,free,program*,project*',
  },
}

/** Other languages, in folded words (no accents). Shorter: the learnt weights take over with the first labels. */
const OTHERS: Readonly<Record<Category, readonly Entries[]>> = {
  billing: [
    {
      decisive: `rechnung*,abgebucht,abbuchung*,ruckerstatt*,erstatt*,ruckzahlung*,gutschrift*,lastschrift*,zahlung*,gebuhr*,mahnung*,doppelt abgebucht,doppelt berechnet,abonnement kundig*,uberweisung*,mehrwertsteuer,zahlungsmethode*,zahlungsart*,geld zuruck,kreditkarte belastet,falscher betrag,quittung*,wechselkurs`,
      telling:
        'bezahl*,berechnet,betrag,kosten,preiserhohung,steuer*,belastet,kreditkarte,rabatt*,gutschein*,abo,abonnement,kontoauszug,geld,konto belastet,zahlen,bankeinzug,raten,transaktion*',
      hint: 'euro,teuer,preis*,bank,karte,bargeld,doppelt',
    },
    {
      decisive: `factura*,reembols*,cobr*,un|el|este cargo,cargo en,cargos,devolucion dinero,recibo*,domiciliacion,pago*,tarifa*,comision*,cobrado dos veces,metodo pago,nota credito,importe,impuesto*,iva,transferencia*,tipo de cambio,devolver dinero`,
      telling:
        'pagar,pague,pagado,tarjeta credito,descuento*,cupon*,suscripcion,dinero,saldo,extracto,transaccion*,precio incorrecto,debito,cuota*',
      hint: 'euros,precio*,banco,tarjeta,caro,doble',
    },
    {
      decisive: `facture*,facturation,rembours*,prelev*,debite,paiement*,frais,double prelevement,avoir,recu de paiement,recus,moyen de paiement,mode de paiement,tva,virement*,trop percu,montant incorrect,taux de change,taxe*,facturee`,
      telling:
        'payer,paye,payee,carte bancaire,carte credit,remise,reduction,coupon,abonnement,argent,solde,releve,transaction*,montant,cout*,resiliation',
      hint: 'euros,prix,tarif*,banque,carte,cher,double',
    },
    {
      decisive:
        'fattura*,rimbors*,addebit*,pagament*,bolletta*,commissione,fatura*,reembolso*,cobranca*,pagamento*,boleto*,estorno,factuur,facturen,terugbetal*,betaling*,afgeschreven,faktur*,platnosc*,zwrot pieniedzy,zwrotu',
      telling:
        'pagare,pagato,soldi,importo,pagar,dinheiro,valor cobrado,taxa*,betalen,betaald,kosten,geld,incasso,rekening,oplata,oplaty',
      hint: 'prezzo,preco,prijs,carta,cartao,cena',
    },
    {
      decisive:
        '请款,发票,退款,付款,扣款,账单,收费,返金,請求書,請求,支払い,支払,料金,決済,환불,결제,청구서,счет,оплат*,возврат денег,возврат средств,списал*,платеж*,fatura*,iade,odeme*,ucret*',
      telling: '费用,金额,課金,요금,деньги,комисси*,paramı,param iade*',
      hint: '',
    },
  ],
  technical: [
    {
      decisive: `fehler*,funktioniert nicht,funktionieren nicht,nicht funktioniert,geht nicht,gehen nicht,absturz*,sturzt ab,abgesturzt,storung*,ausfall,ausgefallen,ladt nicht,startet nicht,lasst sich nicht,reagiert nicht,verbindet nicht,keine verbindung,verbindungsprobleme,kein internet,kein empfang,bildschirm*,eingefroren,hangt,serverfehler,drucker*,treiber*,installier*,installation,schnittstelle*,netzwerk*,wlan,kaputt,defekt*,fehlermeldung*,technisch*,datenbank*,datensicherung`,
      telling:
        'langsam,verbindung*,server,gerat*,akku,laptop,rechner,computer,software,app,update*,aktualisier*,synchron*,internet,hochlad*,herunterlad*,export*,import*,system*,integration,nicht erreichbar,nicht verfugbar,sicherheitslucke,leistung*,anwendung*',
      hint: 'problem*,nicht,schwierigkeit*,webseite,website,seite,kann nicht,beheben,losung',
    },
    {
      decisive: `error*,fallo*,falla*,no funciona*,dejo de funcionar,no carga*|abre|arranca|enciende|responde|conecta,no se puede conectar,caido,caida,bloquea la pantalla,se cierra,se congela,congelad*,averia*,roto,esta rota,llego rota,pantalla*,impresora*,instalar,instalacion,controlador*,servidor*,conexion,sin internet,sin senal,tecnic*,defectuos*,base de datos`,
      telling:
        'lento,lenta,aplicacion,dispositivo*,ordenador,portatil,bateria,software,actualiz*,sincroniz*,internet,la red,red wifi,red local,wifi,sistema*,integracion*,descargar,subir archivo,exportar,importar,rendimiento,interrupcion*',
      hint: 'problema*,no puedo,pagina,web,solucion*,incidencia*',
    },
    {
      decisive: `erreur*,bug,bugs,ne fonctionne*,fonctionne plus,ne marche,marche pas,marche plus,plante,plantage,panne*,ne charge,ne demarre,ne s allume,ne repond,ne se connecte,ne s ouvre,ecran*,gele,figee,imprimante*,installer,installation,pilote,serveur*,connexion impossible,connexion internet,pas de reseau,casse,cassee,technique*,defectueu*,dysfonctionnement*,base de donnees`,
      telling:
        'lent,lente,lenteur*,connexion*,application*,appareil*,ordinateur*,batterie,logiciel*,mise a jour,synchronis*,internet,reseau*,wifi,systeme*,integration*,telecharg*,export*,import*,indisponible*,interruption*,performance*',
      hint: 'probleme*,impossible,page,site,ne peux pas,resoudre',
    },
    {
      decisive:
        'errore,errori,non funziona*,non si apre,non carica,non si accende,guasto,blocca,stampante,schermo,erro,erros,nao funciona*|abre|carrega|liga,travou,travando,impressora,tela,fout,foutmelding,werkt niet,doet het niet,storing*,laadt niet,start niet,kapot,scherm,blad,bledu,nie dziala,awaria,zawiesza',
      telling:
        'lento,connessione,dispositivo,aggiornament*,installa*,rete,servidor,conexao,aplicativo,atualiza*,instala*,rede,traag,verbinding,apparaat,installeren,bijwerken,netwerk,serwer*,aktualizacj*',
      hint: 'problema*,probleem,problem',
    },
    {
      decisive:
        '错误,故障,崩溃,无法打开,无法连接,不能用,闪退,エラー,動かない,不具合,障害,つながらない,起動しない,오류,작동하지,안돼요,접속이,ошибк*,не работает|загружается|открывается|включается,сбой,завис*,hata*,calismiyor,acilmiyor,cokuyor',
      telling:
        '网络,服务器,软件,安装,サーバー,接続,네트워크,서버,сервер*,интернет,приложени*,установ*,sunucu,internet,baglan*',
      hint: '问题,問題,문제,проблем*,sorun',
    },
  ],
  account: [
    {
      decisive: `passwort*,kennwort*,anmelden,anmeldung,einloggen,login,zugangsdaten,benutzername*,benutzerkonto,konto gesperrt,gesperrt*,entsperr*,konto losch*,kundenkonto,konto schliess*|eroffnen|erstellen,registrier*,verifizier*,identitat*,zwei faktor,bestatigungscode,adresse ander*,adressanderung,neue adresse,umgezogen,e mail adresse ander*,namen andern,nachname,personliche daten,profil,gehackt,gestohlen,karte verloren,verloren,karte sperren,sperren,datenschutz,berechtigung*,zugriff verweigert,pin`,
      telling:
        'konto,zugang,zugriff,benutzer,nutzer,freischalt*,zurucksetzen,vergessen,daten andern,telefonnummer,ausweis,sicherheitsvorfall,verdachtig*,mitglied*,loschen,kundigen,andern',
      hint: 'adresse,name,andern,email,sicherheit',
    },
    {
      decisive: `contrasena*,clave,iniciar sesion,inicio de sesion,usuario*,cuenta bloqueada,bloqueada,desbloque*,eliminar mi cuenta,eliminar cuenta,borrar mi cuenta,cerrar mi cuenta,cerrar|crear|abrir cuenta,registr*,verific*,identidad,autenticacion,doble factor,cambiar direccion,cambiar mi direccion,nueva direccion,cambiar correo,cambiar mi nombre,datos personales,perfil,hacke*,robad*,robo,perdi,tarjeta perdida,bloquear tarjeta,proteccion de datos,permisos,pin`,
      telling:
        'cuenta,acceso,acceder,olvid*,restablecer,codigo,direccion,telefono,documento*,seguridad,sospechos*,miembro*,eliminar,fraude',
      hint: 'cambiar,nombre,correo,datos',
    },
    {
      decisive: `mot de passe,mots de passe,identifiant*,se connecter,me connecter,connecter a mon,compte bloque,bloque,debloqu*,supprimer mon compte,supprimer compte,fermer mon compte,cloturer,ouvrir un compte,creer un compte,inscri*,verifi*,identite,authentification,double facteur,changer|changement|nouvelle adresse,changer mon nom,donnees personnelles,coordonnees,profil,pirate*,vole,volee,perdu ma,carte perdue,bloquer ma carte,opposition,rgpd,permission*,droits acces,code pin`,
      telling:
        'compte,comptes,acces,oubli*,reinitialis*,code,adresse,telephone,piece identite,securite,suspect*,membre*,supprimer,utilisateur*,fraude,perdu',
      hint: 'changer,modifier,nom,email,donnees',
    },
    {
      decisive:
        'password,accedere,accesso negato,account bloccato,eliminare account,chiudere il conto,registrazione,identita,profilo,rubat*,smarrit*,senha,entrar na conta,conta bloqueada,excluir conta,encerrar conta,cadastro,identidade,perfil,roubad*,perdi,wachtwoord,inloggen,account geblokkeerd,account verwijderen,gestolen,verloren,adres wijzig*,haslo,hasla,zalogowac,konto zablokowane,usunac konto',
      telling:
        'account,conto,accesso,dimenticat*,indirizzo,conta,acesso,esqueci,endereco,usuario,toegang,vergeten,adres,gebruiker*,konto,konta',
      hint: 'cambiare,alterar,wijzigen,zmienic',
    },
    {
      decisive:
        '密码,登录,登陆,账号,账户,注册,验证码,身份验证,注销,パスワード,ログイン,アカウント,退会,登録,本人確認,비밀번호,로그인,계정,회원가입,парол*,войти,учетн* запис*,аккаунт*,регистрац*,личн* данн*,украл*,sifre*,giris yap*,hesap*,hesabim*,kayit',
      telling: '个人信息,盗,변경,логин,адрес,доступ*,erisim',
      hint: '',
    },
  ],
  general: [
    {
      decisive: `offnungszeiten,bestellung*,bestellen,bestellt,lieferung*,liefern,geliefert,lieferzeit,versand*,paket*,sendung*,sendungsnummer,umtausch*,rucksend*,retoure*,filiale*,geschaft,laden,verfugbar*,vorschlag,anregung,feedback,lob,beschwerde*,vielen dank fur,informationen uber,informationen zu,interessiere mich,angebot*,demo,testversion,termin,termine,terminen,terminvereinbarung*,terminanfrage*,buchen,buchung*,flug*,sitzplatz*,bordkarte*,versicherung*,garantie,newsletter,ansprechpartner,mitarbeiter sprechen,welche,bieten sie,haben sie,gibt es,konnen sie mir,wie lange,wie viel,wie kann ich,produktinformation*,strategie*,marketing*,veranstaltung*,stellenangebot*,wann kommt,wo finde ich`,
      telling:
        'frage*,information*,produkt*,artikel,ware,danke,kontakt,wann,wo,wie,was ist|sind|kostet|kosten|kann|muss|soll|mache|macht|heisst|tun|bedeutet,mochte,wurde gerne,empfehl*,anfrage*,stornier*,verbesser*,lander,unterstutz*,beratung,warte auf,funktionen,plane',
      hint: 'bitte,brauche,gerne,hilfe,kaufen,neu*',
    },
    {
      decisive: `horario*,pedido*,envio*,enviar,entrega*,paquete*,seguimiento,devolver,devolucion,cambiar talla,tienda*,sucursal*,disponible*,sugerencia*,comentario*,queja*,gracias por,informacion sobre,mas informacion,me gustaria saber,quisiera saber,interesad*,oferta*,presupuesto,demo,cita*,reserv*,vuelo*,asiento*,tarjeta de embarque,equipaje,seguro*,poliza,garantia,boletin,hablar con,agente humano,tienen,ofrecen,aceptan,hay algun*,cuanto tarda,cuanto cuesta,cuando llega,donde esta,estrategia*,marketing,evento*`,
      telling:
        'pregunta*,consulta*,informacion,producto*,articulo*,gracias,contacto,cuando,donde,como,que,cual,quiero,quisiera,puedo,recomend*,cancelar,mejora*,paises,servicio*,funciones,planes',
      hint: 'por favor,necesito,ayuda,comprar,nuev*',
    },
    {
      decisive: `horaires,heures d ouverture,commande*,commander,livraison*,livrer,livre,colis,suivi,expedi*,retour*,echange*,magasin*,boutique*,agence*,disponib*,suggestion*,commentaire*,reclamation*,plainte,merci pour,informations sur,renseignement*,en savoir plus,j aimerais savoir,interesse*,offre*,devis,demo,rendez vous,reserv*,vol,vols,siege,carte embarquement,bagage*,assurance*,garantie,newsletter,parler a,conseiller,agent humain,proposez|avez|acceptez vous,y a t il,combien de temps,combien coute,quand arrive,ou est,quels,quelles,strategie*,marketing,evenement*`,
      telling:
        'question*,information*,produit*,article*,merci,contact*,quand,ou,comment puis|faire|obtenir|modifier|changer|annuler|utiliser,quel,quelle,voudrais,souhait*,puis je,est ce que,recommand*,annuler,amelior*,quels|autres|votre pays,service*,fonctionnalites,forfait*',
      hint: 'besoin,aide,acheter,nouveau,nouvelle,svp',
    },
    {
      decisive:
        'orari,ordine,ordini,spedizione,consegna,pacco,reso,negozio,disponibil*,suggeriment*,reclamo,informazioni,prenotazion*,volo,assicurazione,horario de,encomenda,entrega,envio,loja,disponiv*,sugest*,reclamac*,informac*,reserva*,voo,openingstijden,bestelling,levering,pakket,retour*,winkel,beschikbaar,suggestie,klacht,informatie,vlucht,verzekering,zamowieni*,dostaw*,przesylk*,sklep*,godziny otwarcia,reklamacj*',
      telling:
        'domanda,prodotto,quando,dove posso|trovo|si|sono,come posso|faccio|funziona,vorrei,grazie,pergunta,produto,onde,gostaria,obrigad*,vraag,product,wanneer,waar,bedankt,wil graag,pytanie,dziekuj*,kiedy,gdzie',
      hint: 'per favore,por favor,alstublieft,prosze',
    },
    {
      decisive:
        '订单,发货,快递,物流,营业时间,建议,咨询,预订,注文,配送,発送,営業時間,予約,提案,在庫,주문,배송,영업시간,예약,제안,문의,заказ*,доставк*,посылк*,часы работы,предложени*,забронир*,магазин*,siparis*,kargo*,teslimat,calisma saatleri,oneri',
      telling:
        '请问,谢谢,什么时候,哪里,ありがとう,いつ,どこ,教えて,언제,어디,감사,спасибо,когда,где,как,ne zaman,nerede,tesekkur*,nasil',
      hint: '',
    },
  ],
}

const STRENGTHS: readonly Strength[] = ['decisive', 'telling', 'hint']
const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']

const entriesOf = (category: Category) =>
  [ENGLISH[category], ...OTHERS[category]].flatMap((entries) =>
    STRENGTHS.flatMap((strength) =>
      phrasesOf(entries[strength]).map(
        (phrase) =>
          [phrase, { category, weight: WEIGHT[strength] * (category === 'general' ? GENERAL_SHARE : 1) }] as const,
      ),
    ),
  )

const matcher = newPhraseMatcher(CATEGORIES.flatMap(entriesOf))

/**
 * How much a text speaks for each category, by the words of the lexicon alone.
 *
 * @param tokens words as `words` gives them
 * @returns a sum of weights per category, each ≥ 0; all 0 when no word is known
 */
export const lexiconScores = (tokens: readonly string[]): Readonly<Record<Category, number>> => {
  const scores: Record<Category, number> = { billing: 0, technical: 0, account: 0, general: 0 }
  for (const { category, weight } of matcher.find(tokens)) scores[category] += weight
  return scores
}
