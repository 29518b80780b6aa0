# Settings of a person and of the site; the machine's state.

settings-see-page = Voir ma page
settings-display-name = Nom affiché
settings-display-name-help = Celui que les autres voient à côté de vos vidéos.
settings-email = Adresse de courriel
settings-about-me = Présentation
settings-password = Mot de passe
settings-password-current = Mot de passe actuel
settings-password-new = Nouveau mot de passe
settings-password-help = Au moins 8 caractères. Une phrase facile à retenir convient très bien.
settings-password-change = Changer le mot de passe
settings-password-changed = Le mot de passe est changé. Vos autres appareils devront se reconnecter.
settings-saved = C’est enregistré.
settings-short = En une phrase
settings-short-help = Montrée par les moteurs de recherche et les sites qui parlent de vous.
settings-words-help = Affiché sur l’accueil et la page « À propos ». Vous pouvez écrire **en gras** et mettre des liens.
settings-language = Langue du site
settings-renditions = Qualités à préparer
settings-renditions-help = Chaque qualité demande du temps et de la place. Trois suffisent presque toujours.

admin-tasks = À faire
admin-nothing = Rien à faire : tout va bien.
admin-disk = Disque
disk-room = Il y a de la place pour { $size } de vidéos.
admin-disk-free = { $size } libres en tout. Une vidéo prend deux fois sa taille pendant sa préparation, et { $kept } restent toujours libres pour la machine.
admin-disk-used = { $used } occupés sur { $total }
admin-disk-media = Vidéos : { $size }
admin-disk-low = Le disque est presque plein.
admin-queue = File d’attente
admin-queue-waiting = { $count ->
    [0] Rien en attente
    [one] { $count } tâche en attente
   *[other] { $count } tâches en attente
}
admin-queue-running = { $count ->
    [0] Aucune tâche en cours
    [one] { $count } tâche en cours
   *[other] { $count } tâches en cours
}
admin-site = Site
admin-people = { $count ->
    [one] { $count } compte
   *[other] { $count } comptes
}
admin-uptime = En marche depuis { $time }
admin-encoder = Encodeur : { $name }
admin-failed = Tâches en échec
admin-failed-none = Aucune tâche n’a échoué.
admin-failed-some = { $count ->
    [one] { $count } tâche a échoué
   *[other] { $count } tâches ont échoué
}
admin-see = Voir
admin-attempts = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
admin-retried = La tâche recommence.
