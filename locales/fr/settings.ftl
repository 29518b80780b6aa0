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
admin-dismiss = Ranger
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
two-factor = Connexion en deux étapes
two-factor-help = Après le mot de passe, le site demande un code que montre une application de votre téléphone. Un mot de passe volé ne suffit plus.
two-factor-is-on = La connexion en deux étapes est activée.
two-factor-begin = Activer la connexion en deux étapes
two-factor-change = Codes de secours et désactivation
two-factor-scan = Avec une application de codes, comme Aegis, FreeOTP ou 2FAS, visez cette image :
two-factor-picture = Image à viser avec l’application de codes
two-factor-type = Ou recopiez cette clé dans l’application :
two-factor-first-code = Code que l’application montre
two-factor-switch-on = Activer
two-factor-switch-off = Désactiver la connexion en deux étapes
recovery-codes = Codes de secours
recovery-codes-help = Notez-les sur papier : si vous perdez votre téléphone, chacun remplace un code, une seule fois. Ils ne seront plus montrés.
recovery-codes-kept = C’est noté
recovery-codes-new = Faire de nouveaux codes de secours
recovery-codes-new-help = Les anciens codes de secours ne vaudront plus rien.
recovery-codes-left = { $count ->
    [0] Il ne vous reste aucun code de secours.
    [one] Il vous reste { $count } code de secours.
   *[other] Il vous reste { $count } codes de secours.
}
sessions = Appareils connectés
sessions-help = Là où votre compte est ouvert. Si vous ne reconnaissez pas un appareil, déconnectez-le et changez votre mot de passe.
session-unknown = Appareil inconnu
session-application = application
session-since = Depuis le { $date }
session-used = utilisé le { $date }
session-this = cet appareil
session-end = Déconnecter
sessions-end-others = Déconnecter tous les autres

settings-sensitive = Vidéos sensibles
settings-sensitive-help = Pour les visiteurs, et pour les membres qui n’ont rien choisi d’autre.
settings-shares = Les spectateurs se partagent les vidéos
settings-shares-help = Quand plusieurs personnes regardent la même vidéo, leurs navigateurs s’en échangent des morceaux, et la ligne du site en porte moins. Chacun peut refuser. La page « À propos » dit ce que les autres voient.
account-shares = Partager les vidéos que je regarde
account-shares-help = Votre navigateur en transmet des morceaux à ceux qui regardent la même vidéo.
settings-sensitive-site = Comme le site le propose
settings-address = Adresse du site
settings-address-help = Choisie à la mise en route ; elle ne change plus ici, car les liens déjà partagés la contiennent.
settings-sensitive-kind = Et pour : { $kind }
settings-sensitive-same = Comme pour les autres
