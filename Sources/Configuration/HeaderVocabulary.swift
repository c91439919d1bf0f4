/// What `HeaderAliases` knows. National identity numbers (fødselsnummer, personnummer, CPR-nummer,
/// Sozialversicherungsnummer) are no names of `person` on purpose: they are no ids to work with.
enum HeaderVocabulary {
    static let text = people + "\n" + lifecycle

    private static let people = """
        [*]
        person
          en: employee number | employee no | employee id | emp id | emp no | emp number | employee code
          en: employee key
          en: personnel number | personnel no | person id | person number | person key | worker id | worker number
          en: staff id | staff number | staff no | payroll number | payroll id | payroll no | associate id | user id
          en: user/employee id | employee
          nb: ansattnummer | ansattnr | ansatt nr | ansatt nummer | ansatt id | ansatt-id | ansatt | medarbeidernummer
          nb: medarbeidernr | medarbeider id | arbeidstakernummer | arbeidstaker id | lønnsnummer | lønnsnr
          nb: person id
          da: medarbejdernummer | medarbejdernr | medarbejder nr | medarbejder id | medarbejder | lønnummer | lønnr
          da: personalenummer | ansat nr | ansat id | ansatnummer | tjenestenummer
          sv: anställningsnummer | anställningsnr | anställnings id | anst nr | anstnr | anställd id | anställd nr
          sv: medarbetarnummer | medarbetar id | medarbetare | lönenummer | löne nr
          de: personalnummer | personalnr | personal nr | pers nr | persnr | personal id | mitarbeiternummer
          de: mitarbeiternr | mitarbeiter nr | mitarbeiter id | mitarbeiter | stammnummer | angestelltennummer
        department
          en: department | department id | department code | department number | dept | dept id | dept code | dept no
          en: cost center | cost centre | cost center code | cost centre code | business unit | business unit code
          en: org unit | org unit id | organisation unit | organization unit | organizational unit | team | unit code
          en: supervisory organization | division code
          nb: avdeling | avdelingsnummer | avdelingsnr | avd | avd nr | avdeling id | avdelingskode | enhet
          nb: organisasjonsenhet | org enhet | enhetskode | kostnadssted | ansvarssted | koststed | virksomhet
          da: afdeling | afdelingsnummer | afdelingsnr | afd | afd nr | afdelings id | afdelingskode | enhed
          da: organisationsenhed | omkostningssted | delregnskab
          sv: avdelning | avdelningsnummer | avdelnings id | avdelningskod | avd kod | organisationsenhet
          sv: kostnadsställe | kst | ansvarsenhet
          de: abteilung | abteilungsnummer | abteilungsnr | abteilungs id | abteilungskürzel | organisationseinheit
          de: org einheit | orgeinheit | oe | kostenstelle | kostenstellennummer | kst nr | bereich
        manager
          en: manager | manager id | manager number | manager no | manager employee id | supervisor | supervisor id
          en: supervisor eid | reports to | reporting to | reporting manager | line manager | line manager id
          en: direct manager | people leader id | manager user sys id
          nb: leder | lederid | leder id | ledernummer | leder ansattnummer | nærmeste leder | rapporterer til
          nb: overordnet
          da: leder | leder id | leder nr | nærmeste leder | leder medarbejdernr | refererer til | chef nr
          sv: chef | chef id | chefs anställningsnummer | närmaste chef | rapporterar till
          de: vorgesetzter | vorgesetzte | vorgesetzten nr | vorgesetzten id | führungskraft
          de: personalnummer vorgesetzter
          de: berichtet an | leiter
        fte
          en: fte | fte % | full time equivalent | full-time equivalent | employment percentage | employment percent
          en: position percentage | position fraction | work percentage | workload | contract percentage
          en: employment rate
          nb: stillingsprosent | stillings prosent | stillingsbrøk | stillingsandel | still prosent | stillings %
          nb: årsverk | stillingsstørrelse
          da: beskæftigelsesgrad | ansættelsesgrad | ansættelsesprocent | stillingsprocent | årsværk
          da: beskæftigelsesbrøk
          sv: sysselsättningsgrad | ssg | tjänstgöringsgrad | anställningsgrad | årsarbetare | heltidsekvivalent
          de: beschäftigungsgrad | bg % | arbeitszeitanteil | teilzeitgrad | teilzeitfaktor | stellenanteil | vzä
          de: vollzeitäquivalent | beschäftigungsumfang | stellenumfang | arbeitszeitprozent | pensum
        country
          en: country | country code | country of work | work country | country of employment | country iso
          nb: land | landkode | arbeidsland
          da: land | landekode | arbejdsland
          sv: land | landskod | arbetsland
          de: land | ländercode | arbeitsland | länderschlüssel | staat
        location
          en: location | work location | office | office location | site | workplace | work place | place of work
          en: location name | location code | city of work
          nb: arbeidssted | lokasjon | kontor | kontorsted | arbeidsplass | sted
          da: arbejdssted | lokation | kontor | arbejdsplads | tjenestested
          sv: arbetsplats | arbetsställe | kontor | placeringsort | stationeringsort | ort
          de: standort | arbeitsort | ort | arbeitsplatz | dienstort | niederlassung | betriebsstätte | werk | büro
        contract
          en: contract | contract type | employment type | employment contract | type of employment | employee type
          en: worker type | employee class | employment category | type of contract
          nb: ansettelsesform | ansettelsestype | kontraktstype | stillingstype | arbeidsforholdstype | ansattype
          da: ansættelsesform | ansættelsestype | kontrakttype | kontraktform | ansættelsesforhold
          sv: anställningsform | anställningstyp | avtalstyp | kontraktstyp
          de: vertragsart | vertragstyp | beschäftigungsart | beschäftigungsverhältnis | anstellungsart
          de: art der beschäftigung | mitarbeitergruppe | mitarbeiterkreis | vertragsform
        job_level
          en: job level | level | grade | job grade | pay grade | salary grade | management level | career level
          en: seniority
          en: band | job band
          nb: stillingsnivå | nivå | lønnstrinn | jobbnivå
          da: stillingsniveau | niveau | løntrin | lønklasse
          sv: befattningsnivå | lönegrad | jobbnivå
          de: stufe | karrierestufe | entgeltgruppe | gehaltsstufe | vergütungsgruppe | lohngruppe | tarifgruppe
          de: hierarchieebene
        work_mode
          en: work mode | workplace type | work arrangement | working model | remote status | remote work | work model
          nb: arbeidsform | hjemmekontor | arbeidsmåte
          da: arbejdsform | hjemmearbejde | arbejdsmodel
          sv: arbetsform | distansarbete | arbetssätt
          de: arbeitsmodell | arbeitsform | homeoffice | mobiles arbeiten
        people_manager
          en: people manager | is manager | is people manager | has direct reports | manager flag | people leader
          nb: er leder | personalansvar | lederansvar | har personalansvar
          da: er personaleleder | personaleansvar | har personaleansvar
          sv: är chef | har personalansvar | chefsbefattning
          de: ist führungskraft | personalverantwortung | führungsverantwortung
        valid_from
          en: valid from | effective date | effective from | effective start date | start of validity | event date
          en: position effective date | change date | assignment start
          nb: gyldig fra | gjelder fra | gyldig fra dato | virkningsdato | fra og med | endringsdato | gjelder f o m
          da: gyldig fra | gælder fra | virkningsdato | fra og med | ændringsdato | ikrafttrædelsesdato
          sv: giltig från | giltig fr o m | gäller från | gäller fr o m | ändringsdatum
          de: gültig ab | gültig von | gueltig ab | wirksam ab | beginndatum | änderungsdatum
        valid_to
          en: valid to | valid until | effective to | effective end date | effective until | end of validity
          en: assignment end
          nb: gyldig til | gjelder til | gyldig til dato | til og med | gjelder t o m
          da: gyldig til | gælder til | til og med
          sv: giltig till | giltig t o m | gäller till | gäller t o m
          de: gültig bis | gueltig bis | wirksam bis | endedatum
        assignment
          en: assignment | assignment id | assignment number | position id | position number | employment id | job id
          nb: arbeidsforhold | arbeidsforhold id | stillingsnummer | stilling id | stillings id
          da: stillingsnummer | stillingsnr | ansættelses id | ansættelsesnummer
          sv: befattnings id | befattningsnummer | uppdrag | tjänst id
          de: planstelle | planstellennummer | beschäftigung id | positionsnummer | stellennummer
        primary
          en: primary | is primary | primary job | primary assignment | primary position | main position | main job
          en: is primary job
          nb: hovedstilling | hovedarbeidsforhold | primær | er hovedstilling
          da: hovedansættelse | primær ansættelse | hovedbeskæftigelse
          sv: huvudanställning | huvudbefattning | primär anställning
          de: hauptbeschäftigung | hauptanstellung | hauptvertrag | hauptstelle
        minutes_monday
          en: hours monday | monday hours | hours on monday | working hours monday | monday working hours
          nb: timer mandag | arbeidstid mandag | mandag timer
          da: timer mandag | arbejdstid mandag | mandag timer
          sv: timmar måndag | arbetstid måndag | måndag timmar
          de: stunden montag | arbeitszeit montag | sollstunden montag | montag stunden
        minutes_tuesday
          en: hours tuesday | tuesday hours | hours on tuesday | working hours tuesday | tuesday working hours
          nb: timer tirsdag | arbeidstid tirsdag | tirsdag timer
          da: timer tirsdag | arbejdstid tirsdag | tirsdag timer
          sv: timmar tisdag | arbetstid tisdag | tisdag timmar
          de: stunden dienstag | arbeitszeit dienstag | sollstunden dienstag | dienstag stunden
        minutes_wednesday
          en: hours wednesday | wednesday hours | hours on wednesday | working hours wednesday | wednesday working hours
          nb: timer onsdag | arbeidstid onsdag | onsdag timer
          da: timer onsdag | arbejdstid onsdag | onsdag timer
          sv: timmar onsdag | arbetstid onsdag | onsdag timmar
          de: stunden mittwoch | arbeitszeit mittwoch | sollstunden mittwoch | mittwoch stunden
        minutes_thursday
          en: hours thursday | thursday hours | hours on thursday | working hours thursday | thursday working hours
          nb: timer torsdag | arbeidstid torsdag | torsdag timer
          da: timer torsdag | arbejdstid torsdag | torsdag timer
          sv: timmar torsdag | arbetstid torsdag | torsdag timmar
          de: stunden donnerstag | arbeitszeit donnerstag | sollstunden donnerstag | donnerstag stunden
        minutes_friday
          en: hours friday | friday hours | hours on friday | working hours friday | friday working hours
          nb: timer fredag | arbeidstid fredag | fredag timer
          da: timer fredag | arbejdstid fredag | fredag timer
          sv: timmar fredag | arbetstid fredag | fredag timmar
          de: stunden freitag | arbeitszeit freitag | sollstunden freitag | freitag stunden
        minutes_saturday
          en: hours saturday | saturday hours | hours on saturday | working hours saturday | saturday working hours
          nb: timer lørdag | arbeidstid lørdag | lørdag timer
          da: timer lørdag | arbejdstid lørdag | lørdag timer
          sv: timmar lördag | arbetstid lördag | lördag timmar
          de: stunden samstag | arbeitszeit samstag | sollstunden samstag | samstag stunden
        minutes_sunday
          en: hours sunday | sunday hours | hours on sunday | working hours sunday | sunday working hours
          nb: timer søndag | arbeidstid søndag | søndag timer
          da: timer søndag | arbejdstid søndag | søndag timer
          sv: timmar söndag | arbetstid söndag | söndag timmar
          de: stunden sonntag | arbeitszeit sonntag | sollstunden sonntag | sonntag stunden
        comment
          en: comment | comments | open comment | notes | note | remarks | free text | free-text comment | message
          nb: kommentar | kommentarer | merknad | fritekst | notat | melding
          da: kommentar | kommentarer | bemærkning | bemærkninger | fritekst | notat | besked
          sv: kommentar | kommentarer | anmärkning | fritext | anteckning | meddelande
          de: kommentar | kommentare | bemerkung | bemerkungen | anmerkung | freitext | notiz | notizen | nachricht
        wave
          en: wave | wave id | survey wave | survey | survey id | survey name | pulse | round | survey round
          en: campaign
          nb: måling | bølge | undersøkelse | undersøkelses id | målerunde
          da: måling | bølge | undersøgelse | undersøgelses id | målerunde
          sv: undersökning | undersöknings id | mätning | mättillfälle
          de: umfrage | umfrage id | befragung | befragungswelle | welle | erhebung
        event
          en: event | event id | event name | course | course id | activity | activity id | session id | training
          nb: arrangement | arrangement id | hendelse | kurs | kurs id | kurskode | kursnummer | aktivitet
          da: arrangement | arrangement id | kursus | kursus id | kursuskode | kursusnummer | begivenhed
          sv: evenemang | evenemangs id | händelse | kurstillfälle | kurs | kurs id | kurskod | kursnummer
          de: veranstaltung | veranstaltungs id | schulung | schulungs id | termin | maßnahme
        mandatory
          en: mandatory | is mandatory | compulsory | required | obligatory
          nb: obligatorisk | påkrevd | pålagt
          da: obligatorisk | lovpligtig | påkrævet
          sv: obligatorisk | obligatoriskt | tvingande
          de: verpflichtend | pflicht | pflichtveranstaltung | obligatorisch
        minutes
          en: minutes | duration minutes | duration in minutes | length in minutes | minutes long
          nb: minutter | varighet i minutter
          da: minutter | varighed i minutter
          sv: minuter | varaktighet i minuter
          de: minuten | dauer in minuten
        unit
          en: unit | unit id | organisation code | organization code | org code | organisation id | organization id
          nb: enhet | enhetskode | organisasjonskode | enhet id
          da: enhed | enhedskode | organisationskode
          sv: enhet | enhetskod | organisationskod | organisations id
          de: einheit | organisationscode | einheitencode | kennung
        unit_name
          en: unit name | organisation name | organization name | org name | organisation | organization
          nb: enhetsnavn | organisasjonsnavn | organisasjon
          da: enhedsnavn | organisationsnavn | organisation
          sv: enhetsnamn | organisationsnamn
          de: einheitenname | organisationsname | bezeichnung der einheit
        unit_group
          en: unit group | organisation group | organization group | group of units
          nb: enhetsgruppe | organisasjonsgruppe
          da: enhedsgruppe | organisationsgruppe
          sv: enhetsgrupp | organisationsgrupp
          de: einheitengruppe | organisationsgruppe
        parent
          en: parent | parent id | parent code | parent department | parent unit | region code | higher level code
          nb: overordnet enhet | overordnet avdeling | forelder | tilhører
          da: overordnet enhed | overordnet afdeling
          sv: överordnad enhet | överordnad avdelning
          de: übergeordnete einheit | übergeordnete abteilung | übergeordnet
        parent_name
          en: parent name | region name | name of the parent | region
          nb: navn på overordnet enhet | regionnavn
          da: navn på overordnet enhed | regionsnavn
          sv: namn på överordnad enhet | regionens namn
          de: name der übergeordneten einheit | regionsname
        grandparent
          en: grandparent | grandparent id | grandparent code | top level code
          nb: øverste enhet
          da: øverste enhed
          sv: översta enheten
          de: oberste einheit
        grandparent_name
          en: grandparent name | top level name
          nb: navn på øverste enhet
          da: navn på den øverste enhed
          sv: namn på översta enheten
          de: name der obersten einheit
        breakdown
          en: breakdown | group | staff group | category | occupation group | employee group | job group
          nb: gruppe | stillingsgruppe | yrkesgruppe | kategori
          da: gruppe | kategori | personalegruppe | stillingskategori | faggruppe
          sv: grupp | kategori | personalgrupp | yrkesgrupp
          de: gruppe | kategorie | berufsgruppe | personalgruppe | beschäftigtengruppe
        published_rate
          en: rate | published rate | rate % | rate percent
          nb: prosent | publisert prosent | andel
          da: procent | offentliggjort procent
          sv: procentandel | publicerad andel
          de: quote | veröffentlichte quote | prozent
        period
          en: period | year | reporting period | month | quarter | reference period
          nb: periode | år | måned | kvartal | rapporteringsperiode
          da: periode | år | måned | kvartal | årstal | opgørelsesperiode
          sv: period | år | månad | kvartal | mätperiod
          de: periode | zeitraum | berichtszeitraum | jahr | monat | quartal | berichtsjahr
        value
          en: value | score | result | figure | amount
          nb: verdi | resultat | tall
          da: værdi | resultat | tal
          sv: värde | resultat
          de: wert | ergebnis | zahl
        day
          en: date | day | event date | held on | on date | reporting date | period end date
          nb: dato | dag | gjennomført dato
          da: dato | dag | afholdt dato
          sv: datum | dag | genomförd datum
          de: datum | tag | durchgeführt am | stichtag
        [employees]
        valid_from
          en: valid from | effective date | effective from | effective start date | start of validity | change date
          en: position effective date | job effective date
          nb: gyldig fra | gjelder fra | gyldig fra dato | virkningsdato | endringsdato | gjelder f o m
          da: gyldig fra | gælder fra | virkningsdato | fra og med | ændringsdato | ikrafttrædelsesdato
          sv: giltig från | giltig fr o m | gäller från | gäller fr o m | ändringsdatum
          de: gültig ab | gültig von | gueltig ab | wirksam ab | änderungsdatum
        hire_date
          en: hire date | hired | date of hire | start date | employment start date | employment start
          en: date of joining
          en: joining date | join date | original hire date | most recent hire date | date joined | first day
          en: hired on
          en: worker start date | service start date
          nb: ansattdato | ansatt dato | ansettelsesdato | startdato | tiltredelsesdato | tiltrådt | ansatt fra
          nb: begynt
          nb: dato ansatt | ansatt siden
          da: ansættelsesdato | startdato | tiltrædelsesdato | tiltrådt | ansat fra | ansat den | ansat siden
          sv: anställningsdatum | anställd från | anställd fr o m | startdatum | tillträdesdatum | anställningsstart
          de: eintrittsdatum | eintritt | eintritt am | einstellungsdatum | eintrittstag | beschäftigungsbeginn
          de: vertragsbeginn | eingetreten am | dienstantritt
        termination_date
          en: termination date | terminated | date of termination | end date | employment end date | employment end
          en: leaving date | leaver date | last day | last working day | exit date | separation date
          en: relieving date | contract end date | terminated on | last day of work
          nb: sluttdato | slutt dato | fratredelsesdato | fratrådt | sluttet | sluttet dato
          nb: ansatt til
          nb: siste arbeidsdag | avsluttet dato | avgangsdato
          da: fratrædelsesdato | fratrådt | fratrådt dato | fratrædelse | slutdato | ophørsdato | ansat til
          da: sidste arbejdsdag
          da: fratræder
          sv: slutdatum | avgångsdatum | anställd till | anställd t o m | anställningsslut | avslutsdatum
          sv: sista anställningsdag | sista arbetsdag | entledigad
          de: austrittsdatum | austritt | austritt am | ausgetreten am | beschäftigungsende | vertragsende
          de: letzter arbeitstag
          de: ausscheidedatum | enddatum | befristet bis | kündigung zum
        status
          en: status | employment status | employee status | active | worker status | attrition | current status
          nb: status | ansattstatus | ansettelsesstatus | aktiv | stillingsstatus
          da: status | ansættelsesstatus | medarbejderstatus | aktiv
          sv: status | anställningsstatus | medarbetarstatus | aktiv
          de: status | beschäftigungsstatus | mitarbeiterstatus | anstellungsstatus | aktiv
        leave_class
          en: termination type | leave type | leaving type | turnover type | separation type | termination category
          en: voluntary or involuntary | type of termination
          nb: sluttype | avgangstype | oppsigelsestype | type avgang
          da: fratrædelsestype | afgangstype | opsigelsestype
          sv: avgångstyp | typ av avgång | uppsägningstyp
          de: austrittsart | kündigungsart | kündigungstyp | art des austritts
        leave_kind
          en: termination reason | leaving reason | reason for leaving | reason for termination
          en: primary termination reason
          en: separation reason | exit reason | termination reason code
          nb: sluttårsak | sluttegrunn | fratredelsesårsak | årsak til avgang | avgangsårsak | oppsigelsesgrunn
          nb: oppsigelsesårsak | årsak sluttdato
          da: fratrædelsesårsag | fratrædelsesgrund | opsigelsesgrund | ophørsårsag | afgangsårsag
          sv: avgångsorsak | slutorsak | uppsägningsorsak | orsak till avgång
          de: austrittsgrund | kündigungsgrund | grund des austritts | ausscheidungsgrund
          de: beendigungsgrund
        birth_date
          en: birth date | date of birth | birthday | dob | birthdate | birth year | year of birth
          nb: fødselsdato | født | fødselsår
          da: fødselsdato | fødselsdag | født | fødselsår
          sv: födelsedatum | född | födelseår
          de: geburtsdatum | geboren am | geburtstag | geburtsjahr | geb datum
        gender
          en: gender | sex | legal gender | gender identity
          nb: kjønn
          da: køn
          sv: kön | juridiskt kön
          de: geschlecht
        regretted
          en: regretted | regretted loss | regretted leaver | regrettable loss | regrettable | regrettable turnover
          en: regretted attrition | regrettable attrition
          nb: uønsket avgang | uønsket turnover | ønsket beholdt | beklaget avgang
          da: uønsket afgang | beklaget afgang | ønsket fastholdt
          sv: oönskad avgång | beklagad avgång | önskade behålla
          de: ungewollter austritt | bedauerter austritt | unerwünschter abgang | ungewollte fluktuation

        [departments]
        name
          en: name | department name | title | description | unit name | org unit name | organization name
          en: cost center name | cost centre name
          nb: navn | avdelingsnavn | enhetsnavn | beskrivelse
          da: navn | afdelingsnavn | enhedsnavn | beskrivelse
          sv: namn | avdelningsnamn | enhetsnamn | benämning
          de: name | bezeichnung | abteilungsname | abteilungsbezeichnung | name der einheit
          de: kostenstellenbezeichnung
        parent
          en: parent | parent id | parent department | parent department id | parent unit | parent org unit
          en: parent code
          en: superior organization id | superior organization | higher department | reports to unit
          en: parent cost center
          en: head unit
          nb: overordnet | overordnet enhet | overordnet avdeling | forelder | tilhører | hovedavdeling
          da: overordnet enhed | overordnet afdeling | hovedafdeling
          sv: överordnad | överordnad enhet | överordnad avdelning | tillhör | moderenhet
          de: übergeordnete einheit | übergeordnete abteilung | übergeordnet | übergeordnete organisationseinheit
          de: oberabteilung | übergeordnete kostenstelle | elternelement
        [absences]
        class
          en: absence type | absence reason | leave type | time off type | type | reason | absence code | leave reason
          en: policy | policy type | absence category | type of absence | time off policy | pay code | leave category
          nb: fraværstype | fraværskode | årsak | fraværsårsak | fraværsgrunn | type fravær | permisjonstype
          da: fraværstype | fraværsårsag | fraværskode | fraværsart | fraværskategori | årsag
          sv: frånvarotyp | frånvaroorsak | frånvarokod | orsak | ledighetstyp | ledighetsorsak
          de: abwesenheitsart | abwesenheitstyp | abwesenheitsgrund | fehlzeitenart | fehlgrund | fehlzeitentyp
          de: urlaubsart
          de: fehlzeit
        first_day
          en: first day | from | from date | start date | start | absence start | absence start date | leave start
          en: leave start date | begin date | starts on | date from | first day of leave | first day absent
          en: effective from
          nb: fra | fra dato | fradato | startdato | fraværsstart | første dag | første fraværsdag | fra og med
          da: fra | fra dato | startdato | første fraværsdag | første dag | fra og med | fraværsstart
          sv: från | från datum | startdatum | fr o m | första dag | första frånvarodag | fom
          de: von | beginn | von datum | startdatum | beginndatum | abwesend von | erster tag
          de: erster fehltag | ab | krank ab
        last_day
          en: last day | to | to date | end date | end | absence end | absence end date | leave end | leave end date
          en: until
          en: ends on | date to | last day of leave | last day absent | estimated leave end date
          nb: til | til dato | tildato | sluttdato | fraværsslutt | siste dag | siste fraværsdag | til og med
          da: til | til dato | slutdato | sidste fraværsdag | sidste dag | til og med | fraværsslut
          sv: till | till datum | slutdatum | t o m | sista dag | sista frånvarodag | tom
          de: bis | ende | bis datum | enddatum | endedatum | abwesend bis | letzter tag | letzter fehltag | krank bis
        grade
          en: grade | absence grade | absence percentage | absence percent | percent absent | percentage of absence
          en: extent
          nb: fraværsprosent | fraværsgrad | sykmeldingsgrad | sykmeldingsprosent | prosent | grad | uføregrad
          da: fraværsprocent | fraværsgrad | sygegrad | sygeprocent | procent
          sv: omfattning | frånvarograd | frånvaroprocent | sjukskrivningsgrad
          de: abwesenheitsgrad | fehlzeitenanteil | abwesenheit in prozent | anteil
        minutes_per_day
          en: hours per day | daily hours | hours a day | absence hours per day
          nb: timer per dag | timer pr dag
          da: timer per dag | timer pr dag | timer om dagen
          sv: timmar per dag
          de: stunden pro tag | stunden je tag
        minutes_total
          en: hours | total hours | absence hours | hours absent | quantity in hours | number of hours | hours taken
          nb: timer | antall timer | timer totalt | fraværstimer
          da: timer | antal timer | fraværstimer
          sv: timmar | antal timmar | frånvarotimmar
          de: stunden | anzahl stunden | fehlstunden
        day_part
          en: day part | part of day | half day | portion of day | fraction of day | day fraction
          nb: del av dag | halv dag | dagandel
          da: del af dag | halv dag | dagsandel
          sv: del av dag | halv dag | halvdag
          de: tagesanteil | halber tag | teil des tages
        certificate
          en: certificate | medical certificate | sick note | doctor's note | certificate type | certified
          en: certificate status
          nb: attest | legeattest | dokumentasjon | egenmelding eller sykmelding | legeerklæring
          da: attest | dokumentation | lægeattest | sygemelding | lægeerklæring | attesttype
          sv: läkarintyg | intyg | intygstyp
          de: attest | ärztliches attest | krankschreibung | au bescheinigung | arbeitsunfähigkeitsbescheinigung
          de: bescheinigung
        [events]
        kind
          en: kind | event type | type | category | event category | type of event | course type
          nb: type arrangement | arrangementstype | kurstype
          da: arrangementstype | kursustype | type arrangement
          sv: evenemangstyp | typ | kategori av evenemang
          de: art | veranstaltungsart | veranstaltungstyp | schulungsart
        day
          en: date | day | event date | start date | held on | session date | course date
          nb: dato | dag | kursdato | arrangementsdato
          da: dato | dag | afholdt dato | kursusdato
          sv: datum | dag | kursdatum | evenemangsdatum
          de: datum | tag | veranstaltungsdatum | schulungsdatum
        [participation]
        kind
          en: kind | event type | type | event category | course type
          nb: arrangementstype | kurstype
          da: arrangementstype | kursustype
          sv: evenemangstyp | typ
          de: veranstaltungsart | veranstaltungstyp | schulungsart
        day
          en: date | day | event date | session date | course date
          nb: dato | dag | kursdato | arrangementsdato
          da: dato | dag | afholdt dato | kursusdato
          sv: datum | dag | kursdatum | evenemangsdatum
          de: datum | tag | veranstaltungsdatum | schulungsdatum
        invited
          en: invited | was invited | invitation | invitation sent
          nb: invitert | innkalt
          da: inviteret | indkaldt
          sv: inbjuden | kallad
          de: eingeladen | einladung
        registered
          en: registered | signed up | enrolled | registration | rsvp | booked
          nb: påmeldt | registrert
          da: tilmeldt | registreret
          sv: anmäld | registrerad
          de: angemeldet | anmeldung | registriert | gebucht
        attended
          en: attended | attendance | present | participated | completed | checked in | attendance status
          nb: deltatt | deltok | møtt | oppmøte | til stede | gjennomført
          da: deltaget | deltog | mødt | fremmødt
          sv: deltagit | deltog i | närvarande | närvaro
          de: teilgenommen | teilnahme | anwesend | erschienen
        [survey_responses]
        response
          en: response id | response | respondent id | respondent | submission id | answer id | response number
          nb: svar id | svarnummer | respondent | besvarelse
          da: besvarelse | svar id | svarnummer | besvarelses id
          sv: svar | svars id | svarsnummer | respondent
          de: antwort id | antwortnummer | fragebogen id | teilnehmer id | befragten id
        wave_day
          en: wave date | survey date | survey start | opening date | survey start date | launch date
          nb: måledato | undersøkelsesdato | åpningsdato
          da: undersøgelsesdato | måledato | åbningsdato
          sv: mätdatum | undersökningsdatum
          de: umfragedatum | befragungsdatum | startdatum
        gender
          en: gender | sex | gender identity
          nb: kjønn
          da: køn
          sv: kön
          de: geschlecht
        age_band
          en: age band | age group | age range | age bracket
          nb: aldersgruppe | aldersintervall
          da: aldersgruppe | aldersinterval
          sv: åldersgrupp | åldersintervall
          de: altersgruppe | altersklasse
        tenure_band
          en: tenure band | tenure group | tenure range | length of service | years of service
          nb: ansiennitetsgruppe | ansiennitet
          da: anciennitetsgruppe | anciennitet
          sv: anställningstid | tjänstetid
          de: betriebszugehörigkeit | dienstaltersgruppe
        [survey_invitations]
        invited
          en: invited | invitations | invitees | number invited | invited employees | surveys sent | population
          nb: inviterte | antall inviterte | utsendte
          da: inviterede | antal inviterede | udsendte
          sv: inbjudna | antal inbjudna | utskick
          de: eingeladene | anzahl eingeladen | eingeladen | versandte einladungen
        open_day
          en: open date | opening date | survey start | start date | launch date | opens on
          nb: åpningsdato | startdato | åpner
          da: åbningsdato | startdato | åbner
          sv: öppningsdatum | startdatum
          de: startdatum | eröffnungsdatum | beginn
        close_day
          en: close date | closing date | survey end | end date | closes on
          nb: sluttdato | lukkes | avsluttes
          da: slutdato | lukkedato | lukkes
          sv: stängningsdatum | slutdatum
          de: enddatum | schlussdatum | ende
        [absence_totals]
        lost
          en: fte days lost | days lost | absence days | sickness days | days sick | days absent
          nb: tapte dagsverk | fraværsdager | sykefraværsdager
          da: fraværsdage | sygefraværsdage | tabte dagsværk
          sv: frånvarodagar | sjukfrånvarodagar | sjukdagar
          de: fehltage | krankheitstage | ausfalltage
        available
          en: fte days available | days available | available days | possible days | scheduled days
          nb: avtalte dagsverk | mulige dagsverk | tilgjengelige dager
          da: mulige arbejdsdage | tilgængelige dage | normdage
          sv: tillgängliga dagar | ordinarie arbetstid | schemalagda dagar
          de: solltage | sollarbeitstage | verfügbare tage
        published_rate
          en: sickness absence rate | sr rate | absence rate | rate | sickness rate | absence rate %
          nb: sykefraværsprosent | fraværsprosent | sykefravær prosent
          da: sygefraværsprocent | fraværsprocent
          sv: sjukfrånvaro i procent | sjukfrånvaroprocent
          de: krankenquote | krankenstand | fehlzeitenquote
        """
}
