# What stands on every page, and the pages that everybody sees.

skip-to-content = Aller au contenu
nav-main = Navigation principale
nav-account = Mon compte
nav-own = Mes pages
nav-home = Accueil
nav-videos = Toutes les vidéos
nav-videos-short = Vidéos
nav-mine = Mes vidéos
nav-channels = Mes chaînes
nav-about = À propos
nav-login = Se connecter
nav-logout = Se déconnecter
nav-settings = Réglages du site
nav-admin = État de la machine
nav-publish = Publier
nav-search = Rechercher

search-label = Rechercher une vidéo
search-button = Rechercher

footer-language = Langue
footer-theme = Couleurs
theme-auto = Comme l’appareil
theme-light = Claires
theme-dark = Sombres
footer-made-with = Ce site est tenu par ses membres, avec Lucarne.
footer-about = Qui sommes-nous ?

notice-undo = Rétablir
notice-close = Fermer

home-title = Accueil
home-featured = À la une
home-words = Le mot de l’association
home-latest = Dernières vidéos
home-all = Voir toutes les vidéos
home-friends = Chez nos amis
home-empty = Il n’y a pas encore de vidéo ici.
home-empty-action = Publier la première
home-empty-visitor = Revenez bientôt : les premières vidéos sont en préparation.

browse-here = Toutes les vidéos d’ici
browse-friends = Chez nos amis
browse-whose = De qui
browse-sort = Trier par
sort-latest = Les plus récentes
sort-oldest = Les plus anciennes
sort-trending = Les plus vues cette semaine
sort-hot = Les plus vivantes
sort-views = Les plus vues
sort-likes = Les plus aimées
sort-title = Titre, de A à Z
browse-empty = Aucune vidéo n’est publiée pour l’instant.

page-previous = Page précédente
page-next = Page suivante
page-of = Page { $page } sur { $pages }
pages-label = Pages

search-title = Recherche
search-for = Recherche : { $query }
search-found = { $count ->
    [0] Aucune vidéo trouvée
    [one] { $count } vidéo trouvée
   *[other] { $count } vidéos trouvées
}
search-nothing = Rien ne correspond à « { $query } ». Essayez un mot plus court, ou un seul mot du titre.
search-start = Écrivez un mot du titre, de la description ou une étiquette.

channel-of = Chaîne tenue par { $name }
channel-videos = Vidéos de la chaîne
channel-empty = Cette chaîne n’a pas encore publié de vidéo.
support-title = Soutenir
account-channels = Ses chaînes
account-videos = Ses vidéos
account-empty = Cette personne n’a pas encore publié de vidéo.
handle-hint = Adresse dans le fédivers

film-audio = Audio
film-by = par
film-duration = Durée : { $spoken }

count-views = { $count ->
    [one] { $count } vue
   *[other] { $count } vues
}
count-videos = { $count ->
    [one] { $count } vidéo
   *[other] { $count } vidéos
}

time-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
time-under-a-minute = moins d’une minute

about-title = À propos
about-site = Ce site
about-contact = Écrire à l’association
about-numbers = En chiffres
about-videos = Vidéos publiées
about-people = Membres
about-space = Place occupée par les vidéos
about-sharing = Les vidéos sont partagées entre spectateurs
about-sharing-what = Quand plusieurs personnes regardent la même vidéo, leurs navigateurs peuvent s’en échanger des morceaux au lieu de tout demander à ce site. Chaque morceau est vérifié : s’il a été modifié, il est jeté et demandé de nouveau au site.
about-sharing-seen = Les autres spectateurs de la même vidéo peuvent alors voir l’adresse internet de votre connexion, et que vous regardez cette vidéo. Ce site ne garde pas ces adresses, et aucun autre serveur n’est interrogé.
about-sharing-choice = Vous pouvez refuser d’un bouton sous chaque vidéo. Rien n’est partagé sur une connexion mobile ou économe, ni dans les lecteurs placés sur d’autres sites, sauf s’ils le demandent.
about-fediverse = Suivre depuis ailleurs
about-fediverse-text = Les adresses de ce site sont celles de PeerTube : les applications et les logiciels qui lisent PeerTube le lisent aussi.
about-software = Le logiciel
about-software-text = Lucarne { $version } est un logiciel libre, sous licence AGPL-3.0. Il tient dans un ordinateur grand comme une carte de crédit.
about-empty = L’association n’a pas encore écrit sa présentation.
about-write = L’écrire maintenant
about-source = Code source et licences

login-title = Se connecter
login-name = Nom de compte ou adresse de courriel
login-password = Mot de passe
login-button = Se connecter
login-forgotten = Mot de passe oublié ? L’administrateur du site peut vous remettre un lien pour en choisir un nouveau.
login-why = Connectez-vous pour continuer.

logout-done = Vous êtes déconnecté.

