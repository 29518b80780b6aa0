# Les amis : d’autres sites dont les vidéos sont montrées ici.

nav-friends = Sites amis
friends-help = Les vidéos des sites amis se trouvent sous « Chez nos amis » et dans la recherche. Elles restent chez eux et sont lues depuis là-bas.
friends-none = Ce site n’a pas encore d’amis. Rencontrez-en un, ou envoyez une invitation.
friends-new = Rencontrer un site
friends-name = Nom du site, son adresse, ou l’invitation reçue
friends-name-help = Par exemple tube.exemple.org. Un site PeerTube convient aussi. Avec une invitation, l’autre site vous suit en retour.
friends-meet = Voir ce site
friends-mutual = Amis : chacun montre les vidéos de l’autre
friends-followed = Ses vidéos sont montrées ici
friends-follower = Il montre nos vidéos
friends-asked = N’a pas encore répondu
friends-refused = A refusé
friends-paused = en pause
friends-silent = Ne répond pas
friends-silent-help = Ce site ne répond pas depuis quelque temps. Les messages pour lui attendent, et partent quand il répond de nouveau.
friends-brings = { $count ->
    [0] Aucune vidéo ici
    [one] Une vidéo ici
   *[other] { $count } vidéos ici
 }
friends-watched = { $count ->
    [0] pas regardée cette semaine
    [one] une vue ici cette semaine
   *[other] { $count } vues ici cette semaine
 }
friends-said = { $count ->
    [0] aucun commentaire de chez lui
    [one] un commentaire de chez lui
   *[other] { $count } commentaires de chez lui
 }
friends-liked = { $count ->
    [0] aucun « j’aime » de chez lui
    [one] un « j’aime » de chez lui
   *[other] { $count } « j’aime » de chez lui
 }
friends-it-brings = Ce qu’il apporte
friends-it-takes = Ce qu’il fait de nos vidéos
friends-since = depuis le { $date }
friends-return = Montrer aussi ses vidéos
friends-return-name = Montrer aussi les vidéos de { $host }
friends-about = Ce qu’il dit de lui
friends-their-terms = Ses conditions
friends-before = Choisissez ce qui sera montré ici ; vous pourrez le changer à tout moment.
friends-before-invited = Votre invitation sera présentée : l’autre site montrera aussi vos vidéos.
friends-become = Devenir amis
friends-not = Pas maintenant
friends-takes = Ce qui est pris de ce site
friends-takes-help = Sans choix, tout est pris.
friends-sensitive = Ses vidéos sensibles aussi
friends-comments = Les commentaires sous ses vidéos
friends-comments-help = Ceux qui ont été écrits chez lui et ailleurs.
friends-save = Enregistrer
friends-end = Faire une pause ou se quitter
friends-pause = Faire une pause
friends-resume = Reprendre
friends-pause-help = Pendant une pause rien de nouveau n’arrive ; ce qui est là reste.
friends-leave = Ne plus être amis
friends-leave-help = Ses vidéos disparaissent d’ici, avec ce que vos membres en ont dit ici. Chez lui tout reste.
friends-leave-sure = Ne plus être amis
friends-invite = Inviter un site
friends-invite-help = Un lien que vous envoyez à la personne qui tient l’autre site. Quand elle l’utilise, vos deux sites deviennent amis. Il sert une fois, pendant trente jours.
friends-invite-note = Pour qui (facultatif)
friends-invite-make = Préparer une invitation
friends-invitation-made = L’invitation est prête. Copiez le lien maintenant : il n’est montré qu’une fois.
friends-journal = Journal des échanges, serveurs qui ne sont pas écoutés
notice-friend-asked = La demande est partie. Les vidéos arrivent dès que l’autre site a répondu.
notice-friend-left = Vous n’êtes plus amis.
error-friend-name = Ce n’est ni un nom de site ni une invitation. Un nom s’écrit comme tube.exemple.org.
error-friend-other = { $host } répond, mais ce n’est ni un site Lucarne ni un site PeerTube.
error-friend-other-plain = Ce site n’est ni un site Lucarne ni un site PeerTube.
friend-invited-title = Une invitation
friend-invited = { $site } propose à votre site d’être amis : chacun montrera les vidéos de l’autre. Sur votre site, ouvrez « Sites amis » et collez-y ce lien.
friend-invited-link = Le lien de l’invitation
friend-invited-over = Cette invitation a déjà servi, ou elle est passée. Demandez-en une autre.
