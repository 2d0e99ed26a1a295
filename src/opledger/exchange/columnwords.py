"""What columns and statuses are called in people's own logs, in several languages.

Names are compared in lower case, without accents, in single words: ``DateApplied``,
``date_applied`` and ``Date applied`` are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

_NUMBERED = re.compile(r" ?#?[0-9]+$")
_WORD = 4  # letters of a word that says something in the middle of others
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe"})

# In the order in which they are looked for: a name that could be two things is the first of them.
FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "url": (
        *("url", "link", "job url", "job link", "posting", "website", "ad", "listing"),
        *(
            "stellenanzeige",
            "anzeige",
            "webseite",
            "lien",
            "annonce",
            "enlace",
            "anuncio",
            "sitio web",
        ),
    ),
    "email": (
        "email",
        "e mail",
        "mail",
        "contact email",
        "courriel",
        "correo",
        "correo electronico",
    ),
    "phone": ("phone", "telephone", "contact phone", "telefon", "telefonnummer", "telefono"),
    "contact": (
        *(
            "contact",
            "contact person",
            "contact name",
            "recruiter",
            "hiring manager",
            "recruiter name",
        ),
        *("ansprechpartner", "ansprechpartnerin", "kontakt", "kontaktperson", "interlocuteur"),
        *("contacto", "persona de contacto", "reclutador", "reclutadora"),
    ),
    "company": (
        *("company", "company name", "employer", "organisation", "organization", "firm", "org"),
        *("unternehmen", "firma", "arbeitgeber", "firmenname", "betrieb"),
        *("entreprise", "societe", "employeur", "nom de l entreprise"),
        *("empresa", "compania", "nombre de la empresa", "empleador", "azienda", "bedrijf"),
    ),
    "role": (
        *(
            "role",
            "position",
            "job title",
            "title",
            "job",
            "role title",
            "job position",
            "vacancy",
            "opening",
            "jobtitle",
        ),
        *("stelle", "stellenbezeichnung", "jobtitel", "bezeichnung", "beruf", "titel", "rolle"),
        *("poste", "intitule", "intitule du poste", "titre", "metier"),
        *("puesto", "cargo", "vacante", "rol", "titulo", "posizione", "functie"),
    ),
    "location": (
        *("location", "city", "place", "office", "ort", "standort", "stadt", "arbeitsort"),
        *("lieu", "ville", "localisation", "ubicacion", "lugar", "ciudad", "sede"),
    ),
    "source": (
        *("source", "found on", "found via", "via", "channel", "job board", "platform", "referral"),
        *("application site", "how found", "quelle", "gefunden", "gefunden auf", "gefunden uber"),
        *("how i found it", "how i found", "gefunden bei", "uber"),
        *("kanal", "portal", "plattform", "jobborse", "canal", "plateforme", "site", "fuente"),
        *("origen", "plataforma"),
    ),
    "notes": (
        *("notes", "note", "comments", "comment", "remarks", "notizen", "notiz", "bemerkung"),
        *("bemerkungen", "kommentar", "anmerkung", "anmerkungen", "remarques", "commentaire"),
        *("commentaires", "notas", "comentarios", "observaciones"),
    ),
    "segment": ("industry", "company type", "sector", "branche", "secteur", "sector de actividad"),
}
STATUS_WORDS = (
    *("status", "state", "stage", "result", "outcome", "response", "application status", "phase"),
    *(
        "current status",
        "progress",
        "list",
        "stand",
        "ergebnis",
        "aktueller stand",
        "bewerbungsstatus",
    ),
    *("statut", "etat", "resultat", "reponse", "etape", "avancement"),
    *("estado", "resultado", "respuesta", "etapa", "fase", "situacion", "stato", "uitkomst"),
)
# What a date tells, by its column's name.
DAY_WORDS: Mapping[str, tuple[str, ...]] = {
    "aside": (
        *("posted", "date posted", "deadline", "date deadline", "due", "follow up", "reminder"),
        *("current date", "today", "next", "follow up date", "start date", "available from"),
        *("frist", "bewerbungsfrist", "veroffentlicht", "wiedervorlage", "erinnerung", "heute"),
        *("date limite", "relance", "publiee le", "fecha limite", "publicado", "recordatorio"),
    ),
    "closed": (
        *(
            "closed",
            "date closed",
            "outcome",
            "outcome date",
            "date outcome",
            "decision",
            "rejected",
        ),
        *("rejection date", "date rejected", "response date", "date of response", "result date"),
        *("date of 1st response", "first response", "ended", "absage", "absage am", "abgesagt am"),
        *("antwort", "antwort am", "ruckmeldung", "ruckmeldung am", "beendet", "entscheidung"),
        *("reponse", "reponse le", "date de reponse", "refus", "refuse le", "cloture"),
        *("respuesta", "fecha de respuesta", "rechazo", "fecha de rechazo", "cierre"),
    ),
    "offer": ("offer", "offer date", "date offer", "angebot", "angebot am", "offre", "oferta"),
    "call": (
        *(
            "phone screen",
            "call",
            "first call",
            "recruiter call",
            "screen",
            "screening",
            "phone call",
        ),
        *("phone interview", "telefonat", "erstgesprach", "telefoninterview", "anruf"),
        *("appel", "entretien telephonique", "llamada", "llamada telefonica"),
    ),
    "interview": (
        *("interview", "interview date", "date interview", "interviewed", "onsite", "on site"),
        *("first interview", "1st interview", "vorstellungsgesprach", "gesprach", "interview am"),
        *("entretien", "date d entretien", "entrevista", "fecha de entrevista"),
    ),
    "updated": (
        *("last update", "updated", "last updated", "status date", "last contact", "last activity"),
        *(
            "date of last update",
            "last moved",
            "letzter kontakt",
            "aktualisiert",
            "letzte anderung",
            "stand vom",
            "stand am",
            "status vom",
        ),
        *("derniere mise a jour", "mise a jour", "dernier contact"),
        *("ultima actualizacion", "actualizado", "ultimo contacto"),
    ),
    "applied": (
        *("applied", "date applied", "applied date", "application date", "applied on", "submitted"),
        *("date submitted", "sent", "date sent", "date of application", "sent on", "date", "day"),
        *("beworben", "beworben am", "bewerbung", "bewerbungsdatum", "bewerbung vom", "gesendet"),
        *("gesendet am", "abgeschickt", "versendet am", "datum", "eingereicht"),
        *("candidature", "date de candidature", "postule le", "envoyee le", "envoye le", "envoi"),
        *("date d envoi", "fecha de solicitud", "solicitud", "enviado", "fecha de envio", "fecha"),
        *(
            "fecha de candidatura",
            "aplicado",
            "postulado",
            "data",
            "created at",
            "createdat",
            "created",
        ),
    ),
}
# Words that say too little where they stand among others.
_COMMON = frozenset(
    (
        *(
            "date",
            "day",
            "datum",
            "fecha",
            "data",
            "site",
            "job",
            "title",
            "note",
            "no",
            "next",
            "list",
        ),
        *(
            "ad",
            "call",
            "state",
            "contact",
            "offer",
            "company",
            "source",
            "place",
            "office",
            "created",
        ),
    )
)
# What a status means. "waiting" is the application and nothing more; "never" is not even that.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "never": (
        *(
            "wishlist",
            "saved",
            "to apply",
            "need to apply",
            "bookmarked",
            "not applied",
            "idea",
            "draft",
        ),
        *("didn t apply", "did not apply", "todo", "to do", "interested", "planned"),
        *("geplant", "noch nicht beworben", "offen zu bewerben", "gemerkt", "vorgemerkt"),
        *("a postuler", "a faire", "envisage", "por aplicar", "pendiente de aplicar", "guardado"),
    ),
    "waiting": (
        *(
            "applied",
            "submitted",
            "sent",
            "pending",
            "waiting",
            "in progress",
            "no reply yet",
            "open",
        ),
        *("awaiting response", "under review", "in review", "application sent", "active"),
        *("beworben", "gesendet", "abgeschickt", "wartend", "warten", "offen", "in bearbeitung"),
        *("bewerbung raus", "bewerbung gesendet", "eingangsbestatigung", "cv sent", "sent cv"),
        *("laufend", "eingereicht", "ausstehend", "postule", "envoyee", "envoye", "en attente"),
        *("en cours", "candidature envoyee", "aplicado", "enviado", "enviada", "solicitado"),
        *("pendiente", "en espera", "en proceso", "en curso", "postulado"),
    ),
    "call": (
        *("phone screen", "phone call", "recruiter call", "screen", "screening", "initial screen"),
        *("call", "phone interview", "hr call", "telefonat", "telefoninterview", "erstgesprach"),
        *("entretien telephonique", "appel", "llamada", "entrevista telefonica"),
    ),
    "interview": (
        *("interview", "interviewing", "interviewed", "onsite", "on site", "final interview"),
        *("technical interview", "first interview", "1st interview", "2nd interview", "interviews"),
        *("second interview", "final round", "vorstellungsgesprach", "gesprach", "im gesprach"),
        *("zweitgesprach", "eingeladen", "einladung", "probearbeiten", "entretien", "entretiens"),
        *("entretien passe", "entrevista", "entrevistado", "entrevistas"),
    ),
    "offer": (
        *(
            "offer",
            "offered",
            "offer received",
            "job offer",
            "angebot",
            "angebot erhalten",
            "zusage",
        ),
        *("offre", "offre recue", "proposition", "oferta", "oferta recibida"),
    ),
    "accepted": (
        *("accepted", "offer accepted", "accepted offer", "hired", "angenommen", "zugesagt"),
        *("eingestellt", "acceptee", "accepte", "embauche", "aceptado", "aceptada", "contratado"),
    ),
    "declined": (
        *("offer declined", "declined offer", "angebot abgelehnt"),
        *("offre refusee", "offre declinee", "oferta rechazada"),
    ),
    "rejected": (
        *(
            "rejected",
            "rejection",
            "denied",
            "not selected",
            "unsuccessful",
            "application rejected",
        ),
        *(
            "absage",
            "abgesagt",
            "abgelehnt",
            "absage erhalten",
            "refus",
            "refuse",
            "refusee",
            "rejet",
        ),
        *("rejete", "rechazado", "rechazada", "descartado", "descartada", "negativa"),
    ),
    "ghosted": (
        *(
            "ghosted",
            "no response",
            "no reply",
            "no answer",
            "silence",
            "no response to application",
        ),
        *("unresponsive", "application ignored", "ignored", "keine antwort", "keine ruckmeldung"),
        *("ohne antwort", "sans reponse", "pas de reponse", "aucune reponse"),
        *("sin respuesta", "no responde", "silencio"),
    ),
    "withdrew": (
        *("withdrew", "withdrawn", "i withdrew", "withdrawn by me", "zuruckgezogen", "retire"),
        *("retiree", "candidature retiree", "retirado", "retirada", "abandonado"),
    ),
    "closed": (
        *(
            "position closed",
            "position removed",
            "position filled",
            "role closed",
            "role cancelled",
        ),
        *("cancelled", "canceled", "stelle besetzt", "stelle gestrichen", "poste pourvu"),
        *("annule", "cancelado", "cancelada", "vacante cerrada", "puesto cubierto"),
    ),
}
OUTCOMES = ("accepted", "declined", "rejected", "ghosted", "withdrew", "closed")
# Words of a ledger that mean as much, the nearest first.
STAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "applied": ("applied", "application", "submitted", "lead"),
    "call": ("call", "phone-screen", "phone", "screen", "screening"),
    "interview": ("interview", "interviews", "interviewing"),
    "offer": ("offer", "offers"),
}
EMPTY_WORDS = ("n/a", "na", "-", "--", "none", "tbd", "?", "unknown", "—", "–", "/", "x/x")
YES_WORDS = ("yes", "y", "x", "true", "ja", "j", "oui", "o", "si", "✓", "✔", "1")
NO_WORDS = ("no", "n", "false", "nein", "non", "0")


def plain(name: str) -> str:
    """A name as it is compared: lower case, no accents, words with one blank between."""
    parted = _CAMEL.sub(" ", name).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))


def nearest(name: str, words: Mapping[str, Sequence[str]]) -> tuple[str, bool]:
    """The key under which a name stands, and whether just so; the empty one where under none.

    A name that holds words of several keys stands under that with the longest of them.
    """
    given = plain(name)
    for key, known in words.items():
        if given in known:
            return key, True
    best, most = "", 0
    for key, known in words.items():
        for each in known:
            of_it = each.split()
            if each not in _COMMON and len(each) > most and _holds(given.split(), of_it):
                best, most = key, len(each)
    return best, False


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether words stand in others, one after another."""
    size = len(part)
    return any(list(words[at : at + size]) == list(part) for at in range(len(words) - size + 1))


def meanings(status: str) -> tuple[tuple[str, ...], bool]:
    """What a status can mean, and whether its name says so as it is, but for a number behind it.

    Where only some of its words are known, that is no more than a suggestion: *no offer* is none.
    """
    given = plain(status)
    for name in (given, _NUMBERED.sub("", given)):
        exact = [key for key, known in MEANINGS.items() if name in known]
        if exact:
            return (exact[0],), True
    text = f" {given} "
    found = (
        key
        for key, known in MEANINGS.items()
        if any(f" {each} " in text for each in known if len(each) >= _WORD)
    )
    return tuple(found), False
