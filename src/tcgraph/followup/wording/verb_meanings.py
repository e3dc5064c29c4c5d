"""What verbs mean for the progress of a deed, by their lemmas in English, French and Spanish."""

from __future__ import annotations

from typing import Final


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


FAIL: Final = _words("""
    fail miss neglect omit lack collapse stall lapse stagnate flounder slip block thwart obstruct
    échouer manquer négliger omettre stagner bloquer entraver
    fracasar faltar omitir incumplir carecer estancar bloquear obstaculizar
""")
"""The deed did not come about."""

REJECT: Final = _words("""
    reject decline refuse oppose veto deny dismiss disagree overrule rebuff
    rejeter refuser décliner récuser opposer
    rechazar denegar negar declinar rehusar oponer desestimar
""")
"""Somebody said no to it."""

CANCEL: Final = _words("""
    cancel abandon drop scrap discontinue withdraw terminate halt shelve stop repeal disband abolish dissolve reverse
    revoke overturn axe ditch annul disestablish strike exclude
    annuler abandonner retirer supprimer abroger interrompre dissoudre révoquer arrêter
    cancelar abandonar retirar suprimir derogar anular suspender interrumpir desistir revocar
""")
"""It was given up or undone."""

OVERTAKE: Final = _words("supersede overtake obviate dépasser superar")
"""Events made it pointless."""

POSTPONE: Final = _words("""
    postpone defer delay reschedule suspend
    reporter différer ajourner repousser suspendre retarder
    aplazar posponer postergar diferir retrasar demorar
""")
"""It was put off."""

REMAIN: Final = _words("remain rester demeurer quedar restar await attendre")
"""With something to be done: it was not done."""

BEGIN: Final = _words("""
    begin start commence initiate embark undertake
    commencer débuter entamer engager amorcer initier
    comenzar empezar iniciar emprender
""")
END: Final = _words("end expire lapse finish terminer expirer finir terminar expirar vencer finalizar")
"""Of a term or period they tell no deed."""

CONTINUE: Final = _words("""
    continue proceed advance progress persist pursue
    continuer poursuivre progresser avancer
    continuar seguir proseguir avanzar progresar
""")
PLAN: Final = _words("""
    plan intend envisage foresee schedule expect anticipate propose contemplate hope slate target
    prévoir envisager compter planifier programmer entendre espérer projeter proposer
    prever planear planificar programar pretender esperar proponer
""")
SAY: Final = _words("""
    say state report claim note indicate announce consider believe think argue maintain declare assert explain mention
    allege confirm recall stress describe disclose comment reveal emphasize emphasise observe acknowledge suggest
    inform recognize recognise find
    dire affirmer indiquer déclarer considérer estimer annoncer signaler souligner noter préciser informer rappeler
    prétendre croire constater reconnaître
    decir afirmar indicar declarar considerar estimar anunciar señalar informar precisar manifestar sostener alegar
    reconocer recordar comunicar creer
""")
"""What follows is what somebody says."""

DOUBT: Final = _words("say dire decir claim allege argue believe think prétendre croire alegar sostener creer suggest")
"""Of those, the verbs that do not vouch for what is said."""

NOTICE: Final = _words("note observe acknowledge recall recognise recognize noter constater reconnaître rappeler")
"""What others did is noticed so as well: "the Government notes that the bill was passed"."""

ACCEPT: Final = _words("""
    accept support endorse agree prioritise prioritize accepter approuver appuyer soutenir souscrire prioriser retenir
    aceptar apoyar suscribir priorizar
""")
"""Denied of what was asked, they tell that it was refused."""

ANNOUNCE: Final = _words("announce confirm indicate inform annoncer confirmer indiquer anunciar confirmar indicar")
"""Of those, the verbs that vouch for what will be."""

CONSIDER: Final = _words("consider deem regard judge considérer juger estimer considerar estimar juzgar")
"""They tell what somebody takes a thing for: "the Board considers the recommendation implemented"."""

