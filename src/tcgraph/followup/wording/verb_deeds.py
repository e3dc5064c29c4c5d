"""Verbs of deeds, and who does them: told in the past of somebody's work, they say that something was done.

Any other verb in the past may tell of figures, events or opinions ("Unemployment exceeded 42 per cent"), which nobody
did: a status for it is left to a person.
"""

from __future__ import annotations

from typing import Final

from tcgraph.followup.wording.verb_meanings import DONE, FULFIL, HAPPEN


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


DEEDS: Final = (
    DONE
    | FULFIL
    | HAPPEN
    | _words("""
    abolish accede activate add adjust adapt administer advertise advise align allocate allot amend announce apply
    appoint arrange assemble assess assign assist attach audit authorise authorize award ban begin brief bring broaden
    build buy calibrate centralise centralize certify chair change charge check circulate clarify classify clean clear
    codify collate collect combine commission communicate compile compute conduct confer consolidate constitute
    construct consult contract contribute convene convert convoke coordinate correct create cut decentralise
    decentralize decide dedicate define delegate demolish deploy designate design detail determine develop devise
    digitise digitize disburse discontinue disseminate dispatch distribute document donate double draft draw earmark
    edit elaborate elect eliminate employ empower enable endow engage enhance enlarge enrol ensure equip erect establish
    evaluate examine exchange exempt expand expel extend facilitate field fill finance fix form formulate forward
    found free fund furnish gather give grant guide hand harmonise harmonize help hire hold host identify incorporate
    increase index inform initiate insert inspect install instal institute institutionalise institutionalize integrate
    interview introduce invest investigate invite issue join launch lay lead lend levy liberalise liberalize lift limit
    link list lodge lower mainstream make manage map mandate merge mobilise mobilize modernise modernize modify move
    name negotiate nominate notify obtain offer open operationalise operationalize order organise organize orient
    outsource overhaul oversee pass pay perform phase pilot place post prepare present print privatise privatize
    process procure produce prohibit promote promulgate provide publicise publicize publish purchase put raise ratify
    reach realign reallocate rebuild recruit recover redesign redraft reduce refer refine reform refurbish register
    regularise regularize regulate rehabilitate reinforce reinstate reintroduce release relocate remove renew renovate
    reopen reorganise reorganize repair replace replenish rescue restore restrict restructure retain retrain review
    revise revive rewrite roll run scale schedule second secure select sell send set share shift shorten sign
    simplify solve split sponsor staff standardise standardize start step streamline strengthen submit subsidise
    subsidize supply support survey suspend table take target teach test tender tighten train transfer translate
    transmit transpose treble triple undergo undertake unify unveil update upgrade upload use validate visit vote waive
    widen win work write
    abolir abonder abriter accélérer accompagner accorder accroître accueillir acheter acquérir actualiser adapter
    adhérer adresser affecter ajouter aligner allouer améliorer aménager amender animer annexer appuyer arrêter
    assainir assigner assister assortir assurer attribuer augmenter autoriser baisser bâtir bonifier centraliser
    certifier changer clarifier collecter communiquer compléter concevoir conclure conduire confier consacrer
    consolider constituer construire consulter convenir convertir convoquer coordonner corriger créer débloquer
    décerner décider décréter définir déléguer démarrer déployer déposer désigner destiner développer diffuser
    digitaliser dispenser distribuer diversifier donner doter doubler dresser durcir échanger édicter éditer effectuer
    élaborer élargir élire embaucher émettre encadrer engager enregistrer enrichir entreprendre envoyer équiper ériger
    établir étendre étoffer évaluer faciliter faire fermer financer fixer former formuler fournir fusionner garantir
    généraliser gérer harmoniser identifier immatriculer implanter imprimer inaugurer inclure indexer inscrire insérer
    installer instaurer instituer intensifier introduire inventorier investir inviter lancer lever livrer majorer
    mandater mener mettre mobiliser moderniser modifier multiplier nationaliser négocier nommer notifier numériser
    obtenir offrir opérer optimiser ordonner organiser orienter outiller ouvrir parachever partager passer payer
    peaufiner perfectionner piloter placer planter poser pourvoir préparer présenter prendre présider procéder
    produire programmer promulguer prolonger promouvoir proposer publier raccorder racheter ratifier rattacher réactiver
    réaménager recevoir recenser recruter rectifier rédiger réduire refondre réformer réhabiliter relancer relever
    remettre remplacer rémunérer rénover renforcer renouveler rénover réorganiser répartir répondre reprendre réserver
    restaurer restituer restructurer réunir réviser revoir revaloriser rétablir sensibiliser signer simplifier
    soumettre souscrire sous-traiter structurer subventionner supprimer tenir tester traduire traiter transférer
    transformer transmettre transposer trier tripler unifier utiliser valider vendre verser visiter viser voter
    abrir acelerar acoger acondicionar acordar actualizar adaptar adecuar adjudicar adherir admitir adquirir agilizar
    agregar ajustar alcanzar ampliar anunciar asignar asistir asumir aumentar autorizar ayudar bajar brindar capacitar
    celebrar centralizar certificar circular clasificar colaborar colocar comenzar compilar complementar comprar
    conceder concertar conformar consolidar constituir construir consultar contratar contribuir convertir convocar
    coordinar corregir crear dar decidir decretar definir delegar depositar desarrollar designar destinar digitalizar
    diseñar difundir dictar distribuir diversificar dotar editar efectuar elaborar elegir elevar emitir emprender
    enmendar ensayar entregar enviar equipar establecer evaluar examinar expandir expedir expulsar extender facilitar
    financiar firmar formalizar formar formular fortalecer fundar fusionar garantizar gestionar habilitar hacer
    identificar implantar impartir imprimir impulsar inaugurar incluir incrementar iniciar ingresar inscribir insertar
    instalar instaurar instituir introducir invertir invitar lanzar levantar licitar llevar lograr matricular mejorar
    modernizar modificar movilizar negociar nombrar notificar obtener ofrecer orientar organizar otorgar pagar poner
    potenciar prestar preparar presentar priorizar proceder producir promover promulgar proporcionar publicar ratificar
    realizar rebajar recibir recoger reconstruir recuperar rediseñar reducir reemplazar reforzar reformar registrar
    reglamentar regular rehabilitar remitir renovar reorganizar reparar repartir resolver restablecer restaurar
    reunir revisar sancionar seleccionar simplificar someter sumar suministrar suscribir sustituir tomar traducir
    tramitar transferir transformar trasladar transmitir unificar utilizar validar vender vincular visitar votar
""")
)
"""What people and bodies do on purpose."""

