# What other servers say, and what is said to them.

error-busy = Trop de demandes à la fois. Recommencez dans un instant.
error-handle = Ce n’est pas un nom du fédivers. Il s’écrit nom@serveur.
error-signature = La signature de cette demande manque ou n’est pas bonne.
error-federation-off = Ce site ne parle pas encore à d’autres serveurs.
error-federation-activity = Ce message d’un autre serveur ne peut pas être lu.
error-federation-not-theirs = Ce message parle de ce qui est à quelqu’un d’autre.
error-federation-passed-over = Rien n’est fait de ce message ici.
error-federation-again = Ce message a déjà été entendu.
error-federation-hidden = Ce serveur ou ce compte n’est pas écouté ici.
error-net-silent-plain = Un autre serveur ne répond pas. Un nouvel essai est possible plus tard.
error-federation-nobody = Il n’y a personne à l’adresse { $url }.
error-federation-nobody-plain = Il n’y a personne à cette adresse.
error-federation-own = { $url } est de ce site, et ne peut pas être demandé ailleurs.
error-federation-own-plain = Cette adresse est de ce site, et ne peut pas être demandée ailleurs.
error-federation-gone = { $url } n’existe plus.
error-federation-gone-plain = Cela n’existe plus sur l’autre serveur.
error-federation-refused = Le serveur { $host } a refusé.
error-federation-refused-plain = L’autre serveur a refusé.
error-federation-document = Ce qui se trouve à { $url } ne peut pas être lu.
error-federation-document-plain = La réponse de l’autre serveur ne peut pas être lue.
error-federation-actor = { $url } ne dit pas clairement qui il est.
error-federation-actor-plain = L’autre serveur ne dit pas clairement qui parle.
error-federation-thread = La discussion à { $url } est trop longue pour être suivie.
error-federation-thread-plain = Cette discussion est trop longue pour être suivie.
error-net-silent = Le serveur { $host } ne répond pas. Un nouvel essai est possible plus tard.
error-net-redirects = Le serveur { $host } renvoie sans fin ailleurs.
error-net-redirects-plain = L’autre serveur renvoie sans fin ailleurs.
error-net-address = { $url } n’est pas une adresse que ce site peut demander.
error-net-address-plain = Ce n’est pas une adresse que ce site peut demander.
error-net-large = La réponse du serveur { $host } est trop longue.
error-net-large-plain = La réponse de l’autre serveur est trop longue.

job-tell = Nouvelles pour les autres serveurs
job-deliver = Envoi à un autre serveur
job-receive = Message d’un autre serveur

nav-federation = Autres serveurs
federation-off = Ce site ne parle pas à d’autres serveurs : il lui faut une adresse en https que tout Internet peut joindre (Réglages du site).
federation-moved = Les autres serveurs connaissent ce site sous l’adresse { $address }. Tant que la sienne est différente, rien n’est dit ni entendu.
federation-found = Les autres serveurs (PeerTube, Mastodon…) trouvent ce site sous le nom { $handle }, ses chaînes et ses comptes sous le leur.
federation-followers = { $count ->
    [0] Aucun serveur ne suit ce site.
    [one] Un serveur suit ce site.
   *[other] { $count } serveurs suivent ce site.
 }
federation-followers-title = Qui suit ce site
federation-waits = Souhaite suivre le site
federation-refused = Refusé
federation-reason = Raison en cas de refus (elle leur est dite)
federation-accept = Accepter
federation-accept-name = Accepter { $name }
federation-reject = Refuser
federation-reject-name = Refuser { $name }
federation-remove = Ne plus être suivi
federation-remove-name = Ne plus être suivi par { $name }
federation-forget = Laisser redemander
federation-forget-name = Laisser { $name } redemander
federation-approves = Qui souhaite suivre le site attend ma réponse
federation-signatures = Seuls les serveurs qui disent qui ils sont lisent les films, les commentaires et les listes
federation-signatures-help = Les serveurs qui ne sont pas écoutés ne lisent alors rien non plus. Les pages et les flux restent ouverts à tout le monde.
federation-save = Enregistrer
error-follower = Personne de ce nom ne suit le site ni ne souhaite le suivre.
federation-blocked = Serveurs qui ne sont pas écoutés
federation-blocked-help = Rien de ce qu’ils disent n’est gardé, et rien ne leur est envoyé. Leurs abonnements prennent fin.
federation-host = Nom du serveur
federation-block = Ne plus écouter
federation-unblock = Écouter de nouveau
federation-unblock-name = Écouter de nouveau { $name }
federation-journal = Journal
federation-journal-help = Ce qui a été dit et entendu, le plus récent d’abord, et ce qui a été refusé, avec la raison.
federation-journal-none = Rien pour l’instant.
federation-heard = De { $host }
federation-said = À { $host }
error-host = Ce n’est pas un nom de serveur. Il s’écrit comme exemple.org.
error-server-own = C’est ce site lui-même.
