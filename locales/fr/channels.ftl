# Looking after one's own channels.

channels-count = { $count } sur { $maximum }
channels-help = Une chaîne rassemble les vidéos d’un même sujet ou d’un même groupe. Elle a son nom, son image et sa page.
channels-full = Vous avez { $maximum } chaînes, le maximum. Pour en ouvrir une autre, supprimez-en une.

channel-new = Ouvrir une chaîne
channel-new-help = Un nom suffit ; le reste peut venir plus tard.
channel-open = Ouvrir cette chaîne
channel-edit = Modifier la chaîne
channel-see = Voir la chaîne
channel-name = Nom de la chaîne
channel-name-help = Celui que les autres voient à côté des vidéos, par exemple : La chorale.
channel-handle = Nom dans l’adresse
channel-handle-help = Des lettres minuscules sans accent, des chiffres, points ou tirets bas. Il ne pourra pas changer. Suivi de @{ $host }, c’est l’adresse de la chaîne dans le fédivers.
channel-description-help = De quoi parle cette chaîne. Vous pouvez écrire **en gras** et mettre des liens.
channel-support = Comment soutenir
channel-support-help = Adhésion, dons, coup de main : affiché sous « Soutenir », sur la page de la chaîne et de ses vidéos.
channel-banner = Bandeau
channel-banner-help = JPEG, PNG ou WebP, très large : six fois plus large que haut de préférence.
picture-square-help = JPEG, PNG ou WebP, carrée de préférence.
picture-remove = Retirer cette image

channel-delete = Supprimer la chaîne
channel-delete-title = Supprimer « { $name } » ?
channel-delete-films = { $count ->
    [0] Cette chaîne n’a pas de vidéo. Sa page, son image et sa description disparaîtront tout de suite.
    [one] La chaîne et sa vidéo disparaîtront tout de suite, pour tout le monde.
   *[other] La chaîne et ses { $count } vidéos disparaîtront tout de suite, pour tout le monde.
}
channel-delete-undo = Pendant sept jours, vous pourrez la rétablir depuis « Mes chaînes », avec les vidéos qui partent avec elle. Ensuite, tout sera effacé pour de bon.
channel-delete-name = Pour confirmer, recopiez son nom dans l’adresse : { $handle }
channel-keep = La garder

followers-title = Abonnées et abonnés
followers-count = { $count ->
    [one] { $count } abonnement
   *[other] { $count } abonnements
}
followers-none = Personne ne suit encore cette chaîne.
followers-since = depuis le { $date }

team-title = Qui tient cette chaîne
team-short = Équipe
team-of = Qui tient « { $title } »
team-help = Les personnes qui tiennent la chaîne y publient des vidéos, les modifient, les suppriment et s’occupent des commentaires. Seule la personne à qui elle appartient peut la supprimer, la donner et choisir qui la tient.
team-owner = la chaîne lui appartient
team-keeper = tient la chaîne
team-pending = n’a pas encore répondu
team-leave = Ne plus tenir cette chaîne
team-remove = Retirer
team-withdraw = Retirer l’invitation
team-manage = Inviter, retirer, donner la chaîne
team-see = Voir l’équipe et ce qui s’est fait
team-invite-title = Inviter quelqu’un
team-invite-name = Nom du compte
team-invite-help = Le nom avec lequel la personne se connecte ici. Elle pourra accepter ou refuser.
team-invite = Inviter
activity-title = Ce qui s’est fait
activity-none = Rien pour l’instant.
activity-somebody = Quelqu’un
activity-video-sent = { $name } a envoyé « { $title } »
activity-video-changed = { $name } a modifié « { $title } »
activity-video-deleted = { $name } a supprimé « { $title } »
activity-captions = { $name } a changé les sous-titres de « { $title } »
activity-chapters = { $name } a changé les chapitres de « { $title } »
activity-passwords = { $name } a changé les mots de passe de « { $title } »
activity-video-left = { $name } a déplacé « { $title } » vers une autre chaîne
activity-video-entered = { $name } a déplacé ici « { $title } »
activity-list-made = { $name } a créé la liste « { $title } »
activity-list-changed = { $name } a modifié la liste « { $title } »
activity-list-films = { $name } a changé les vidéos de la liste « { $title } »
activity-list-deleted = { $name } a supprimé la liste « { $title } »
activity-channel-changed = { $name } a modifié la chaîne
activity-offered = { $name } propose la chaîne à { $title }
activity-taken = La chaîne appartient maintenant à { $title }
activity-refused = { $title } ne souhaite pas recevoir la chaîne
activity-withdrawn = { $name } ne propose plus la chaîne à { $title }
give-title = Donner la chaîne
give-help = La chaîne passe à quelqu’un d’autre avec ses vidéos, ses listes et celles et ceux qui la suivent.
give-last = C’est la seule chaîne de ce compte : elle ne peut pas être donnée. Ouvrez-en une autre d’abord.
give-start = Donner la chaîne à quelqu’un
give-offered = Vous proposez cette chaîne à { $name }, qui n’a pas encore répondu.
give-withdraw = Retirer la proposition
give-heading = Donner « { $name } » ?
give-films = { $count ->
    [0] Cette chaîne n’a pas de vidéo.
    [one] La chaîne part avec sa vidéo et ses listes.
   *[other] La chaîne part avec ses { $count } vidéos et ses listes.
}
give-sure = Rien ne change tant que l’autre personne n’a pas accepté. Ensuite, la chaîne ne vous appartient plus : vous ne pourrez plus la modifier, ni la reprendre. La place qu’elle occupe comptera pour l’autre personne.
give-next = À qui la donner : nom du compte
give-send = Proposer la chaîne
asked-title = On vous propose
asked-accept = Accepter
asked-decline = Refuser
channels-shared = Chaînes que vous tenez avec d’autres
channel-owned-by = chaîne de { $name }
channel-shared = { $title } (chaîne de { $name })
activity-video-offered = { $name } propose « { $title } » à quelqu’un d’autre
activity-video-taken = « { $title } » a été donnée à quelqu’un d’autre
activity-video-refused = « { $title } » n’a pas été acceptée par la personne à qui elle était proposée
activity-video-withdrawn = { $name } ne propose plus « { $title } »
give-film-title = Donner la vidéo
give-film-help = La vidéo passe à quelqu’un d’autre, avec ses commentaires et ses vues. L’autre personne doit l’accepter.
give-film-start = Donner la vidéo à quelqu’un
give-film-offered = Vous proposez cette vidéo à { $name }, qui n’a pas encore répondu.
give-film-sure = Rien ne change tant que l’autre personne n’a pas accepté. Ensuite, la vidéo ne vous appartient plus : vous ne pourrez plus la modifier, ni la reprendre. La place qu’elle occupe comptera pour l’autre personne.
give-film-send = Proposer la vidéo
notice-give-film-taken = C’est fait : la vidéo est à vous.
notice-give-film-refused = C’est noté : vous ne recevez pas cette vidéo.