problem-404-title = Cette page n’existe pas
problem-404-text = L’adresse est peut-être mal recopiée, ou la vidéo a été retirée.
problem-403-title = Cette page n’est pas pour tout le monde
problem-403-text = Il faut être connecté avec un compte qui y a droit.
problem-500-title = Quelque chose s’est cassé de notre côté
problem-500-text = Ce n’est pas votre faute. Réessayez dans un instant ; si cela recommence, prévenez l’association en donnant le repère ci-dessous.
problem-503-title = Le site est occupé
problem-503-text = Il répondra de nouveau dans un instant. Rechargez la page.
problem-offline-title = Vous êtes hors ligne
problem-offline-text = L’appareil n’a plus de connexion. Vérifiez le Wi-Fi ou le réseau, puis rechargez la page.
problem-other-title = La demande n’a pas abouti
problem-home = Aller à l’accueil
problem-search = Chercher une vidéo
problem-details = Détails techniques
problem-reference = Repère : { $reference }
problem-status = Réponse { $status }

# What has just been done.
notice-saved = C’est enregistré.
notice-deleted = La vidéo est supprimée. Vous pouvez la rétablir pendant sept jours.
notice-undeleted = La vidéo est rétablie.
notice-erased = La vidéo est effacée. Sa place est libre dans un instant.
notice-password = Le mot de passe est changé. Les autres appareils sont déconnectés.
notice-schedule-withdrawn = La date est retirée. Vous seul voyez la vidéo.
notice-caption = Les sous-titres sont ajoutés.
notice-sent = La vidéo est arrivée. Elle est en préparation : vous pouvez fermer cette page.
notice-channel-opened = La chaîne est ouverte. Vous pouvez la choisir en publiant une vidéo.
notice-channel-deleted = La chaîne est supprimée avec ses vidéos. Vous pouvez la rétablir pendant sept jours.
notice-channel-undeleted = La chaîne est rétablie avec ses vidéos.
job-prepare = Préparation d’une vidéo
job-publish = Publication d’une vidéo à sa date
job-erase = Effacement d’une vidéo
job-torrents = Torrents d’une vidéo
job-sweep = Rangement

# Ce qui quitte le site pour les lecteurs de flux.
feed-latest = Nouvelles vidéos : { $name }
feed-podcast = Podcast : { $name }
feed-rights = Tous droits réservés, sauf mention contraire dans les conditions du site ({ $address }) ou dans la licence choisie pour chaque vidéo.

form-problems = { $count ->
    [one] Rien n’est encore enregistré : une réponse est à corriger.
   *[other] Rien n’est encore enregistré : { $count } réponses sont à corriger.
}
login-code-title = Deuxième étape
login-code = Code
login-code-help = Celui que montre votre application de codes, ou un code de secours.
login-code-lost = Plus de téléphone ni de code de secours ? Les personnes qui tiennent le site peuvent désactiver cette étape pour vous.
notice-session-ended = C’est déconnecté.
notice-two-factor-off = La connexion en deux étapes est désactivée.

# Ce que les lecteurs voient des vidéos sensibles.
film-sensitive = Contenu sensible
film-sensitive-watch = Regarder quand même
film-violent = Violence
film-explicit-sex = Sexe explicite
sensitive-blur = Flouter les images et demander avant de lire
sensitive-warn = Demander avant de lire
sensitive-display = Montrer comme les autres
sensitive-hide = Ne pas lister

search-tag = Étiquette : { $tag }
search-narrow = Préciser la recherche
search-narrow-do = Appliquer
search-narrow-undo = Tout enlever
search-nothing-narrowed = Rien ne correspond. Enlevez un critère, ou essayez un autre mot.
search-since = Publiée
search-any-time = N’importe quand
search-last-day = Depuis hier
search-last-week = Depuis une semaine
search-last-month = Depuis un mois
search-last-year = Depuis un an
search-any-length = Toutes
search-short = Moins de 4 minutes
search-medium = De 4 à 10 minutes
search-long = Plus de 10 minutes
search-all = Toutes
search-best = Par défaut
overview-title = À découvrir
notice-team-invited = L’invitation est partie. La personne la trouve dans ses notifications.
notice-team-removed = Cette personne ne tient plus la chaîne.
notice-team-left = Vous ne tenez plus cette chaîne.
notice-team-joined = Vous tenez maintenant cette chaîne. Vous pouvez la choisir en publiant une vidéo.
notice-team-declined = Vous avez refusé l’invitation.
notice-give-offered = La chaîne est proposée. Elle reste à vous tant que l’autre personne n’a pas accepté.
notice-give-withdrawn = La proposition est retirée. La chaîne reste à vous.
notice-give-taken = La chaîne est maintenant à vous, avec ses vidéos et ses listes.
notice-give-refused = Vous avez refusé cette chaîne.
