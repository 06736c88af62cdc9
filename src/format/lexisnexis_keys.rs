//! The keys of `LexisNexis` downloads, in the languages of the service.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Headline,
    Byline,
    Section,
    Length,
    Dateline,
    Highlight,
    Body,
    LoadDate,
    Language,
    Type,
    Code,
    Graphic,
    Note,
    Url,
    Show,
    Guests,
    /// Editors' tags of this kind.
    Tags(&'static str),
    /// Nothing that a story has a place for.
    Other,
}

/// The fields by the names they have in the languages of the service.
pub(super) const FIELDS: [(Field, &[&str]); 31] = [
    (
        Field::Headline,
        &["HEADLINE", "TITLE", "KOP", "TITEL", "TITRE", "TÍTULO", "TITOLO", "TITULAR", "ÜBERSCHRIFT", "SCHLAGZEILE"],
    ),
    (Field::Byline, &["BYLINE", "BY-LINE", "AUTHOR", "AUTHORS", "AUTOR", "AUTEUR", "AUTORE", "AUTOREN", "AUTEURS"]),
    (
        Field::Section,
        &["SECTION", "RUBRIK", "RUBRIQUE", "RUBRIEK", "SECTIE", "SECCIÓN", "SECCION", "SEZIONE", "SEÇÃO", "SECÇÃO"],
    ),
    (
        Field::Length,
        &["LENGTH", "LÄNGE", "LAENGE", "LONGUEUR", "LENGTE", "LONGITUD", "LUNGHEZZA", "EXTENSIÓN", "COMPRIMENTO"],
    ),
    (Field::Dateline, &["DATELINE", "DATUMSZEILE", "DATELIJN"]),
    (Field::Highlight, &["HIGHLIGHT", "HIGHLIGHTS", "ABSTRACT", "SUMMARY", "SAMENVATTING"]),
    (Field::Body, &["BODY", "TEXT", "TEKST", "TEXTE", "TEXTO", "TESTO"]),
    (
        Field::LoadDate,
        &["LOAD-DATE", "UPDATE", "DATE-CHARGEMENT", "LAADDATUM", "LADEDATUM", "FECHA-CARGA", "DATA-CARICAMENTO"],
    ),
    (Field::Language, &["LANGUAGE", "SPRACHE", "LANGUE", "TAAL", "IDIOMA", "LINGUA", "LENGUA"]),
    (
        Field::Type,
        &[
            "PUBLICATION-TYPE",
            "PUB-TYPE",
            "TYPE-PUBLICATION",
            "DOCUMENT-TYPE",
            "TIPO-PUBLICACIÓN",
            "PUBLIKATIONSTYP",
            "PUBLICATIONTYPE",
        ],
    ),
    (Field::Code, &["JOURNAL-CODE", "CODE-REVUE", "ZEITUNGS-CODE", "ACC-NO", "ISSN", "TRANSCRIPT", "DISTRIBUTION"]),
    (Field::Graphic, &["GRAPHIC", "GRAFIK", "GRAPHIQUE", "GRÁFICO", "GRAFIEK", "PHOTO", "GRAFICO"]),
    (Field::Note, &["CORRECTION", "CORRECTION-DATE", "KORREKTUR", "NOTES", "EDITOR-NOTE"]),
    (Field::Url, &["URL"]),
    (Field::Show, &["SHOW"]),
    (Field::Tags("people"), &["PERSON", "PEOPLE", "NAME", "NAMES"]),
    (Field::Guests, &["GUEST", "GUESTS", "ANCHOR", "ANCHORS", "REPORTER", "REPORTERS", "HOST", "HOSTS"]),
    (Field::Tags("companies"), &["COMPANY", "COMPANIES", "UNTERNEHMEN", "ENTREPRISE"]),
    (Field::Tags("orgs"), &["ORGANIZATION", "ORGANISATION", "ORGANIZATIONS"]),
    (Field::Tags("tickers"), &["TICKER"]),
    (Field::Tags("industries"), &["INDUSTRY", "BRANCHE", "INDUSTRIE", "SECTEUR"]),
    (Field::Tags("subjects"), &["SUBJECT", "SUBJECTS", "THEMEN", "SUJET", "THEMA", "ONDERWERP"]),
    (Field::Tags("places"), &["GEOGRAPHIC", "CITY", "STATE", "REGION", "GEOGRAFIE", "GÉOGRAPHIE"]),
    (Field::Tags("countries"), &["COUNTRY", "COUNTRIES"]),
    (Field::Tags("keywords"), &["KEYWORDS", "TERMS", "DESCRIPTORS", "TYPE", "CATEGORY"]),
    (Field::Tags("edition"), &["EDITION", "AUSGABE", "ÉDITION", "EDITIE"]),
    (Field::Tags("series"), &["SERIES", "COLUMN"]),
    (Field::Other, &["CONTENT-TYPE", "PUBLISHER", "CIRCULATION", "WORD-COUNT"]),
    (Field::Other, &["CR", "COPYRIGHT"]),
    (Field::Other, &["BIBLIOGRAPHY", "REFERENCES"]),
    (Field::Other, &["IMAGE", "LINK"]),
];

/// Lines that part the parts of a document in the layout of Nexis Uni.
pub(super) const BODY: [&str; 7] = ["Body", "Textkörper", "Hauptteil", "Corps", "Cuerpo", "Corpo", "Tekst"];

pub(super) const CLASSIFICATION: [&str; 7] = [
    "Classification",
    "Klassifizierung",
    "Klassifikation",
    "Classificatie",
    "Clasificación",
    "Classificação",
    "Classificazione",
];

pub(super) const GRAPHIC: [&str; 5] = ["Graphic", "Grafik", "Graphique", "Gráfico", "Grafiek"];

pub(super) const END: [&str; 6] = [
    "End of Document",
    "Ende des Dokuments",
    "Fin du document",
    "Einde van document",
    "Fin del documento",
    "Fim do documento",
];
