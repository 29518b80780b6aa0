# Members: who they are, how they come in.

nav-people = Membres
role-administrator = Administration
role-moderator = Modération
role-member = Membre
people-search = Chercher un nom ou une adresse
people-none = Personne ne porte ce nom.
people-blocked = Accès coupé
people-asking = Demandes de compte
people-accept = Accepter
people-accept-name = Accepter { $name }
people-reject = Refuser
people-reject-name = Refuser { $name }
people-role = Rôle
people-role-help = La modération veille sur les membres, les commentaires, les chaînes et toutes les vidéos, même privées. L’administration peut tout changer.
people-invite = Inviter quelqu’un
people-invite-help = Un lien d’invitation sert une seule fois, pendant deux semaines. Envoyez-le comme vous voulez : par courriel, par message, sur un papier.
people-invite-note = Pour qui ?
people-invite-note-help = Pour vous en souvenir : seules les personnes qui tiennent le site le voient.
people-invite-make = Créer le lien
people-invitations = Invitations en attente
people-invitation-plain = Invitation
people-invitation-until = jusqu’au { $date }
people-withdraw = Retirer
people-link-invitation = Voici le lien. Il n’est montré qu’une fois : copiez-le maintenant.
people-link-invitation-for = Voici le lien pour { $name }. Il n’est montré qu’une fois : copiez-le maintenant.
people-link-password = Avec ce lien, { $name } choisira un nouveau mot de passe. Il sert une fois, pendant deux jours, et n’est montré que maintenant.
people-requests = Demandes de compte
people-requests-on = Tout le monde peut demander un compte ; vous décidez.
people-requests-off = Personne ne peut demander un compte : on devient membre sur invitation.
people-requests-page = Voir la page de demande
people-requests-open = Accepter les demandes
people-requests-close = Fermer les demandes
people-tasks = { $count ->
    [one] Une personne demande un compte.
   *[other] { $count } personnes demandent un compte.
}

person-last-login = dernière connexion le { $date }
person-never = ne s’est pas encore connecté
person-quota = Place pour ses vidéos, en Go
person-quota-help = { $used } occupés. Laissez vide pour ne pas mettre de limite.
person-password = Créer un lien pour un nouveau mot de passe
person-password-help = Si le mot de passe est oublié : envoyez-lui ce lien.
person-out = Couper l’accès
person-block-help = La personne est déconnectée partout et ne peut plus entrer. Ses vidéos restent en ligne.
person-block-reason = Raison (seules les personnes qui tiennent le site la voient)
person-block = Couper l’accès
person-unblock = Rendre l’accès
person-is-blocked = L’accès de cette personne est coupé.
person-delete = Supprimer ce compte
person-delete-help = Ses vidéos, ses chaînes, ses listes et ses commentaires sont effacés pour de bon, tout de suite. Rien ne pourra être rétabli.
person-delete-sure = Oui, supprimer { $name } et toutes ses vidéos
account-delete = Supprimer mon compte
account-delete-help = Vos vidéos, vos chaînes, vos listes et vos commentaires sont effacés pour de bon, tout de suite. Rien ne pourra être rétabli.
account-delete-password = Votre mot de passe, pour être sûr que c’est vous
account-delete-sure = Supprimer mon compte et toutes mes vidéos

join-title = Bienvenue sur { $site }
join-text = Vous êtes invité à devenir membre. Choisissez un nom et un mot de passe, et c’est fait.
join-do = Devenir membre
join-ask-title = Demander un compte
join-ask-text = Les personnes qui tiennent ce site liront votre demande. Une fois acceptée, vous entrerez avec le mot de passe que vous choisissez ici.
join-reason = Quelques mots sur vous
join-reason-help = Qui êtes-vous, et qu’aimeriez-vous publier ?
join-ask = Envoyer la demande
join-sent-title = Votre demande est envoyée
join-sent-text = Revenez dans quelques jours et connectez-vous comme { $name } : vous saurez si elle est acceptée.
join-password-title = Nouveau mot de passe
join-password-text = Choisissez un nouveau mot de passe pour le compte { $name }. Vous serez déconnecté des autres appareils.
login-ask = Pas encore membre ?
login-ask-link = Demander un compte
notice-member-deleted = Le compte est supprimé, avec tout ce qui en venait.
notice-joined = Bienvenue ! Vous êtes membre.
notice-account-deleted = Votre compte est supprimé, avec tout ce qui en venait.
person-two-factor-help = Si cette personne a perdu son téléphone et ses codes de secours. Assurez-vous d’abord que c’est bien elle.

