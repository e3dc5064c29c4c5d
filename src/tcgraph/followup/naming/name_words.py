"""The nouns that names of bodies, texts and programmes are built around, and the words that make no name of them."""

from __future__ import annotations

from typing import Final


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


ORGANISATION: Final = "organisation"
INSTRUMENT: Final = "instrument"
PROGRAMME: Final = "programme"
PLACE: Final = "place"
KINDS: Final = (ORGANISATION, INSTRUMENT, PROGRAMME, PLACE)
"""What a name that nobody lists may be taken for."""

ENGLISH: Final = {
    ORGANISATION: _words("""
    academy administration agency alliance archive archives army assembly association authority bank board branch
    brigade bureau cabinet caucus center centre chamber clinic coalition college command commission commissioner
    committee company confederation conference congress consortium constabulary cooperative corporation council
    court department directorate division embassy executive faculty federation force forum foundation fund garda
    group guard hospital house inspectorate institute institution laboratory league library ministry mission museum
    navy network office ombudsman ombudsperson organisation organization panel parliament police registry roundtable
    school secretariat senate service services society solicitor squadron subcommittee task-force taskforce team
    treasury tribunal trust union unit university zoo chancellery consulate corp gmbh guild legislature observatory
    presidency inc limited llc ltd plc
    """),
    INSTRUMENT: _words("""
    accord act agreement bill charter circular code compact constitution convention covenant declaration decree
    directive law manual memorandum order ordinance pact policy protocol regulation regulations resolution rules
    statute treaty
    """),
    PROGRAMME: _words("""
    agenda campaign census facility fellowship framework initiative mechanism package partnership plan platform
    portal program programme project roadmap scheme strategy survey system
    """),
    PLACE: _words("""
    airport avenue bay boulevard canal canyon cape county creek delta desert estuary harbour highway island islands
    lake motorway mountain mountains ocean park peninsula port prefecture province railway reef river road sea
    station strait street suburb tunnel valley village
    """),
}
"""By what a name is the name of, in English; the noun stands last, or before "of", "for" or "on"."""

ROMANCE: Final = {
    ORGANISATION: _words("""
    académie administration agence alliance assemblée association autorité banque bureau caisse cellule centre
    chambre collectif collège comité commissariat commission confédération conseil consortium cour délégation
    département direction ecole école faculté fédération fondation fonds forum garde gendarmerie groupe haut-
    commissariat hôpital inspection inspectorat laboratoire mairie primature présidence institut institution ligue
    médiateur ministère mission municipalité musée observatoire office organisation organisme parlement police
    préfecture régie région réseau secrétariat service société sénat syndicat tribunal union unité université
    ambassade canton chancellerie gouvernement commune crèche lycée métropole parquet théâtre ville
    academia administración agencia alcaldía alianza asamblea asociación auditoría autoridad ayuntamiento banco caja
    cancillería cámara centro colegio comandancia comisaría comisión comité confederación congreso consejería
    consejo consorcio contraloría corporación corte defensoría delegación departamento dirección ejército escuela
    facultad federación fiscalía fondo foro fundación gabinete gobernación grupo guardia hospital inspección
    instituto intendencia intervención jefatura junta juzgado ministerio misión municipalidad museo observatorio
    oficina organismo organización parlamento policía presidencia procuraduría red registro secretaría senado
    servicio sindicato sociedad subdirección subsecretaría superintendencia tesorería tribunal unidad unión
    batallón brigada embajada gobierno liceo teatro universidad viceministerio
    armada colectivo contaduría diputación gerencia mancomunidad personería registraduría
    """),
    INSTRUMENT: _words("""
    accord arrêté charte code constitution convention déclaration décret directive loi ordonnance pacte protocole
    règlement résolution statut traité
    acuerdo carta código constitución convención convenio declaración decreto directiva estatuto ley orden ordenanza
    pacto protocolo reglamento resolución tratado
    """),
    PROGRAMME: _words("""
    agenda cadre campagne conférence initiative plan plateforme portail programme projet sommet stratégie système
    campaña conferencia cumbre estrategia iniciativa marco plataforma programa proyecto sistema
    """),
    PLACE: _words("""
    avenue baie boulevard fleuve forêt gare golfe lac montagne presqu'île quai quartier rivière route rue vallée zone
    île îles
    autopista avenida bahía barrio calle carretera cerro comarca corregimiento cuenca golfo isla islas lago laguna
    municipio parque península plaza puerto río ruta valle vereda
    """),
}
"""The same in French and Spanish, where the noun stands first."""

