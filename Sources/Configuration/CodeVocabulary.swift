/// What `CodeLists` knows: lists by canonical column, `dataset.column` where a dataset has words of its own.
enum CodeVocabulary {
    static let text = """
        [boolean]
        true
          en: yes | y | true | t | 1 | x | on
          nb: ja | j | sann
          da: ja | j | sand
          sv: ja | j | sant
          de: ja | j | wahr
        false
          en: no | n | false | f | 0 | off
          nb: nei | n | usann
          da: nej | n | falsk
          sv: nej | n | falskt
          de: nein | n | falsch
        [status]
        active
          en: active | employed | current | current employee | on leave | leave | paid leave | unpaid leave
          en: onboarding
          en: probation | working notice | suspended | furlough | garden leave | inactive on leave | yes | true
          nb: aktiv | ansatt | i permisjon | permisjon | permittert | i oppsigelse | prøvetid
          da: aktiv | ansat | på orlov | orlov | opsagt, ikke fratrådt | fritstillet | prøvetid
          sv: aktiv | anställd | tjänstledig | föräldraledig | uppsagd, kvar i tjänst | provanställd
          de: aktiv | beschäftigt | angestellt | in elternzeit | beurlaubt | ruhend | freigestellt | probezeit
          de: gekündigt, noch beschäftigt
        leaver
          en: leaver | left | terminated | inactive | former | former employee | separated | resigned | retired
          en: deceased
          en: dismissed | ex-employee | exited | no | false
          nb: sluttet | fratrådt | inaktiv | tidligere ansatt | avsluttet | pensjonert
          da: fratrådt | ophørt | inaktiv | tidligere ansat | afsluttet | pensioneret
          sv: slutat | avslutad | inaktiv | tidigare anställd | avgått | pensionerad
          de: ausgetreten | ausgeschieden | inaktiv | ehemalig | ehemaliger mitarbeiter | ehemalige mitarbeiterin
          de: beendet | verrentet
        [leave_class]
        voluntary
          en: voluntary | resignation | resigned | quit | employee resignation | voluntary termination
          en: personal reasons
          en: job abandonment | better opportunity | new job | career change | relocation
          en: end of contract by employee
          nb: arbeidstakerharsagtoppselv | arbeidstaker har sagt opp selv
          nb: frivillig | egen oppsigelse | oppsigelse fra ansatt | oppsigelse fra arbeidstaker | sagt opp selv
          nb: ny jobb | arbeidstaker har sagt opp
          da: frivillig | egen opsigelse | opsigelse fra medarbejder | opsagt af medarbejder | nyt job
          sv: frivillig | egen uppsägning | egen begäran | uppsägning från arbetstagaren | nytt jobb
          de: freiwillig | eigenkündigung | kündigung durch arbeitnehmer | arbeitnehmerkündigung
          de: kündigung durch mitarbeiter
        involuntary
          en: involuntary | dismissal | dismissed | termination for cause | fired | layoff | laid off | redundancy
          en: redundant | made redundant | failed probation | position eliminated | performance | misconduct
          en: involuntary termination | termination by employer | restructuring
          nb: arbeidsgiverharsagtopparbeidstaker | arbeidsgiver har sagt opp arbeidstaker
          nb: ufrivillig | oppsigelse fra arbeidsgiver | avskjed | avskjediget | nedbemanning | overtallig
          nb: arbeidsgiver har sagt opp | ikke bestått prøvetid
          da: ufrivillig | afskedigelse | afskediget | opsigelse fra arbejdsgiver | opsagt af arbejdsgiver
          da: bortvisning
          da: bortvist | nedskæring | ikke bestået prøvetid
          sv: ofrivillig | uppsägning från arbetsgivaren | uppsagd av arbetsgivaren | avsked | avskedad | arbetsbrist
          sv: personliga skäl | avbruten provanställning
          de: unfreiwillig | kündigung durch arbeitgeber | arbeitgeberkündigung | betriebsbedingte kündigung
          de: verhaltensbedingte kündigung | personenbedingte kündigung | fristlose kündigung
          de: kündigung in der probezeit
        other
          en: other | retirement | retired | death | deceased | end of contract | contract end | end of fixed term
          en: end of temporary employment | fixed term ended | transfer | mutual agreement | early retirement
          en: disability
          en: transfer out of the group
          nb: kontraktengasjementellervikariaterutloept | kontrakt, engasjement eller vikariat er utløpt
          nb: annet | pensjon | pensjonert | alderspensjon | død | utløp av kontrakt | utløp av midlertidig kontrakt
          nb: engasjement utløpt | vikariat utløpt | virksomhetsoverdragelse | sluttavtale | uføre | afp
          da: andet | pension | pensioneret | død | dødsfald | udløb af kontrakt | tidsbegrænset ansættelse udløbet
          da: virksomhedsoverdragelse | fratrædelsesaftale | efterløn
          sv: annat | pension | pensionerad | död | avliden | avtalet löpte ut | tidsbegränsad anställning upphörde
          sv: verksamhetsövergång | överenskommelse | vikariat upphörde
          de: sonstiges | andere | rente | renteneintritt | pensionierung | tod | verstorben | vertragsablauf
          de: ablauf der befristung | befristung abgelaufen | aufhebungsvertrag | betriebsübergang | erwerbsminderung
          de: ende der ausbildung
        unknown
          en: unknown | not specified | not stated | not known
          nb: ukjent | ikke oppgitt
          da: ukendt | ikke oplyst
          sv: okänd | okänt | ej angivet
          de: unbekannt | nicht angegeben | keine angabe
        [leave_kind]
        resignation
          en: resignation | resigned | quit | voluntary | employee resignation | new job | personal reasons
          nb: arbeidstakerharsagtoppselv | arbeidstaker har sagt opp selv
          nb: egen oppsigelse | oppsigelse fra ansatt | oppsigelse fra arbeidstaker | arbeidstaker har sagt opp
          nb: ny jobb
          da: egen opsigelse | opsigelse fra medarbejder | opsagt af medarbejder | nyt job
          sv: egen uppsägning | egen begäran | uppsägning från arbetstagaren | nytt jobb
          de: eigenkündigung | kündigung durch arbeitnehmer | arbeitnehmerkündigung | kündigung durch mitarbeiter
        dismissal
          en: dismissal | dismissed | fired | termination for cause | involuntary | performance | misconduct
          en: termination by employer
          nb: arbeidsgiverharsagtopparbeidstaker | arbeidsgiver har sagt opp arbeidstaker
          nb: oppsigelse fra arbeidsgiver | avskjed | avskjediget | arbeidsgiver har sagt opp
          da: afskedigelse | afskediget | opsigelse fra arbejdsgiver | opsagt af arbejdsgiver | bortvisning | bortvist
          sv: uppsägning från arbetsgivaren | uppsagd av arbetsgivaren | avsked | avskedad | personliga skäl
          de: kündigung durch arbeitgeber | arbeitgeberkündigung | verhaltensbedingte kündigung | fristlose kündigung
          de: personenbedingte kündigung
        redundancy
          en: redundancy | redundant | made redundant | layoff | laid off | position eliminated | restructuring
          nb: nedbemanning | overtallig
          da: nedskæring
          sv: arbetsbrist
          de: betriebsbedingte kündigung
        failed probation
          en: failed probation
          nb: ikke bestått prøvetid
          da: ikke bestået prøvetid
          sv: avbruten provanställning
          de: kündigung in der probezeit
        retirement
          en: retirement | retired | early retirement
          nb: pensjon | pensjonert | alderspensjon | afp
          da: pension | pensioneret | efterløn
          sv: pension | pensionerad
          de: rente | renteneintritt | pensionierung
        death
          en: death | deceased
          nb: død
          da: død | dødsfald
          sv: död | avliden
          de: tod | verstorben
        end of contract
          en: end of contract | contract end | end of fixed term | end of temporary employment | fixed term ended
          nb: kontraktengasjementellervikariaterutloept | kontrakt, engasjement eller vikariat er utløpt
          nb: utløp av kontrakt | utløp av midlertidig kontrakt | engasjement utløpt | vikariat utløpt
          da: udløb af kontrakt | tidsbegrænset ansættelse udløbet
          sv: avtalet löpte ut | tidsbegränsad anställning upphörde | vikariat upphörde
          de: vertragsablauf | ablauf der befristung | befristung abgelaufen | ende der ausbildung
        mutual agreement
          en: mutual agreement
          nb: sluttavtale
          da: fratrædelsesaftale
          sv: överenskommelse
          de: aufhebungsvertrag
        transfer
          en: transfer | transfer out of the group
          nb: virksomhetsoverdragelse
          da: virksomhedsoverdragelse
          sv: verksamhetsövergång
          de: betriebsübergang
        disability
          en: disability
          nb: uføre
          da: førtidspension
          sv: sjukersättning
          de: erwerbsminderung
        [class]
        own_sickness
          en: sick | sickness | sick leave | illness | sick day | sick time | medical leave | sick pay | work accident
          en: own sickness | occupational injury | sickness certified | sickness self-certified
          nb: egenmelding | sykmelding | sykdom | syk | sykefravær | egen sykdom | egenmeldt | legemeldt
          nb: arbeidsulykke
          nb: sykmeldt | sykemelding | sykemeldt | gradert sykmelding | yrkesskade
          da: syg | sygdom | sygefravær | egen sygdom | delvist syg | § 56 | sygemelding | arbejdsskade | delvis syg
          da: sygdom hele dagen
          sv: sjuk | sjukdom | sjukfrånvaro | sjukskriven | egen sjukdom | sjukledig | arbetsskada | karensdag
          de: krank | krankheit | krankmeldung | krankheit mit attest | krankheit ohne attest | arbeitsunfähigkeit
          de: au
          de: arbeitsunfall | krank mit au | krank ohne au | reha | kur
        child
          en: child sick | sick child | child sickness | child care sick | care of sick child | dependent care
          nb: sykt barn | barns sykdom | barn syk | omsorgsdager | sykt barn egenmelding
          da: barns sygdom | barns 1. sygedag | barns 2. sygedag | barns første sygedag | barn syg | barns sygedag
          sv: vab | vård av barn | vård av sjukt barn | tillfällig föräldrapenning
          de: kind krank | krankheit kind | krankes kind | kinderkrankengeld | kinderkrankentage
          de: kind krank (unbezahlt)
        vacation
          en: vacation | annual leave | holiday | holidays | pto | paid time off | vacation leave | privilege leave
          en: casual leave | floating holiday | public holiday
          nb: ferie | feriefravær | avspasering av ferie | ferie med lønn | ekstraferie
          da: ferie | feriedag | feriedage | feriefridag | feriefridage | særlige feriedage | ferie med løn
          da: 6. ferieuge
          sv: semester | betald semester | semesterdag | sparad semester
          de: urlaub | bezahlter urlaub | erholungsurlaub | jahresurlaub | resturlaub | zusatzurlaub
          de: urlaub (halber tag)
        parental
          en: parental | parental leave | maternity | maternity leave | paternity | paternity leave | adoption leave
          en: shared parental leave | pregnancy leave
          nb: foreldrepermisjon | foreldrepenger | fødselspermisjon | svangerskapspermisjon | omsorgspermisjon
          nb: pappapermisjon | mammapermisjon
          da: barsel | barselsorlov | forældreorlov | fædreorlov | barselorlov | graviditetsorlov | orlov barsel
          sv: föräldraledig | föräldraledighet | föräldrapenning | mammaledig | pappaledig | havandeskapspenning
          sv: graviditetspenning
          de: elternzeit | mutterschutz | mutterschaftsurlaub | vaterschaftsurlaub | beschäftigungsverbot
        unpaid
          en: unpaid | unpaid leave | leave without pay | unpaid time off | lwop | sabbatical unpaid
          en: unauthorized absence
          nb: permisjon uten lønn | ulønnet permisjon | ulønnet fravær | fravær uten lønn
          nb: velferdspermisjon uten lønn
          da: orlov uden løn | fravær uden løn | ulønnet fravær | ferie uden løn | fri uden løn | tjenestefri uden løn
          sv: tjänstledig | tjänstledighet | tjänstledig utan lön | obetald ledighet | obetald semester
          sv: frånvaro utan lön
          de: unbezahlter urlaub | unbezahlt | unbezahlte freistellung | fehlzeit unbezahlt | unentschuldigt
        other
          en: other | bereavement | bereavement leave | jury duty | study leave | military leave | compassionate leave
          en: time off in lieu | compensatory off | paid leave | special leave | training | volunteering
          nb: annet | velferdspermisjon | avspasering | permisjon med lønn | militærtjeneste | utdanningspermisjon
          nb: kurs
          nb: lønnet permisjon
          da: andet | omsorgsdag | omsorgsdage | afspadsering | orlov med løn | tjenestefri med løn | kursus
          da: begravelse
          sv: annat | permission | komptid | utbildning | militärtjänst | studieledig | enskild angelägenhet
          de: sonstiges | sonderurlaub | bildungsurlaub | freizeitausgleich | überstundenabbau | fortbildung
          de: zivildienst
          de: wehrdienst | gleitzeit
        [certificate]
        self
          en: self | self-certified | self certified | self certification | no certificate | without certificate
          nb: egenmelding | egenmeldt
          da: egenerklæring | uden lægeerklæring | egen melding
          sv: sjukanmälan | utan läkarintyg | utan intyg | egen försäkran
          de: ohne attest | ohne au | eigenmeldung | nicht erforderlich | ohne bescheinigung
        certified
          en: certified | doctor | doctor's note | medical certificate | sick note | fit note | certificate
          en: with certificate
          nb: sykmelding | sykemelding | legemeldt | legeattest | sykmeldt av lege | gradert sykmelding
          da: lægeerklæring | med lægeerklæring | lægeattest | mulighedserklæring
          sv: läkarintyg | med läkarintyg | intyg | med intyg
          de: mit attest | mit au | attest | ärztliches attest | au | arbeitsunfähigkeitsbescheinigung
          de: mit bescheinigung | eau
        [gender]
        woman
          en: woman | female | f | w | women
          nb: kvinne | k
          da: kvinde | k
          sv: kvinna | k
          de: weiblich | w | frau
        man
          en: man | male | m | men
          nb: mann | m
          da: mand | m
          sv: man | m
          de: männlich | m | mann | herr
        other
          en: other | non-binary | nonbinary | non binary | diverse | x | third gender | self-described
          nb: annet | ikke-binær | ikke binær
          da: andet | ikke-binær | ikke binær
          sv: annat | icke-binär | icke binär | annan
          de: divers | d | nichtbinär | nicht-binär | anderes
        [contract]
        permanent
          en: permanent | regular | regular employee | indefinite | open-ended | full-time | full time | part-time
          en: part time
          en: unlimited | permanent contract
          nb: fast | fast ansatt | fast stilling | heltid | deltid | fast ansettelse
          da: fast | fastansat | fastansættelse | tidsubegrænset | varig ansættelse | fuldtid | deltid
          sv: tillsvidare | tillsvidareanställning | fast anställning | tillsvidareanställd | heltid | deltid
          de: unbefristet | unbefristeter vertrag | festanstellung | fest | vollzeit | teilzeit
          de: unbefristet beschäftigt
        temporary
          en: temporary | fixed-term | fixed term | fixed term contract | temp | contract | contractor | limited
          en: seasonal
          en: casual | interim | fixed-term contract
          nb: midlertidig | midlertidig ansatt | vikar | vikariat | engasjement | tilkalling | sesong | ekstrahjelp
          nb: midlertidig ansettelse
          da: tidsbegrænset | midlertidig | vikar | vikariat | timelønnet | tidsbegrænset ansættelse | løsarbejder
          sv: visstid | visstidsanställning | vikariat | vikarie | timanställd | tidsbegränsad | allmän visstid
          sv: särskild visstidsanställning | säsong
          de: befristet | befristeter vertrag | aushilfe | minijob | geringfügig | saisonkraft | zeitarbeit
          de: leiharbeit
          de: werkstudent
        apprentice
          en: apprentice | apprenticeship | trainee | intern | internship | student | working student | graduate
          nb: lærling | lærlingkontrakt | praktikant | trainee | lærekandidat
          da: elev | lærling | praktikant | trainee | studerende
          sv: lärling | praktikant | trainee | elev
          de: auszubildende | auszubildender | auszubildende/r | azubi | ausbildung | praktikant | praktikantin
          de: praktikum
          de: trainee | dualer student
        other
          en: other | freelancer | freelance | consultant | external
          nb: annet | innleid | konsulent | frilanser
          da: andet | konsulent | freelancer | ekstern
          sv: annat | konsult | inhyrd | frilans
          de: sonstige | sonstiges | freie mitarbeit | freelancer | extern
        [work_mode]
        site
          en: site | on site | on-site | onsite | office | in office | in-office | office-based | workplace
          nb: kontor | på kontoret | arbeidssted | på stedet
          da: kontor | på kontoret | på arbejdspladsen | fremmøde
          sv: kontor | på kontoret | på plats | på arbetsplatsen
          de: büro | im büro | vor ort | präsenz
        hybrid
          en: hybrid | flexible | partly remote | mixed
          nb: hybrid | fleksibel | delvis hjemmekontor
          da: hybrid | fleksibel | delvist hjemmearbejde
          sv: hybrid | flexibel | delvis distans
          de: hybrid | flexibel | teilweise mobil
        remote
          en: remote | home | home office | work from home | wfh | fully remote | home-based | telework
          nb: hjemmekontor | fjernarbeid | hjemme
          da: hjemmearbejde | fjernarbejde | hjemme
          sv: distans | distansarbete | hemarbete | hemma
          de: homeoffice | home-office | mobil | mobiles arbeiten | telearbeit | remote arbeit
        [form]
        interview
          en: interview | exit interview | conversation
          nb: samtale | sluttsamtale | intervju
          da: samtale | fratrædelsessamtale | interview
          sv: samtal | avgångssamtal | intervju
          de: gespräch | austrittsgespräch | interview
        survey
          en: survey | exit survey | questionnaire | form
          nb: undersøkelse | spørreskjema | skjema
          da: undersøgelse | spørgeskema | skema
          sv: enkät | undersökning | formulär
          de: umfrage | fragebogen | befragung
        [promotions.kind]
        promotion
          en: promotion | promoted | upgrade
          nb: forfremmelse | opprykk
          da: forfremmelse | oprykning
          sv: befordran | befordring
          de: beförderung | höhergruppierung
        lateral
          en: lateral | lateral move | transfer | internal move | internal transfer
          nb: intern flytting | bytte av stilling | sidelengs
          da: intern flytning | stillingsskift | sidelæns
          sv: intern flytt | byte av tjänst | omplacering
          de: versetzung | wechsel | interner wechsel | umsetzung
        demotion
          en: demotion | demoted | downgrade
          nb: nedrykk | degradering
          da: nedrykning | degradering
          sv: degradering | nedflyttning
          de: herabstufung | herabgruppierung
        [recruitment.outcome]
        open
          en: open | new | applied | in process | in progress | screening | interview | interviewing | pending
          en: active
          nb: ny | under behandling | intervju | mottatt
          da: ny | under behandling | samtale | modtaget
          sv: ny | pågående | intervju | mottagen
          de: neu | offen | in bearbeitung | eingegangen | vorstellungsgespräch
        rejected
          en: rejected | declined by company | not selected | disqualified | unsuccessful | hold
          nb: avslag | avslått | ikke innstilt
          da: afslag | afvist
          sv: avslag | avböjd | ej aktuell
          de: abgelehnt | absage | absage durch unternehmen
        withdrawn
          en: withdrawn | withdrew | candidate withdrew | withdrawn by candidate
          nb: trukket | trukket søknad
          da: trukket | trukket ansøgning
          sv: återtagen | drog sig ur
          de: zurückgezogen
        offered
          en: offered | offer | offer sent | offer extended | offer made
          nb: tilbud | tilbudt
          da: tilbud | tilbudt
          sv: erbjudande | erbjuden
          de: angebot | angebot versendet
        accepted
          en: accepted | hired | offer accepted
          nb: ansatt | akseptert | takket ja
          da: ansat | accepteret | takket ja
          sv: anställd | accepterat | tackat ja
          de: eingestellt | angenommen | zusage
        declined
          en: declined | offer declined | declined offer | offer rejected
          nb: takket nei | avslått tilbud
          da: takket nej | afslået tilbud
          sv: tackat nej | avböjt erbjudande
          de: angebot abgelehnt | absage durch bewerber
        [technology.class]
        learning
          en: learning | learning tools | adaptable learning tools | lms | training
          nb: læring | opplæring
          da: læring | uddannelse
          sv: lärande | utbildning
          de: lernen | weiterbildung
        work
          en: work | work tools | support tools | collaboration | productivity | workflow
          nb: arbeid | samhandling | støtteverktøy
          da: arbejde | samarbejde | støtteværktøj
          sv: arbete | samarbete | stödverktyg
          de: arbeit | zusammenarbeit | unterstützung
        security
          en: security | privacy | security and privacy
          nb: sikkerhet | personvern
          da: sikkerhed | databeskyttelse
          sv: säkerhet | dataskydd
          de: sicherheit | datenschutz
        [mood]
        positive
          en: positive | good | favourable | favorable
          nb: positiv | bra
          da: positiv | god
          sv: positiv | bra
          de: positiv | gut
        mixed
          en: mixed | neutral | both
          nb: blandet | nøytral
          da: blandet | neutral
          sv: blandad | neutral
          de: gemischt | neutral
        negative
          en: negative | bad | unfavourable | unfavorable
          nb: negativ | dårlig
          da: negativ | dårlig
          sv: negativ | dålig
          de: negativ | schlecht
        [stage]
        recruitment
          en: recruitment | recruiting | hiring | attraction
          nb: rekruttering
          da: rekruttering
          sv: rekrytering
          de: rekrutierung | personalgewinnung
        onboarding
          en: onboarding | induction
          nb: innføring | onboarding
          da: introduktion | onboarding
          sv: introduktion | onboarding
          de: einarbeitung | onboarding
        development
          en: development | growth
          nb: utvikling
          da: udvikling
          sv: utveckling
          de: entwicklung
        retention
          en: retention | engagement
          nb: bevaring | å beholde
          da: fastholdelse
          sv: att behålla
          de: bindung | mitarbeiterbindung
        offboarding
          en: offboarding | exit
          nb: avslutning | offboarding
          da: fratrædelse | offboarding
          sv: avslut | offboarding
          de: austritt | offboarding
        """
}
