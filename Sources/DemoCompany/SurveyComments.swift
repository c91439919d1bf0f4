/// What people write into the free-text field. The content follows the mood, the language does as it likes.
enum SurveyComments {
    static let content = [
        "Godt samhold i teamet, og en leder som lytter.",
        "Jag trivs jättebra – särskilt med kollegorna här i Göteborg.",
        "Fleksibiliteten er det bedste ved arbejdspladsen.",
        "Työilmapiiri on hyvä ja apua saa aina.",
        "Kursene i vår var veldig nyttige. Mer av det!",
        "Good balance between work and private life.",
        "Kantina er blitt bedre, takk :-)",
        "Lederen min sier \"bra jobba\" når vi får det til. Det betyr mye.",
        "Buorre bargosadji, giitu!",
        "Fin introduksjon som nyansatt.\nFaddere til alle er en god idé.",
    ]
    static let middling = [
        "Lønnen henger etter markedet.",
        "For mange systemer; jeg fører timer på tre steder.",
        "Informationen fra ledelsen kommer for sent.",
        "Kontorlandskapet är bullrigt. Tystare rum, tack!",
        "Ønsker meg tydeligere karriereveier.",
        "Møter, møter, møter …\nKunne halvparten vært en e-post?",
        "Parkeringen om vinteren er en prøvelse (særlig i januar).",
        "\"Hybrid\" betyr visst fem dager på kontoret.",
        "Haluaisin enemmän koulutusta uusiin työkaluihin.",
    ]
    static let troubled = [
        "Vi er altfor få folk. Overtid hver uke siden nyttår.",
        "Lederen er aldri til stede, og ingen svarer på spørsmål.",
        "Tre av de beste har sluttet, og ingen er ansatt.",
        "Sykefraværet øker fordi presset er for høyt.\nNoen må ta tak i dette nå.",
        "Jeg har sluttet å si ifra. \"Ta det på neste møte\" er svaret hver gang.",
        "Workload is not sustainable; people burn out.",
        "Stressen är enorm och schemat ändras varje vecka.",
        "Dårlig stemning etter at teamlederen sluttet.",
    ]
    static let formula = "=SUM(A1:A20)*2 – dere spør, jeg regner"
}
