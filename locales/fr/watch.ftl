# Watching, sharing, the player.

watch-chapters = Chapitres
watch-description = Description
watch-no-description = Pas de description.
watch-category = Catégorie
watch-licence = Licence
watch-language = Langue
watch-length = Durée
watch-tags = Étiquettes
watch-edit = Modifier
watch-download = Télécharger
watch-related = À voir aussi

rating-like = J’aime
rating-dislike = Je n’aime pas
rating-likes = { $count ->
    [one] { $count } personne aime cette vidéo
   *[other] { $count } personnes aiment cette vidéo
}

comments-title = Commentaires
comments-count = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
comments-none = Personne n’a encore rien dit ici.
comments-closed = Les commentaires sont fermés sous cette vidéo.
comments-sign-in = Connectez-vous pour écrire un commentaire
comments-from-home = Commenter depuis votre serveur (Mastodon, PeerTube…)
comments-handle = Votre nom dans le fédivers
comments-handle-help = Vous retrouverez cette vidéo chez vous, pour y répondre ou la partager.
comments-go-home = Continuer chez moi
comments-yours = Votre commentaire
comments-your-answer = Votre réponse
comments-help = Tout le monde pourra le lire. *Italique*, **gras** et les liens sont possibles.
comments-held-help = La personne qui a publié la vidéo le lira d’abord ; les autres le verront quand elle l’aura accepté.
comments-send = Envoyer
comments-owner = a publié la vidéo
comments-answers = répond à { $name }
comments-more = Lire la suite
comments-less = Replier
comments-answer = Répondre
comments-answer-to = Répondre à { $name }
comments-delete = Supprimer le commentaire de { $name }
comments-delete-sure = Oui, supprimer ces mots
comments-approve = Accepter
comments-is-held = En attente : pas encore visible pour les autres.
comments-is-written = Votre commentaire est en ligne.
comments-offline = La connexion est coupée : rien n’a été envoyé. Réessayez quand elle sera revenue.
comments-policy-open = Tous les membres peuvent en écrire
comments-policy-held = Les membres peuvent en écrire ; je les accepte avant qu’ils se voient
comments-policy-closed = Personne ne peut en écrire
comments-deleted = Ce commentaire a été supprimé.

share-title = Partager
share-link = Lien
share-embed = Code à coller dans une page
share-start = Commencer à
share-unread = Écrivez un moment comme 1:25, ou un nombre de secondes.
share-late = La vidéo est déjà finie à ce moment-là.
share-apply = Mettre à jour
share-now = Prendre l’instant présent
share-copy = Copier
share-copied = Copié

film-password-title = Cette vidéo est protégée par un mot de passe
film-password-why = Demandez-le à la personne qui vous a donné le lien.
film-password = Mot de passe
film-password-open = Ouvrir la vidéo
embed-watch-at = Voir sur { $site }
embed-visit = Aller sur { $site }
embed-gone = Cette vidéo n’est pas, ou n’est plus, en ligne.
embed-closed = Cette vidéo n’est pas ouverte à tous.
embed-broken = La vidéo ne peut pas être montrée pour l’instant.

player-no-video = Télécharger la vidéo
player-preparing = Cette vidéo est en préparation
player-preparing-left = Temps restant : { $time }
player-preparing-soon = Elle sera là bientôt. Cette page se mettra à jour toute seule.
player-reload = Recharger pour voir où elle en est
player-failed = Cette vidéo n’a pas pu être préparée
player-play = Lecture
player-pause = Pause
player-mute = Couper le son
player-unmute = Remettre le son
player-volume = Volume
player-volume-said = Volume %value% %
player-seek = Position dans la vidéo
player-time = Position
player-time-of = sur
player-captions = Sous-titres
player-captions-off = Sans sous-titres
player-speed = Vitesse
player-speed-normal = Normale
player-speed-said = Vitesse %value%
player-settings = Réglages
player-quality = Qualité
player-auto = Automatique
player-auto-now = Automatique (%value%)
player-sound-only = Son seul
player-help = Raccourcis du clavier
player-pip = Image dans l’image
player-fullscreen = Plein écran
player-fullscreen-leave = Quitter le plein écran
player-buffering = Chargement de la suite
player-will-resume = Reprendra à %value%
player-from-start = Depuis le début
player-resumed = Reprise à %value%
sharing-alone = Personne d’autre ne partage cette vidéo en ce moment.
sharing-one = 1 personne partage cette vidéo avec vous.
sharing-many = %value% personnes partagent cette vidéo avec vous.
sharing-off = Vous ne partagez pas cette vidéo.
sharing-dear = Sur cette connexion, la vidéo n’est pas partagée.
sharing-start = Partager de nouveau
sharing-stop = Ne plus partager
sharing-what = Ce que les autres voient
player-retry = Réessayer
player-error-network = La suite de la vidéo n’arrive pas. Le réseau est peut-être lent ou coupé.
player-error-media = Ce navigateur n’arrive pas à lire cette vidéo. Essayez une autre qualité, ou un autre navigateur.
player-error-missing = Le fichier de cette vidéo n’est plus là. Elle a peut-être été retirée.
player-error-offline = Vous êtes hors ligne. La lecture reprendra quand la connexion reviendra.

key-space = Espace
player-key-play = Lecture ou pause
player-key-five = Reculer ou avancer de 5 secondes
player-key-ten = Reculer ou avancer de 10 secondes
player-key-volume = Plus fort ou moins fort, quand le lecteur est choisi
player-key-mute = Couper ou remettre le son
player-key-captions = Sous-titres
player-key-speed = Moins vite ou plus vite
player-key-tenths = Aller à un dixième de la vidéo
player-key-fullscreen = Plein écran
player-key-pip = Image dans l’image
player-key-help = Cette liste
