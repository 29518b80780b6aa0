# Publishing, and looking after one's own videos.

publish-title = Publier
publish-drop = Déposez vos vidéos ici, ou choisissez-les
publish-drop-here = Déposez vos vidéos n’importe où sur la page
publish-choose-one = Choisissez une vidéo
publish-formats = Films et sons de presque tous les formats : MP4, MOV, MKV, WebM, AVI, MP3…
publish-quota = Il vous reste { $size }.
publish-limit = Un fichier peut peser jusqu’à { $size }.
publish-send = Envoyer et publier
publish-publish = Publier
publish-describe = Titre, description, qui peut la voir
publish-together = Toutes d’un coup
publish-together-help = Les titres viennent des noms des fichiers ; vous pouvez les changer ci-dessous, avant ou après.
publish-together-button = Publier ces %count% vidéos
publish-plain-wait = Laissez cette page ouverte pendant l’envoi : la suivante s’affichera quand il sera fini.
publish-keep-open = Gardez cette page ouverte pendant l’envoi.
publish-may-close = Vous pouvez fermer cette page : tout est arrivé. Ce que vous n’avez pas encore publié ne sera vu que de vous ; vous le retrouverez dans « Mes vidéos ».
publish-saved-later = C’est noté : ce sera publié ainsi dès que l’envoi sera fini.
publish-saved-now = C’est enregistré.
publish-resume = Un envoi a été interrompu. Choisissez de nouveau le même fichier pour continuer là où il s’était arrêté.
publish-resume-choose = Continuer
publish-resume-forget = Abandonner
publish-resume-sent = %sent% envoyés sur %size%
publish-unsent-one = Ce film n’était pas encore parti : choisissez-le à nouveau.
publish-unsent-other = Ces %count% films n’étaient pas encore partis : choisissez-les à nouveau.
publish-unsent-choose = Choisir
publish-unsent-forget = Ne plus le rappeler

stepper-label = Étapes
stepper-sending = Envoi
stepper-preparing = Préparation
stepper-online = En ligne

sending-queued = En attente : l’envoi commencera après celui d’avant.
sending-starting = L’envoi commence…
sending-going = %sent% sur %size% · %speed%/s · temps restant : %left%
sending-paused = En pause. %sent% sur %size% sont arrivés.
sending-offline = La connexion avec le site est coupée. L’envoi reprendra tout seul, là où il s’est arrêté, dès qu’elle reviendra.
sending-checking = Vérification de ce qui est déjà arrivé…
sending-cancelled = Envoi annulé. Rien n’a été gardé.
sending-signed-out = Vous n’êtes plus connecté. Connectez-vous dans un autre onglet, puis réessayez : l’envoi continuera.
sending-pause = Mettre en pause
sending-go-on = Continuer
sending-resume = Reprendre maintenant
sending-cancel = Annuler
sending-retry = Réessayer
sending-watch = Voir la vidéo
sending-edit = Modifier, ajouter des sous-titres

preparing-waiting = Tout est arrivé. La préparation va commencer.
preparing-going = En préparation · temps restant : %left%
preparing-soon = En préparation
preparing-ready = Elle est prête. Vous seul la voyez tant que vous n’avez pas choisi « Publier ».
preparing-done = La vidéo est en ligne.
preparing-stopped = Préparation arrêtée. La vidéo reste dans « Mes vidéos », vous seul la voyez.

film-title = Titre
film-title-help-file = Sans titre, le nom du fichier servira.
film-description = Description
film-description-help = Qui, quoi, où, quand. Une adresse ou une position comme 1:30 devient un lien.
film-tags = Étiquettes
film-tags-help = Jusqu’à cinq mots, séparés par des virgules.
film-chapters = Chapitres
film-chapters-example = 0:00 Le matin
film-chapters-help = Une ligne par chapitre : la position, puis le titre. Sans rien ici, les lignes de la description qui commencent par une position servent de chapitres.
film-channel = Chaîne
film-privacy = Qui peut la voir
film-licence-help = Ce que les autres ont le droit d’en faire.
licence-none = Tous droits réservés
choice-none = Non précisé

edit-title = Modifier la vidéo
edit-see = Voir la vidéo
edit-save = Enregistrer
edit-picture = Image
edit-picture-now = Image actuelle
edit-picture-help = JPEG, PNG ou WebP, au format 16:9 de préférence.
edit-captions = Sous-titres
edit-captions-none = Aucun sous-titre. Ils aident les personnes sourdes, et tout le monde quand le son est coupé.
edit-caption-file = Fichier VTT ou SRT
edit-caption-add = Ajouter ces sous-titres
edit-caption-delete = Supprimer les sous-titres : { $language }
edit-delete = Supprimer la vidéo
edit-delete-help = Elle disparaît tout de suite ; vous pourrez la rétablir pendant quelques jours depuis « Mes vidéos ».
edit-saved = C’est enregistré.
edit-caption-added = Les sous-titres sont ajoutés.
edit-caption-deleted = Les sous-titres sont supprimés.

mine-film = Vidéo
mine-state = État
mine-seen = Vues
mine-actions = Actions
mine-edit = Modifier
mine-edit-film = Modifier « { $title } »
mine-delete = Supprimer
mine-delete-film = Supprimer « { $title } »
mine-undelete-film = Rétablir « { $title } »
mine-erase = Effacer pour de bon
mine-erase-film = Effacer pour de bon « { $title } »
mine-erase-sure = Oui, l’effacer : elle ne reviendra pas
mine-cancel = Annuler
mine-used = { $used } occupés
mine-used-of = { $used } occupés sur { $quota }
mine-empty = Vous n’avez pas encore publié de vidéo.
mine-empty-action = Publier une vidéo
mine-deleted = Supprimées récemment
mine-deleted-notice = « { $title } » est supprimée.
mine-undeleted-notice = « { $title } » est rétablie.
mine-retried-notice = La préparation de « { $title } » recommence.
mine-cancelled-notice = La préparation de « { $title } » est annulée.
mine-published-notice = « { $title } » est bien arrivée. Elle sera en ligne après sa préparation.

state-published = En ligne
state-ready = Prête
state-sending = Envoi en cours
state-sending-help = S’il est interrompu, reprenez-le sur la page « Publier ».
state-waiting = En attente
state-waiting-before = { $count ->
    [one] { $count } vidéo passe avant
   *[other] { $count } vidéos passent avant
}
state-preparing = En préparation
state-failed = Échec
state-cancelled = Préparation arrêtée
state-alone = Vous seul la voyez
state-alone-until = Vous seul la voyez pour l’instant. Une fois prête : { $privacy }
state-deleted-until = Peut être rétablie jusqu’au { $date }
