extension HeaderVocabulary {
    /// Totals of publishers, and what happens between the application and the exit interview.
    static let lifecycle = """
        [survey_totals]
        measure
          en: measure | measure code | question id | question code | item | item id | indicator
          nb: mål | spørsmålskode | spørsmål id | indikator
          da: mål | spørgsmålskode | spørgsmåls id | indikator
          sv: mått | frågekod | fråge id | indikator
          de: kennzahl | fragencode | frage id
        title
          en: title | question | question text | measure text | item text | label
          nb: spørsmål | spørsmålstekst | tittel
          da: spørgsmål | spørgsmålstekst | titel
          sv: fråga | frågetext
          de: frage | fragetext | beschreibung
        value
          en: value | score | result | percent positive | mean | percentage
          nb: verdi | resultat | poeng
          da: værdi | resultat | gennemsnit
          sv: värde | resultat | medelvärde
          de: wert | ergebnis | mittelwert
        [headcount_totals]
        headcount
          en: headcount | head count | employees | number of employees | staff | persons employed | total staff
          nb: antall ansatte | hodetall | ansatte | antall personer
          da: antal ansatte | ansatte | antal medarbejdere | antal personer
          sv: antal anställda | anställda | antal personer
          de: kopfzahl | mitarbeiterzahl | anzahl mitarbeiter | beschäftigte | köpfe | personalbestand
        fte
          en: fte | full time equivalents | full-time equivalents | total fte | whole time equivalents | wte
          nb: årsverk | antall årsverk
          da: årsværk | antal årsværk | fuldtidsansatte
          sv: årsarbetare | antal årsarbetare | heltidsekvivalenter
          de: vollzeitäquivalente | vzä | vollkräfte
        hires
          en: hires | new hires | joiners | starters | number of hires | recruits
          nb: nyansatte | nyansettelser | begynt
          da: nyansættelser | tiltrådte | ansættelser
          sv: nyanställda | nyanställningar | börjat
          de: eintritte | neueinstellungen | zugänge
        leavers
          en: leavers | terminations | separations | exits | number of leavers
          nb: sluttet | avgang | fratredelser
          da: fratrådte | afgange | fratrædelser
          sv: slutat | avgångar | avgångna
          de: austritte | abgänge | ausgeschiedene
        published_rate
          en: turnover rate | turnover | attrition rate | leaver rate | rate | turnover %
          nb: turnover prosent | gjennomtrekk | turnoverprosent
          da: personaleomsætning | turnoverprocent | afgangsprocent
          sv: personalomsättning | omsättning i procent
          de: fluktuationsquote | fluktuation | fluktuationsrate
        [identities]
        other
          en: other id | external id | source id | foreign id | alternate id | linked id | global id | system id
          nb: annen id | ekstern id | kildens id | system id
          da: andet id | eksternt id | kildens id
          sv: annat id | externt id | källans id
          de: andere id | externe id | quell id | fremd id
        other_space
          en: other system | id space | source system | system name
          nb: system | kildesystem
          da: system | kildesystem
          sv: system | källsystem
          de: system | quellsystem | herkunftssystem
        [questionnaire]
        item
          en: item | item id | question id | question code | question number | variable
          nb: spørsmål id | spørsmålskode | spørsmålsnummer
          da: spørgsmåls id | spørgsmålsnummer | spørgsmålskode
          sv: fråge id | frågekod | frågenummer
          de: frage id | fragencode | fragennummer
        language
          en: language | lang | locale
          nb: språk
          da: sprog
          sv: språk | språkkod
          de: sprache
        text
          en: text | question text | question | wording | item text
          nb: spørsmål | spørsmålstekst | tekst
          da: spørgsmål | spørgsmålstekst | tekst
          sv: fråga | frågetext | text
          de: frage | fragetext | text | wortlaut
        scale
          en: scale | response scale | answer scale | answer type | question type
          nb: skala | svarskala | svartype
          da: skala | svarskala | svartype
          sv: skala | svarsskala | svarstyp
          de: skala | antwortskala | fragetyp
        reversed
          en: reversed | reverse scored | reverse coded | negative item
          nb: reversert | snudd
          da: omvendt | vendt
          sv: omvänd | negativt ställd
          de: invertiert | umgepolt | negativ formuliert
        index
          en: index | scale name | index id | composite
          nb: indeks
          da: indeks
          sv: index
          de: index | skalenname
        factor
          en: factor | driver | theme | category | dimension group
          nb: faktor | tema | driver
          da: faktor | tema | driver
          sv: faktor | tema | drivkraft
          de: faktor | thema | treiber | einflussfaktor
        element
          en: element | pillar | area
          nb: element | område | pilar
          da: element | område | søjle
          sv: element | område | pelare
          de: element | säule | themenfeld
        dimension
          en: dimension | subdimension | facet
          nb: dimensjon
          da: dimension
          sv: dimension
          de: dimension | facette
        practice
          en: practice | practice id | initiative
          nb: praksis | tiltak
          da: indsats
          sv: arbetssätt | praxis
          de: maßnahme | praktik
        stage
          en: stage | lifecycle stage | journey stage | employee lifecycle
          nb: fase | livsløpsfase
          da: fase | livscyklusfase
          sv: fas | livscykelfas
          de: phase | lebenszyklusphase
        [exit_interviews]
        day
          en: date | interview date | exit interview date | survey date | held on | day | completed on
          nb: dato | samtaledato | sluttsamtale dato | dag
          da: dato | dag | samtaledato | fratrædelsessamtale dato
          sv: datum | samtalsdatum | avgångssamtal datum
          de: datum | gesprächsdatum | datum des austrittsgesprächs | tag
        form
          en: form | type | interview type | exit type | channel
          nb: form | type samtale | samtaleform
          da: form | samtaleform
          sv: form | samtalsform
          de: form | gesprächsform
        theme
          en: theme | main reason | primary reason | reason | reason for leaving | main theme | leaving reason
          nb: tema | hovedårsak | årsak
          da: tema | emne | hovedårsag | årsag
          sv: tema | ämne | huvudorsak | orsak
          de: thema | hauptgrund | austrittsgrund
        second_theme
          en: second theme | second reason | secondary reason | other reason
          nb: andre tema | annen årsak | nest viktigste årsak
          da: andet tema | anden årsag | næstvigtigste årsag
          sv: andra tema | annan orsak | näst viktigaste orsak
          de: zweiter grund | nebengrund | zweites thema
        score
          en: score | overall score | satisfaction | rating | overall satisfaction | exit score
          nb: poeng | tilfredshet | totalvurdering
          da: point | samlet vurdering | tilfredshed
          sv: nöjdhet | helhetsbetyg
          de: bewertung | zufriedenheit | gesamtbewertung
        would_recommend
          en: would recommend | recommend | would you recommend | recommends employer
          nb: vil anbefale | anbefaler
          da: ville anbefale | anbefaler arbejdsgiveren
          sv: skulle rekommendera | rekommenderar
          de: würde empfehlen | weiterempfehlung
        would_return
          en: would return | would rejoin | eligible for return | would come back
          nb: vil komme tilbake | kan tenke seg å vende tilbake
          da: ville vende tilbage
          sv: skulle komma tillbaka
          de: würde zurückkehren | rückkehrbereitschaft
        [check_ins]
        day
          en: date | day | meeting date | conversation date | held on | check in date | check-in date
          nb: dato | dag | møtedato | samtaledato
          da: dato | dag | mødedato | samtaledato
          sv: datum | dag | mötesdatum | samtalsdatum
          de: datum | tag | gesprächsdatum | besprechungsdatum
        kind
          en: kind | type | meeting type | conversation type | check in type
          nb: samtaletype | møtetype
          da: samtaletype | mødetype
          sv: samtalstyp | mötestyp
          de: gesprächsart | gesprächstyp
        held
          en: held | took place | completed | status | done
          nb: avholdt | gjennomført
          da: afholdt | gennemført
          sv: genomfört | hållet
          de: durchgeführt | stattgefunden
        [reviews]
        cycle
          en: cycle | review cycle | review round | review period | cycle id | cycle name | performance cycle
          nb: runde | medarbeidersamtale runde | vurderingsperiode
          da: runde | samtalerunde | mus runde | vurderingsperiode
          sv: omgång | samtalsomgång | bedömningsperiod
          de: zyklus | beurteilungszyklus | beurteilungszeitraum | gesprächsrunde
        kind
          en: kind | type | review type | template
          nb: samtaletype | vurderingstype
          da: samtaletype | vurderingstype
          sv: samtalstyp | bedömningstyp
          de: beurteilungsart | gesprächsart
        manager
          en: manager | manager id | reviewer | reviewer id | evaluator | evaluator id | appraiser
          nb: leder | leder id | vurdert av
          da: leder | leder id | vurderet af
          sv: chef | chef id | bedömare
          de: vorgesetzter | beurteiler | führungskraft | beurteiler id
        due_day
          en: due date | due | deadline | due by
          nb: frist | fristdato | forfallsdato
          da: frist | fristdato | senest den
          sv: förfallodatum | sista dag | senast
          de: fällig am | frist bis | fälligkeitsdatum | stichtag
        completed_day
          en: completed date | completion date | completed on | submitted on | signed on | submitted date
          nb: fullført dato | gjennomført dato | fullført den
          da: gennemført dato | afsluttet dato
          sv: slutförd datum | genomförd datum
          de: abgeschlossen am | abschlussdatum | durchgeführt am
        completed
          en: completed | status | is complete | review status | done
          nb: fullført | gjennomført
          da: gennemført | afsluttet
          sv: slutförd | genomförd
          de: abgeschlossen | durchgeführt
        [recruitment]
        opening
          en: opening | opening id | requisition | requisition id | job opening | job opening id | vacancy
          en: vacancy id
          en: job requisition id | req id | position id | job id | posting id
          nb: utlysning | utlysnings id | stilling id | rekrutteringsnummer | ledig stilling
          da: stillingsopslag | opslag id | rekrutteringsnummer | ledig stilling
          sv: rekrytering | rekryterings id | annons id | ledig tjänst
          de: stelle | stellen id | stellenausschreibung | vakanz | vakanz id | ausschreibung id
        candidate
          en: candidate | candidate id | applicant | applicant id | application id | candidate number
          en: application number
          nb: kandidat | kandidat id | søker id | søknad id | søkernummer
          da: ansøger | ansøger id | ansøgning id | kandidat | kandidat id
          sv: kandidat | sökande | sökande id | ansökan id | kandidatnummer
          de: kandidat | bewerber | bewerber id | bewerbernummer | bewerbung id | kandidaten id
        approved_day
          en: approved date | approval date | requisition approved | approved on | date approved
          nb: godkjent dato | godkjent
          da: godkendt dato | godkendt
          sv: godkänd datum | godkänd
          de: genehmigt am | genehmigungsdatum | freigabedatum
        posted_day
          en: posted date | posting date | opened date | date opened | published on | posted on | advertised
          nb: utlyst dato | publisert dato | utlyst
          da: opslået dato | opslået
          sv: annonserad datum | publicerad datum
          de: veröffentlicht am | ausgeschrieben am | ausschreibungsdatum
        applied_day
          en: applied date | application date | applied on | date applied | applied at
          nb: søknadsdato | søkt dato
          da: ansøgningsdato | ansøgt dato
          sv: ansökningsdatum | ansökt datum
          de: bewerbungsdatum | beworben am | eingang der bewerbung
        offered_day
          en: offer date | offered on | offer sent | offered date | offer made
          nb: tilbudsdato | tilbud gitt
          da: tilbudsdato | tilbud afgivet
          sv: erbjudandedatum | erbjudande datum
          de: angebotsdatum | angebot am
        decided_day
          en: decision date | offer decision date | accepted date | acceptance date | offer accepted on | decided on
          nb: beslutningsdato | akseptert dato | svardato
          da: beslutningsdato | accepteret dato | svardato
          sv: beslutsdatum | accepterat datum
          de: entscheidungsdatum | angenommen am | zusage am
        start_day
          en: start date | hire date | joining date | first day | hired on
          nb: startdato | tiltredelsesdato
          da: startdato | tiltrædelsesdato
          sv: startdatum | tillträdesdatum
          de: eintrittsdatum | startdatum | arbeitsbeginn
        outcome
          en: outcome | status | application status | stage | candidate status | result
          nb: status | utfall | søknadsstatus
          da: status | udfald | ansøgningsstatus
          sv: status | utfall | ansökningsstatus
          de: status | ergebnis | bewerbungsstatus
        source
          en: source | application source | channel | recruitment source | referral source
          nb: kilde | rekrutteringskanal
          da: kilde | rekrutteringskanal
          sv: källa | rekryteringskanal
          de: quelle | bewerbungskanal | bewerberquelle
        internal
          en: internal | internal candidate | is internal | internal applicant
          nb: intern | intern søker
          da: intern | intern ansøger
          sv: intern | intern sökande
          de: intern | interner bewerber
        applicants
          en: applicants | applications | number of applicants | number of applications | applicant count
          nb: antall søkere | søkere
          da: antal ansøgere | ansøgere
          sv: antal sökande | antal ansökningar
          de: anzahl bewerber | bewerberzahl | bewerbungen
        [onboarding_steps]
        step
          en: step | task | step id | task id | task name | onboarding task | checklist item | activity
          nb: steg | oppgave | aktivitet
          da: trin | opgave | aktivitet
          sv: steg | uppgift | moment | aktivitet
          de: schritt | aufgabe | aktivität | aufgaben id
        kind
          en: kind | type | task type | category | task category
          nb: oppgavetype | type oppgave
          da: opgavetype
          sv: uppgiftstyp
          de: aufgabenart | aufgabentyp
        due_day
          en: due date | due | deadline | due by
          nb: frist | fristdato | forfallsdato
          da: frist | senest den
          sv: förfallodatum | senast
          de: fällig am | frist bis | fälligkeitsdatum
        done_day
          en: done date | completed date | completion date | completed on | done on | finished on
          nb: utført dato | fullført dato | ferdig dato
          da: udført dato | afsluttet dato
          sv: klar datum | slutförd datum
          de: erledigt am | abgeschlossen am
        done
          en: done | completed | status | is complete | finished
          nb: utført | fullført | ferdig
          da: udført | afsluttet
          sv: klar | slutförd
          de: erledigt | abgeschlossen
        [promotions]
        day
          en: effective date | promotion date | date | day | change date | move date | valid from
          nb: virkningsdato | dato | forfremmelsesdato | gyldig fra
          da: dato | virkningsdato | forfremmelsesdato | gyldig fra
          sv: datum | befordringsdatum | gäller från
          de: datum | beförderungsdatum | gültig ab | wirksam ab
        kind
          en: kind | type | change type | move type | change reason | event reason | action
          nb: endringstype | type endring
          da: ændringstype
          sv: ändringstyp
          de: änderungsart | art der änderung | maßnahmenart
        from_department
          en: from department | previous department | old department | former department
          nb: fra avdeling | tidligere avdeling
          da: fra afdeling | tidligere afdeling
          sv: från avdelning | tidigare avdelning
          de: von abteilung | frühere abteilung | bisherige abteilung
        department
          en: to department | department | new department | current department | department id
          nb: til avdeling | avdeling | ny avdeling
          da: til afdeling | afdeling | ny afdeling
          sv: till avdelning | avdelning | ny avdelning
          de: nach abteilung | abteilung | neue abteilung
        from_level
          en: from level | previous level | old grade | from grade | old level | previous grade
          nb: fra nivå | tidligere nivå
          da: fra niveau | tidligere niveau
          sv: från nivå | tidigare nivå
          de: von stufe | frühere stufe | bisherige stufe
        job_level
          en: to level | job level | new level | new grade | to grade | level | grade
          nb: til nivå | stillingsnivå | nytt nivå
          da: til niveau | stillingsniveau | nyt niveau
          sv: till nivå | befattningsnivå | ny nivå
          de: nach stufe | stufe | neue stufe
        [recognitions]
        person
          en: recipient | recipient id | recognized employee | receiver | receiver id | nominee | nominee id
          en: employee id
          en: employee number | recognised employee
          nb: mottaker | mottaker id | ansattnummer
          da: modtager | modtager id | medarbejdernummer
          sv: mottagare | mottagar id | anställningsnummer
          de: empfänger | empfänger id | personalnummer
        giver
          en: giver | giver id | sender | sender id | nominator | nominator id | recognized by | from employee
          en: awarded by
          nb: giver | avsender | gitt av | avsender id
          da: giver | afsender | afsender id | givet af
          sv: avsändare | avsändar id | givare
          de: absender | geber | absender id | vergeben von
        kind
          en: kind | type | award | award type | recognition type | badge | program
          nb: type anerkjennelse | pris
          da: type anerkendelse
          sv: typ av uppskattning | utmärkelse
          de: art der anerkennung | auszeichnung
        team
          en: team | is team | team award | group recognition | team recognition
          nb: team | teampris | gitt til team
          da: team | givet til team
          sv: team | teamutmärkelse
          de: team | teamauszeichnung
        [practices]
        practice
          en: practice | practice id | practice code | initiative
          nb: praksis | tiltak
          da: praksis | indsats
          sv: arbetssätt | praxis
          de: maßnahme | praktik
        department
          en: department | department id | unit | scope | org unit
          nb: avdeling | enhet | omfang
          da: afdeling | enhed
          sv: avdelning | enhet | omfattning
          de: abteilung | organisationseinheit | geltungsbereich
        function
          en: function | responsible function | run by | area
          nb: funksjon | ansvarlig funksjon
          da: funktion | ansvarlig funktion
          sv: funktion | ansvarig funktion
          de: funktion | zuständiger bereich
        status
          en: status | maturity | level | implementation | implementation level | stage
          nb: status | modenhet | nivå
          da: status | modenhed | niveau
          sv: status | mognad | nivå
          de: status | reifegrad | umsetzungsgrad
        evidence
          en: evidence | proof | documentation | link
          nb: dokumentasjon | bevis | grunnlag
          da: dokumentation | belæg
          sv: underlag | belägg
          de: nachweis | beleg
        owner
          en: owner | responsible | accountable | process owner
          nb: eier | ansvarlig
          da: ejer | ansvarlig
          sv: ägare | ansvarig
          de: verantwortlich | verantwortliche person | eigentümer
        day
          en: date | day | assessed on | assessment date | last review
          nb: dato | vurdert dato
          da: dato | vurderingsdato
          sv: datum | bedömt datum
          de: datum | bewertet am
        [technology]
        tool
          en: tool | tool id | system | application | app | product | software
          nb: verktøy | applikasjon | system
          da: værktøj | applikation | system
          sv: verktyg | applikation | system
          de: werkzeug | anwendung | system
        class
          en: class | tool class | category | type
          nb: klasse | kategori
          da: klasse | kategori
          sv: klass | kategori
          de: klasse | kategorie | anwendungsart
        job
          en: job | purpose | use
          nb: formål
          da: formål | anvendelse
          sv: syfte | användning
          de: zweck | einsatzzweck
        active_users
          en: active users | users | active | monthly active users | mau | used by
          nb: aktive brukere | brukere
          da: aktive brugere | brugere
          sv: aktiva användare | användare
          de: aktive nutzer | nutzer | aktive benutzer
        eligible_users
          en: eligible users | licensed users | licences | licenses | entitled users | seats
          nb: brukere med tilgang | lisenser
          da: brugere med adgang | berettigede brugere | licenser
          sv: behöriga användare | licenser
          de: berechtigte nutzer | lizenzen | berechtigte benutzer
        [outcomes]
        outcome
          en: outcome | measure | kpi | indicator | metric
          nb: utfall | mål | nøkkeltall
          da: udfald | nøgletal
          sv: utfall | nyckeltal
          de: kennzahl | ergebnisgröße | messgröße
        unit
          en: unit | unit of measure | measure unit
          nb: måleenhet
          da: måleenhed
          sv: måttenhet
          de: maßeinheit | einheit
        value
          en: value | score | result | amount
          nb: verdi | resultat
          da: værdi | resultat | tal
          sv: värde | resultat
          de: wert | ergebnis
        [benchmarks]
        metric
          en: metric | metric id | measure | kpi | indicator
          nb: måltall | nøkkeltall
          da: nøgletal
          sv: nyckeltal | mått
          de: kennzahl
        group
          en: group | comparison group | peer group | industry | sector
          nb: sammenligningsgruppe | bransje
          da: sammenligningsgruppe | branche
          sv: jämförelsegrupp | bransch
          de: vergleichsgruppe | branche
        value
          en: value | median | benchmark | average
          nb: verdi | snitt
          da: værdi | gennemsnit
          sv: värde | medelvärde
          de: wert | vergleichswert | mittelwert
        lower
          en: lower | lower quartile | p25 | first quartile
          nb: nedre kvartil
          da: nederste kvartil
          sv: undre kvartil
          de: unteres quartil
        upper
          en: upper | upper quartile | p75 | third quartile
          nb: øvre kvartil
          da: øverste kvartil
          sv: övre kvartil
          de: oberes quartil
        organisations
          en: organisations | organizations | companies | number of organisations | number of organizations | sample
          nb: antall virksomheter
          da: antal virksomheder
          sv: antal organisationer
          de: anzahl unternehmen | anzahl organisationen
        publisher
          en: publisher | source | published by
          nb: utgiver | kilde
          da: udgiver
          sv: utgivare | källa
          de: herausgeber | quelle
        [leave_entitlements]
        year
          en: year | leave year | entitlement year | holiday year
          nb: år | ferieår
          da: år | ferieår
          sv: år | semesterår
          de: jahr | urlaubsjahr | kalenderjahr
        days
          en: entitlement | leave entitlement | annual leave entitlement | entitled days | days entitled
          en: vacation entitlement | holiday entitlement | entitlement days
          nb: ferierett | feriedager | antall feriedager | feriekrav
          da: ferieret | feriedage | antal feriedage
          sv: semesterrätt | semesterdagar | antal semesterdagar
          de: urlaubsanspruch | jahresurlaub | urlaubstage | anspruch in tagen
        minutes
          en: entitlement hours | leave entitlement hours | entitled hours | hours entitled
          nb: ferietimer | timer ferierett
          da: ferietimer | timer ferieret
          sv: semestertimmar
          de: urlaubsstunden | urlaubsanspruch stunden | anspruch in stunden

        [focus_groups]
        session
          en: session | session id | focus group | group id | focus group id | workshop
          nb: fokusgruppe | gruppe id
          da: fokusgruppe | gruppe id
          sv: fokusgrupp | grupp id
          de: fokusgruppe | fokusgruppe id | gruppen id | sitzung
        participants
          en: participants | number of participants | attendees
          nb: deltakere | antall deltakere
          da: deltagere | antal deltagere
          sv: antal deltagare
          de: teilnehmer | anzahl teilnehmer | teilnehmerzahl
        theme
          en: theme | topic | code | theme code
          nb: tema | temakode
          da: tema | emne | temakode
          sv: tema | ämne | temakod
          de: thema | themencode
        mood
          en: mood | sentiment | tone | valence
          nb: stemning | holdning
          da: stemning | holdning
          sv: stämning
          de: stimmung | tonlage
        mentions
          en: mentions | count | frequency | times mentioned
          nb: antall ganger nevnt | omtaler
          da: antal gange nævnt
          sv: antal omnämnanden
          de: nennungen | häufigkeit
        """
}