SPANISH: Final = frozenset(verb for verb in DEEDS if verb.endswith(("ar", "er", "ir", "ír")))
"""Of those, the Spanish ones; French and English ones in these letters tell by their own form."""

ONCE: Final = _words("""
    launch inaugurate unveil sign ratify appoint nominate scrap enact promulgate repeal abolish pass
    lancer inaugurer signer ratifier nommer promulguer abroger abolir
    lanzar inaugurar firmar suscribir ratificar nombrar designar promulgar derogar crear entregar ingresar enviar
    aprobar
""")
"""What is done once; in the present, too, as in headlines: "Minister launches campaign"."""

NAMED: Final = _words("""
    abolition adoption appointment approval award completion conclusion construction creation deployment designation
    enactment establishment extension finalisation finalization hiring inauguration installation introduction issuance
    launch nomination opening organisation organization procurement promulgation publication ratification recruitment
    release renovation repeal signature signing submission training translation
    abrogation achèvement acquisition adoption approbation attribution conclusion création désignation diffusion
    élaboration entrée finalisation formation inauguration installation instauration lancement mise nomination
    organisation ouverture promulgation publication ratification réalisation recrutement réhabilitation remise
    rénovation signature tenue traduction transmission validation
    abolición adopción adquisición aprobación capacitación celebración conclusión construcción contratación creación
    culminación derogación designación difusión elaboración entrega finalización firma implementación inauguración
    instalación lanzamiento nombramiento organización promulgación publicación ratificación realización suscripción
    traducción
""")
"""Nouns of deeds: with a day that is past, and no verb, they say that it was done."""

TALK: Final = _words("""
    announcement statement call claim remark comment speech reference point case argument note
    annonce déclaration discours remarque référence note acte
    anuncio declaración llamamiento discurso referencia nota
""")
"""Made or given, they are words and no deeds."""

PASSIVE_STATES: Final = _words("""
    affect base cause compose concern confine damage delay destroy estimate exceed expose face force hit hurt injure
    kill limit locate lose mark mean owe situate surround wound
    affecter baser causer composer concerner détruire estimer exposer perdre situer toucher
    afectar basar causar componer destruir estimar exponer perder situar
""")
"""In the passive they tell what befell somebody, or how things are."""

PROVIDED: Final = _words("provide include cover apply show represent inclure couvrir viser incluir abarcar")
"""They tell how things are, but in the passive what somebody did."""

ACTORS: Final = _words("""
    administration agency assembly authority bank board bureau cabinet centre center chair city commission committee
    conference congress council country court department director directorate division employer expert fund government
    institute institution mayor member minister ministry office officer organisation organization parliament partner
    party president programme program project regulator secretariat secretary sector senate service staff state team
    tribunal union unit university they we
    administration agence assemblée autorité banque bureau cabinet centre comité commission conférence congrès conseil
    cour département directeur direction école état fonds gouvernement institut maire mairie membre ministère ministre
    municipalité office organisation parlement partenaire pays président programme projet secrétariat secteur sénat
    service syndicat tribunal union université ville
    administración agencia alcalde asamblea autoridad banco centro comité comisión conferencia congreso consejo
    cámara departamento dirección director ejecutivo estado fondo gobierno institución instituto ministerio ministro
    municipio oficina organización organismo parlamento país presidente programa proyecto secretaría sector senado
    servicio sindicato tribunal unión universidad
""")
"""Who does things, or is made to stand for those who do."""

LAWS: Final = _words("act amendment bill budget law legislation motion resolution loi budget résolution amendement")
"""What passes, and is in force then."""

WORK: Final = _words("""
    action activity assistance assessment campaign collaboration collection construction consultation cooperation
    development dialogue discussion effort exercise implementation improvement initiative integration meeting mission
    negotiation operation outreach preparation process programme program project recruitment reform research review
    rollout support survey talk testing training translation work
    action activité aide appui campagne chantier collaboration concertation consultation coopération déploiement
    dialogue discussion effort élaboration mise négociation opération préparation processus programme projet recherche
    réforme réunion travail travaux
    acción actividad apoyo asistencia campaña colaboración construcción consulta cooperación debate diálogo elaboración
    esfuerzo implementación iniciativa labor negociación obra operación preparación proceso programa proyecto
    reforma reunión trabajo
""")
"""What goes on is work where one of these does."""

ROUTINE: Final = _words("""
    regular standing continuing continuous permanent routine
    régulier permanent courant habituel continu
    habitual permanente ordinario regular continuo
""")
"""An activity that is called so goes on without end."""