ALONE: Final = {
    "en": _words("cabinet congress treasury"),
    "fr": _words("sénat constitution"),
    "es": _words("congreso senado contraloría fiscalía procuraduría constitución"),
}
"""With a capital inside a sentence these are the country's own, by what it is called at home."""

ORGANS: Final = frozenset(
    [
        "Parliament",
        "Cabinet Office",
        "Home Office",
        "Law Commission",
        "Supreme Court",
        "High Court",
        "Court of Appeal",
        "National Assembly",
        "Council of Ministers",
        "Central Bank",
        "Privy Council",
        "Court of Auditors",
        "Audit Office",
        "Constitutional Court",
        "Assemblée nationale",
        "Cour suprême",
        "Conseil constitutionnel",
        "Cour constitutionnelle",
        "Conseil d'État",
        "Conseil des ministres",
        "Conseil fédéral",
        "Chancellerie fédérale",
        "Federal Council",
        "Federal Chancellery",
        "Consejo Federal",
        "Rama Judicial",
        "Rama Ejecutiva",
        "Rama Legislativa",
        "Cour des comptes",
        "Cour de cassation",
        "Banque centrale",
        "Parlement",
        "Défenseur des droits",
        "Médiateur de la République",
        "Poder Judicial",
        "Poder Ejecutivo",
        "Poder Legislativo",
        "Ministerio Público",
        "Asamblea Nacional",
        "Asamblea Legislativa",
        "Corte Suprema",
        "Tribunal Constitucional",
        "Tribunal Supremo",
        "Consejo de Ministros",
        "Banco Central",
        "Tribunal de Cuentas",
        "Cortes Generales",
        "Defensor del Pueblo",
    ]
)
"""Organs that a state has one of: with their capital inside a sentence they are names, however plain their words."""

POSTS: Final = _words("""
    administrator adviser advisor ambassador analyst assistant attorney auditor captain ceo cfo chair chairman
    chairperson chief cio clerk colonel coordinator counsel deputy director directors engineer envoy executive-
    director general governor head inspector judge lead leads leader lieutenant major manager managers mayor member
    members minister ministers nurse officer officers official officials pharmacist physician president principal
    professor prosecutor rapporteur representative secretary sergeant sheriff specialist superintendent supervisor
    surgeon treasurer under-secretary vice-president administrateur chef cheffe commissaire conseiller coordinateur
    coordonnateur directeur directrice gouverneur maire ministre ministres préfet président présidente procureur
    rapporteur recteur représentant secrétaire administrador alcalde alcaldesa comisionado coordinador coordinadora
    director directora fiscal gobernador jefa jefe ministra ministro presidenta presidente rector relator
    representante secretaria secretario viceministro
""")
"""Somebody's post is no body; of what it is one may be."""

PARTS: Final = _words("""
    action annex appendix article attachment audit bulletin chapter checklist column committees comment day decision
    document exhibit figure finding footnote form goal government governments indicator item letter level line
    meeting minutes month note objective outcome output page paragraph part phase point priority procedure question
    quarter recommendation recommendations record records reference report reports response review row rule schedule
    section session stage standard standards step subpart table target task template terms tier title version volume
    week workshop year annexe appendice axe chapitre note objectif page paragraphe partie point priorité question
    rapport recommandation réunion section session tableau thème titre anexo apéndice artículo capítulo cuadro
    informe meta nota objetivo página párrafo punto recomendación reunión sección sesión tabla título
""")
"""Parts of the table or of any report, whatever capitals they have."""

ANY: Final = _words("""
    action additional advisory annual any audit both central commercial competent corporate country current
    different drafting each executive existing external federal final first five former general global government
    high independent individual interim internal international joint judicial key legal local main management many
    member minimum mission ministerial model monthly national new no other our own parent plenary permanent pilot
    policy previous project programme proposed provincial public quality quarterly regional relevant review revised
    same second select senior sector several single special specialised specialized staff standing state steering
    strategic sub sub-regional supervisory technical that the their third three this two various weekly working
    strategy strategies business operational operating implementation work ad-hoc civil risk private
""")
"""Before a noun these make no name: "the Executive Board" is the one of whoever speaks."""

