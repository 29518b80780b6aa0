# Le serveur de courriel, et les lettres du site.

mail-title = Courriel
mail-why = Avec un serveur de courriel, un membre qui a oublié son mot de passe reçoit un lien, et chacun peut être prévenu par courriel. Votre fournisseur d’accès ou d’hébergement en a un : ces réponses sont dans son aide, au mot « SMTP ».
mail-off = Ce site n’envoie pas de courriel.
mail-on = Ce site envoie du courriel.
mail-choose = Choisir le serveur
mail-host = Serveur
mail-host-example = smtp.exemple.org
mail-port = Port
mail-port-help = Vide : le port habituel
mail-security = Connexion
mail-security-starttls = Chiffrée après le bonjour (STARTTLS, port 587)
mail-security-tls = Chiffrée dès le début (TLS, port 465)
mail-security-none = Non chiffrée (un serveur sur cette machine)
mail-username = Identifiant
mail-username-help = Souvent l’adresse entière. Vide si le serveur n’en demande pas.
mail-password = Mot de passe
mail-password-kept = Vide : celui d’avant est gardé
mail-from = Adresse d’envoi
mail-from-help = Celle que verront les personnes qui reçoivent un message.
mail-save = Enregistrer et envoyer un essai
mail-save-help = L’essai part à votre adresse, { $email }. Rien n’est enregistré s’il ne part pas.
mail-sent = Le serveur a pris le message d’essai : regardez s’il arrive. C’est enregistré.
mail-forget = Ne plus envoyer de courriel
mail-forgotten = Le site n’envoie plus de courriel.

lost-title = Mot de passe oublié
lost-text = Écrivez votre nom de compte ou votre adresse de courriel : vous recevrez un lien pour choisir un nouveau mot de passe.
lost-send = Recevoir un lien
lost-sent-title = Regardez votre courriel
lost-sent-text = Si ce compte existe, un message vient de partir avec un lien. Il sert une fois, pendant deux jours. Rien reçu ? Regardez dans les indésirables.
login-lost = Mot de passe oublié ?

job-mail = Envoi d’un courriel

wish-site = Sur le site
wish-mail = Par courriel

letter-end =
    { $site }
    { $address }
letter-told-text =
    { $sentence }

    { $link }

    Choisir ce que vous recevez : { $wishes }
letter-password = Un nouveau mot de passe pour { $site }
letter-password-text =
    Bonjour,

    Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le compte « { $name } ». Choisissez-le ici :

    { $link }

    Ce lien sert une fois, pendant deux jours. Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même.
letter-accepted = Votre compte sur { $site }
letter-accepted-text =
    Bonjour,

    Votre compte « { $name } » est ouvert. Vous pouvez vous connecter avec le mot de passe que vous aviez choisi :

    { $link }
letter-rejected = Votre demande de compte sur { $site }
letter-rejected-text =
    Bonjour,

    Votre demande pour le compte « { $name } » n’a pas été acceptée.
letter-trial = Message d’essai de { $site }
letter-trial-text =
    Bonjour,

    Si vous lisez ceci, le courriel du site fonctionne.

people-invite-email = Envoyer à
people-invite-email-help = Une adresse de courriel. Vide : vous recevez un lien à transmettre vous-même.
people-invited = L’invitation part par courriel.
people-asked-verified = adresse vérifiée

verify-title = Confirmer votre adresse
verify-text = Vous avez ouvert le lien envoyé par { $site }. Confirmez que cette adresse de courriel est la vôtre.
verify-do = C’est mon adresse
verify-done-title = Adresse confirmée
verify-done-text = Merci, votre adresse de courriel est confirmée.
verify-pending = Un message vient de partir à { $email } : ouvrez le lien qu’il contient et cette adresse deviendra la vôtre. D’ici là, rien ne change.
verify-missing = L’adresse { $email } n’est pas encore confirmée.
verify-again = Envoyer le message de nouveau
verify-sent = Le message est parti. Rien reçu ? Regardez dans les indésirables.

letter-verify = Confirmez votre adresse sur { $site }
letter-verify-text =
    Bonjour,

    Quelqu’un, sans doute vous, a donné cette adresse à { $site }. Confirmez-la ici :

    { $link }

    Ce lien sert pendant deux jours. Si ce n’était pas vous, il n’y a rien à faire.
letter-invited = Une invitation sur { $site }
letter-invited-text =
    Bonjour,

    Vous êtes invité à devenir membre de { $site }. Choisissez votre nom et votre mot de passe ici :

    { $link }

    Ce lien sert une fois, pendant deux semaines.

contact-text = Votre message part aux personnes qui tiennent { $site }.
contact-name = Votre nom
contact-email-help = Pour vous répondre. Elle n’est montrée à personne d’autre.
contact-subject = Sujet
contact-body = Message
contact-send = Envoyer
contact-sent = Votre message est parti. On vous répondra par courriel.
letter-contact = { $site } : { $subject }
letter-contact-text = { $name } ({ $email }) a écrit depuis le site. Répondez simplement à ce message.