TRY: Final = _words("""
    try aim attempt seek promise commit recommend request ask urge invite call want wish need require consider discuss
    examine note recognise recognize acknowledge value favour favor welcome support agree accept study debate encourage
    hope pledge oppose question criticize criticise demand cite express threaten vow object protest warn
    tenter essayer chercher promettre recommander demander inviter souhaiter devoir examiner étudier accepter appuyer
    soutenir discuter encourager engager
    intentar tratar buscar prometer recomendar solicitar pedir invitar desear deber examinar estudiar aceptar apoyar
    discutir alentar comprometer
""")
"""Affirmed in the past they tell of talk, not of the deed."""

STATE: Final = _words("""
    be have exist include contain consist cover provide apply mean depend relate show reflect represent concern seem
    appear belong cost account stand vary total know
    être avoir exister inclure contenir comporter couvrir concerner sembler appartenir dépendre représenter viser
    ser estar haber tener existir incluir contener contemplar abarcar referir parecer pertenecer depender representar
""")
"""They tell how things are."""

USE: Final = _words("use rely utiliser recourir utilizar usar emplear")
"""In the present they tell of what there is already."""

KEEP: Final = _words("""
    keep maintain retain preserve avoid refrain protect oppose prevent resist rule
    maintenir garder conserver préserver éviter abstenir
    mantener conservar preservar evitar abstener
""")
"""Asked for, nothing is to change: that nothing was done is what was wanted."""

HAPPEN: Final = _words("""
    occur happen meet begin start enter come take participate attend graduate travel vote join open close conclude
    finish act report respond reply
    entrer paraître participer siéger voter débuter ouvrir aboutir intervenir adhérer
    entrar celebrar participar votar reunir comparecer adherir concluir
""")
"""Without an object they tell of a deed or event; other verbs without one tell of how figures and things changed."""

MOVE: Final = _words("""
    aller arriver descendre devenir entrer intervenir monter mourir naître paraître partir parvenir passer rester
    retourner revenir sortir tomber venir
""")
"""They form the French perfect with "être", which for other verbs makes a passive."""

FIND: Final = _words("find stand stay trouver encontrar hallar permanecer")
"""With a place or state they tell how things are."""

PROCESS: Final = _words("""
    way progress preparation development discussion implementation negotiation review consideration process hand
    construction study examination
    cours voie train préparation élaboration discussion négociation examen chantier exécution révision
    curso proceso marcha trámite ejecución preparación elaboración discusión estudio desarrollo vía revisión
""")
"""After "under", "in", "en": it goes on."""

PARTLY: Final = _words("""
    partly partially largely mostly substantially nearly almost mainly
    partiellement partie largement presque essentiellement
    parcialmente parte casi mayormente
""")
WIDELY: Final = _words("largement")
"""Of those, what says of spreading that it went far, and of carrying out that something is left."""

FULLY: Final = _words("""
    fully entirely completely wholly yet
    pleinement entièrement complètement totalement intégralement
    plenamente totalmente completamente enteramente íntegramente
""")
STILL: Final = _words("yet still encore toujours todavía aún")
NOT: Final = _words("not n't never neither nor no pas jamais aucunement nullement nunca jamás tampoco")
NOBODY: Final = _words("""
    no nothing none nobody neither nowhere few little
    aucun aucune rien personne nul nulle
    ninguno ninguna ningún nada nadie
""")
"""As or before a subject or object: what is said of it is denied."""

BUT: Final = _words("""
    but however although though while whereas despite except yet unless until instead only
    mais cependant toutefois quoique sauf malgré sinon seulement
    pero aunque sino salvo excepto empero solo sólo
""")
AILING: Final = _words("""
    but however although though despite except yet
    deficiency shortcoming shortfall contempt violation breach noncompliance non-compliance obstacle setback backlog
    lack delay gap glacial rejection refusal denial cancellation withdrawal opposition abandonment suspension pending
    outstanding await unresolved incomplete remain
    mais cependant toutefois malgré sauf
    absence manque retard lacune insuffisance manquement rejet refus annulation retrait abandon attente suspens rester
    pero aunque sino salvo excepto
    carencia falta retraso deficiencia incumplimiento obstáculo falencia demora carecer rechazo negativa cancelación
    retiro abandono oposición suspensión pendiente
""")
"""Words of what ails, or is still to come: beside one of them nothing is plainly done, whoever did what."""

