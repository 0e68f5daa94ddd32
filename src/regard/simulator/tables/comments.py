"""What people write beside a score, by language and by how content they are."""

from regard.simulator.traits import LANGUAGES

SENTIMENTS = 3
"""Discontent, neither, content."""

_SAID: dict[str, tuple[tuple[str, ...], ...]] = {
    "it": (
        ("Consegna in ritardo e nessuno risponde.", "L'app si blocca al pagamento."),
        ("Tutto sommato va bene.", "Buoni prodotti, sito un po' lento."),
        ("Lampada bellissima, consegna veloce!", "Assistenza gentile e rapida."),
    ),
    "pl": (
        ("Paczka dotarła za późno.", "Aplikacja ciągle się zawiesza."),
        ("W porządku, ale bez zachwytu.", "Produkty dobre, strona wolna."),
        ("Świetna lampa, szybka dostawa!", "Bardzo pomocna obsługa."),
    ),
    "de": (
        ("Die Lieferung kam viel zu spät.", "Die App stürzt beim Bezahlen ab."),
        ("Ganz in Ordnung.", "Gute Ware, langsame Seite."),
        ("Tolle Lampe, schnell geliefert!", "Sehr freundliche Hilfe."),
    ),
    "fr": (
        ("Livraison en retard, aucune réponse.", "L'application se bloque au paiement."),
        ("Correct, sans plus.", "Bons produits, site un peu lent."),
        ("Très belle lampe, livrée vite !", "Un service aimable et rapide."),
    ),
    "en": (
        ("The parcel came far too late.", "The app freezes at checkout."),
        ("It is all right.", "Good things, slow site."),
        ("Lovely lamp, quick delivery!", "Kind and quick help."),
    ),
}

COMMENTS: tuple[str, ...] = tuple(said for language in LANGUAGES for tone in _SAID[language] for said in tone)
"""By language, tone and choice, laid end to end."""