# Signaler ce qui ne devrait pas être là
nav-reports = Signalements
report-title = Signaler
report-one = Signalement
report-this = Signaler
report-this-video = Signaler cette vidéo
report-comment-of = Signaler le commentaire de { $name }
report-of-video = La vidéo « { $name } »
report-of-comment = Un commentaire sous « { $name } »
report-of-account = Le compte { $name }
report-help = L’équipe du site lira votre message. La personne concernée ne saura pas qu’il vient de vous.
report-reasons = De quoi s’agit-il ?
report-violent = Violence ou images choquantes
report-hateful = Haine, harcèlement ou insultes
report-spam = Publicité ou tromperie
report-privacy = Vie privée de quelqu’un
report-rights = Droits d’auteur ou droit à l’image
report-rules = Contraire aux règles de ce site
report-thumbnail = La vignette
report-captions = Les sous-titres
report-reason = Ce qui ne va pas
report-reason-help = Quelques phrases suffisent.
report-from = À partir de
report-to = Jusqu’à
report-part-help = Minutes et secondes, si un passage seulement est en cause.
report-send = Envoyer le signalement
notice-reported = Le signalement est envoyé. Vous trouverez ici la réponse de l’équipe.
report-pending = En attente
report-accepted = Accepté
report-rejected = Non retenu
report-accept = Accepter
report-reject = Ne pas retenir
report-reopen = Remettre en attente
reports-states = Quels signalements
reports-all = Tous
reports-none = Rien à signaler ici.
reports-mine = Mes signalements
reports-mine-link = Voir ce que vous avez signalé, et les réponses
reports-mine-none = Vous n’avez rien signalé.
report-gone = quelqu’un qui est parti
report-by = signalé par { $name }
report-look = Voir
report-is-gone = Cela n’est plus en ligne.
report-whose = Auteur
report-member = Le membre
report-decide = Décider
report-note = Note pour l’équipe
report-note-help = L’autre personne ne la voit pas.
report-note-save = Garder la note
report-exchange = Messages
report-exchange-kept = Entre l’équipe et qui a signalé. Votre nom n’est pas montré.
report-exchange-mine = Entre vous et l’équipe du site.
report-team = L’équipe
report-message = Votre message
report-messages = { $count ->
    [one] un message
   *[other] { $count } messages
 }
report-count = { $count ->
    [one] un signalement
   *[other] { $count } signalements
 }

mute-do = Masquer
mute-account = Masquer ce compte
mute-name = Masquer { $name }
mute-help = Vous ne verrez plus ses vidéos dans les listes, ni ses commentaires. Personne d’autre ne le saura.
mute-sure = Oui, masquer { $name }
mute-undo = Ne plus masquer
mute-undo-name = Ne plus masquer { $name }
mute-is-on = Vous avez masqué ce compte : ses vidéos et ses commentaires ne vous sont pas montrés.
muted-title = Comptes masqués
muted-help = Leurs vidéos n’apparaissent pas dans vos listes, ni leurs commentaires, ni ce que vous en apprendriez. Ces personnes ne le savent pas.
muted-none = Vous n’avez masqué personne. Le bouton « Masquer » est sur la page de chaque compte et sous chaque commentaire.
muted-link = Voir les comptes que vous avez masqués
muted-since = depuis le { $date }
notice-muted = C’est fait : ce compte est masqué pour vous.
notice-unmuted = C’est fait : ce compte n’est plus masqué.
people-muted = Masqué pour tout le monde
person-mute-title = Masquer pour tout le monde
person-mute-help = Plus personne ne voit ses vidéos dans les listes, ni ses commentaires. La personne, elle, voit tout comme avant.
person-mute = Masquer pour tout le monde
person-mute-is-on = Ce compte est masqué pour tout le monde, sauf pour la personne elle-même.

block-title = Vidéo bloquée
block-do = Bloquer cette vidéo
block-help = Plus personne ne la verra, sauf la personne qui l’a publiée et l’équipe du site. Rien n’est effacé ; elle pourra être débloquée.
block-reason = Raison
block-reason-help = La personne qui l’a publiée la lira. Peut rester vide.
block-is = Cette vidéo est bloquée : seules la personne qui l’a publiée et l’équipe du site la voient.
block-because = L’équipe dit pourquoi :
block-explain = Garder cette raison
block-lift = Débloquer
block-lift-film = Débloquer « { $title } »
blocked-title = Vidéos bloquées
blocked-help = Personne ne les voit, sauf celles et ceux qui les ont publiées et l’équipe du site. Une vidéo se bloque depuis sa page.
blocked-none = Aucune vidéo n’est bloquée.