ANY_ROMANCE: Final = _words("""
    action administration coordination consultatif consultative concertation crise direction exécutif exécutive
    fédéral fédérale gestion général générale local locale national nationale opérationnel permanent permanente
    pilotage planification rédaction régional régionale restreint spécial spéciale stratégique suivi technique
    techniques travail évaluation tutelle acción administrativa administrativo asesor asesora consultiva consultivo
    coordinación ejecutiva ejecutivo federal general generales gestión local nacional nacionales operativo
    permanente planificación regional regionales seguimiento supervisión trabajo técnica técnico dirección
    evaluación estratégico estratégica anual
""")
"""The same after a noun: "Comité de pilotage", "Comité técnico"."""

NO_BODIES: Final = _words("""
    AGM AI API CCTV CEO CFO CIO COO COVID COVID-19 CPI CSO CSOS CSV CV DNA DOI EDI EIA EOI FAQ FAQS FTE FTES GBV GDP
    GHG GIS GNP GPS HIV HIV/AIDS AIDS HQ HR HTML HTTP ICT ICTS ID IDPS IP ISBN IT KPI KPIS LDC LDCS LGBT LGBTI LGBTQ
    LNG MDG MDGS MIS ML MOU MOUS NGO NGOS OK PC PCR PDF PDFS PhD PIN POC PPE PPP PPPS Q1 Q2 Q3 Q4 QA RFP RFQ ROI SDG
    SDGS SLA SLAS SMART SME SMES SMS SOP SOPS SWOT TB TBC TBD TOR TORS TV UHF URL USB USD VAT VHF VIP VPN WASH XML
    EUR GBP CHF CAD AUD XOF FCFA N/A NA NB NBS NOTE OBS TRL YTD EN FR ES AND OR NOT THE NO YES PM AM RE II III IV VI
    VII VIII IX XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI PIB TVA VIH SIDA ODD OMD ONG ONGS PME PMES IVA ODS TIC
    TICS DDHH PYME PYMES PAO PTA PTF RH ETP CDD CDI DRH OSC PEF NC ND S/O RRHH NNA LGBTIQ MIPYMES ODM UF UTM TDR TDRS
""")
"""Short forms of things that are no bodies, texts or programmes, whatever they do."""


STARTERS: Final = _words("""
    a about above according across additional additionally after all also although an and another any are as at
    based because before below beside besides between both but by can clear completed current currently despite did
    do does due during each either establish every except few finally first following for from full further
    furthermore given has have he her here his how however i if in including instead is it its last later latest
    less lastly like many may more moreover most much my neither new next no none nor not notwithstanding now of on
    once one ongoing only or other our out over overall per please previous prior recent recently regarding same
    second several she should similarly since so some subsequently such than that the their them then there
    therefore these they third this those through throughout thus to today together two under until up upon various
    was we were what when where whereas whether which while who whose why will with within without would yes yet you
    your three four five six seven eight nine ten mr mrs ms dr prof sir dame miss
""")
"""Words that begin sentences in English, and have their capital of that."""

NO_NAMES: Final = _words("""
    i the a an this these those it its our their his her we they he she mr mrs ms dr january february march april
    may june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday jan feb mar apr jun jul aug sep sept oct nov dec no
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
    vendredi samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
    diciembre lunes martes miércoles jueves viernes sábado domingo
""")
"""Words and days whose capitals name nothing here."""

SMALL: Final = _words("""
    gouvernement gobierno ministère ministerio université universidad agence agencia consejería secretaría
    préfecture secrétariat ambassade crèche embajada lycée parquet
""")
"""Written small in good style, with a capital on what it is for: "le ministère des Transports"."""

ALSO_DEEDS: Final = _words("""
    accord acuerdo administración administration association campagne campaña conférence conferencia convention
    convención délégation direction déclaration fonds garde groupe initiative iniciativa inspección inspection
    institution intervención mission misión ley loi office orden organisation organización plan programa programme
    projet proyecto red registro résolution service servicio sistema société système union unión unité
""")
"""At the start of a sentence these may be something that was done, or anybody's."""

SMALL_WORDS: Final = _words("""
    le la les l' un une des du de el los las una en au aux et y il elle ils elles se ce cette ces ha han no si por
    para pour dans avec con sur sobre a à
""")
"""Small words of French and Spanish, which begin sentences and no names."""

NO_AGENCY: Final = _words("""
    south north west east western eastern northern southern central federal greater new state states government
    commonwealth people republic kingdom parliament great grand nouvelle nueva ville gouvernement gobierno norte sur
    nord sud est ouest
""")
"""Before a country's name these make a place or a government of it, and no agency."""
