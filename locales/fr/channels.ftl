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
