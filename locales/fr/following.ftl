# Channels that are followed, and what has been watched.

nav-subscriptions = Abonnements
nav-history = Historique
follow-do = Suivre
follow-channel = Suivre la chaîne { $name }
follow-leave = Ne plus suivre
follow-leave-channel = Ne plus suivre la chaîne { $name }
follow-count = { $count ->
    [one] { $count } personne suit cette chaîne
   *[other] { $count } personnes suivent cette chaîne
}
subscriptions-channels = { $count ->
    [one] { $count } chaîne suivie
   *[other] { $count } chaînes suivies
}
subscriptions-films = Leurs dernières vidéos
subscriptions-empty = Vous ne suivez pas encore de chaîne. Le bouton « Suivre » est sous chaque vidéo et sur la page de chaque chaîne.
subscriptions-quiet = Les chaînes que vous suivez n’ont pas encore de vidéo publique.
subscriptions-feed = Les lire dans un lecteur de flux
subscriptions-feed-help = Collez cette adresse dans votre lecteur RSS. Gardez-la pour vous : elle dit quelles chaînes vous suivez.
subscriptions-feed-address = Adresse du flux
subscriptions-feed-renew = Changer d’adresse
subscriptions-feed-renew-help = L’ancienne cesse aussitôt de fonctionner.
feed-subscriptions = Abonnements de { $name }

history-empty = Vous n’avez encore rien regardé ici.
history-off = L’historique est arrêté : ce que vous regardez n’est plus noté.
history-on-help = Ce que vous regardez est noté ici, pour vous seul, et chaque vidéo reprend là où vous l’avez laissée, sur tous vos appareils.
history-stop = Ne plus rien noter
history-start = Noter de nouveau
history-clear = Tout oublier
history-clear-sure = Oui, vider l’historique
history-remove = Retirer
history-remove-film = Retirer « { $title } » de l’historique
history-place = arrêtée à { $place } sur { $length }
history-seen = vue jusqu’au bout
history-films = Vidéos regardées

search-channels = Chaînes
search-lists = Listes
search-videos = Vidéos

nav-notifications = Notifications
nav-notifications-new = { $count ->
    [one] { $count } nouvelle notification
   *[other] { $count } nouvelles notifications
}
nav-notifications-unread = notifications non lues
notifications-none = Rien de nouveau. Ce qui arrive autour de vos vidéos et de vos chaînes sera dit ici.
notifications-read-all = Tout marquer comme lu
notifications-unread = nouveau
notifications-wishes = Choisir ce qui est dit ici
notify-new-film = Une chaîne que je suis publie une vidéo
notify-comment = Quelqu’un commente une de mes vidéos
notify-published = Une de mes vidéos est prête
notify-follower = Quelqu’un suit une de mes chaînes
notify-answer = Quelqu’un répond à mon commentaire
notify-request = Quelqu’un demande un compte
told-new-film = { $name } publie « { $title } »
told-published = Votre vidéo « { $title } » est en ligne
told-comment = { $name } a commenté « { $title } »
told-comment-held = { $name } a commenté « { $title } » : à accepter
told-answer = { $name } vous répond sous « { $title } »
told-follower = { $name } suit « { $title } »
told-request = { $name } demande un compte
told-ready = Votre vidéo « { $title } » est prête ; vous seul la voyez
told-invitation = { $name } vous invite à tenir la chaîne « { $title } »
told-invitation-accepted = { $name } tient maintenant « { $title } » avec vous
told-invitation-refused = { $name } ne souhaite pas tenir « { $title } »
told-ownership = { $name } veut vous donner la chaîne « { $title } »
told-ownership-accepted = La chaîne « { $title } » appartient maintenant à { $name }
told-ownership-refused = { $name } ne souhaite pas recevoir la chaîne « { $title } »
notify-report = Quelque chose est signalé
notify-report-decided = La suite donnée à un de mes signalements
notify-report-answered = Un message à propos d’un signalement
told-report = { $name } signale « { $title } »
told-report-answered = Un message à propos du signalement de « { $title } »
told-report-accepted = Votre signalement de « { $title } » est accepté
told-report-rejected = Votre signalement de « { $title } » n’est pas retenu
told-report-reopened = Votre signalement de « { $title } » est examiné à nouveau
notify-blocked = L’équipe du site bloque ou débloque une de mes vidéos
told-blocked = Votre vidéo « { $title } » est bloquée par l’équipe du site
told-unblocked = Votre vidéo « { $title } » n’est plus bloquée

nav-comments = Commentaires
all-comments-mine = Commentaires sous mes vidéos
all-comments-site = Commentaires du site
all-comments-which = Quels commentaires
all-comments-held = À accepter
all-comments-all = Tous
all-comments-none = Personne n’a encore rien dit.
all-comments-none-held = Rien n’attend votre réponse.
all-comments-held-count = { $count ->
    [one] { $count } commentaire attend
   *[other] { $count } commentaires attendent
}
all-comments-under = sous
all-comments-approve-of = Accepter le commentaire de { $name } sous « { $title } »
all-comments-delete-of = Supprimer le commentaire de { $name } sous « { $title } »
all-comments-delete-mine = Supprimer tout ce que { $name } a écrit sous mes vidéos
all-comments-delete-site = Supprimer tout ce que { $name } a écrit sur ce site
all-comments-approve-all = Accepter tout ce qui est sur cette page
told-film-offered = { $name } veut vous donner la vidéo « { $title } »
told-film-accepted = La vidéo « { $title } » appartient maintenant à { $name }
told-film-refused = { $name } ne souhaite pas recevoir la vidéo « { $title } »