IF: Final = _words("if once unless provided until when subject si lorsque quand dès cuando siempre una")
"""Before a clause: what follows holds only then."""

EVER_MORE: Final = _words("""
    increasingly gradually progressively progressivement graduellement progresivamente gradualmente
""")
USUALLY: Final = _words("""
    regular regularly annual annually quarterly monthly periodic periodically systematic
    régulier régulièrement annuel annuellement regularmente anual anualmente
""")
DONE: Final = _words("""
    implement complete finish finalize finalise achieve conclude close fulfil fulfill resolve settle deliver
    réaliser achever terminer finaliser exécuter accomplir appliquer clore
    realizar cumplir completar concluir terminar finalizar ejecutar aplicar implementar cerrar
""")
"""In the present passive they tell of an end that was reached."""

ASKED: Final = _words("""
    commitment promise recommendation proposal pledge undertaking request decision
    engagement promesse recommandation proposition demande décision
    compromiso promesa recomendación propuesta solicitud decisión
""")
"""Of what was asked itself only some verbs tell that it was done."""

CLOSE: Final = _words("close clore clôturer fermer cerrar")
FILED: Final = ASKED | _words("""
    action case entry file issue item matter point task ticket
    action cas dossier mesure point question tâche ticket
    acción asunto caso expediente medida punto tarea
""")
"""Closed, they are off the list, whether or not anything was done."""

FOUND: Final = _words("""
    view conclusion assessment finding criticism suggestion premise characterisation characterization
    avis conclusion constat évaluation constatation opinion conclusión constatación valoración
""")
"""What stands beside what was asked: who does not agree with it does not mean to do what follows from it."""

EFFECT: Final = _words("""
    help enable allow contribute lead mean benefit encourage result reflect facilitate ease depend foster promote
    ensure enhance improve strengthen clarify guarantee provide underpin support include cover play form serve
    aider permettre contribuer conduire favoriser faciliter encourager bénéficier signifier
    assurer améliorer renforcer garantir fournir clarifier soutenir inclure couvrir servir
    ayudar permitir contribuir conducir favorecer facilitar fomentar beneficiar significar
    asegurar mejorar reforzar fortalecer garantizar aclarar apoyar incluir cubrir servir
""")
"""Of a thing they tell what comes of it, and no deed."""

THINGS: Final = _words("""
    act benefit charge duty framework grant guidance guideline initiative law levy measure model package plan policy
    reform scheme strategy subsidy system target tax tool
    cadre impôt loi mesure modèle objectif outil plan politique réforme stratégie subvention système taxe
    herramienta impuesto ley marco medida modelo objetivo plan política reforma sistema estrategia subsidio tasa
""")
"""They do nothing themselves, whatever capitals they have."""

AIM: Final = _words("""
    aim purpose objective goal role task function mandate
    but objectif rôle tâche fonction finalité
    fin objetivo propósito papel función finalidad
""")
"""What something is for, it may do already, or never."""

FULFIL: Final = DONE | _words("""
    keep meet honour honor carry adopt approve enact legislate incorporate satisfy address
    tenir honorer adopter approuver intégrer satisfaire suivre
    aprobar adoptar atender incorporar satisfacer acatar
""")

SHARE: Final = _words("cent percent % pourcent ciento")
"""As a subject: not all of it, unless it is a hundred."""

SOME: Final = _words("""
    some most half part several certain
    certain certains plupart partie moitié plusieurs
    alguno algún algunos mayoría parte mitad varios
""")
"""Of a subject: not all of it."""
