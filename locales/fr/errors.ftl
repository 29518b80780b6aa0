# What happened, and what to do next. The figures of a message may be missing; then its -plain form is spoken.

error-internal = Quelque chose s’est cassé de notre côté. Réessayez ; si cela recommence, prévenez l’administrateur du site.
error-disk-full = Le disque est plein : il faut { BYTES($needed) } et il reste { BYTES($free) }. Supprimez des vidéos ou ajoutez un disque, puis recommencez.
error-disk-full-plain = Le disque est plein. Supprimez des vidéos ou ajoutez un disque, puis recommencez.
error-field-too-long = Ce qui a été envoyé est trop long : la limite est de { BYTES($limit) }. Raccourcissez le texte.
error-field-too-long-plain = Ce qui a été envoyé est trop long. Raccourcissez le texte.
error-not-found = Cette page ou cette vidéo n’existe pas, ou n’existe plus. Vérifiez l’adresse.
error-forbidden = Vous n’avez pas le droit de faire cela avec ce compte. Demandez à l’administrateur du site.
error-unauthorized = Connectez-vous d’abord, puis recommencez.
error-too-many = Trop d’essais en peu de temps. Attendez { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, puis recommencez.
error-too-many-plain = Trop d’essais en peu de temps. Attendez quelques minutes, puis recommencez.
error-quota = Ce fichier dépasse la place qui vous est réservée : il vous reste { BYTES($left) }. Supprimez une vidéo, ou demandez plus de place à l’administrateur.
error-quota-plain = Ce fichier dépasse la place qui vous est réservée. Supprimez une vidéo, ou demandez plus de place à l’administrateur.
error-too-large = Ce fichier est trop grand : la limite est de { BYTES($limit) }. Choisissez un fichier plus petit.
error-too-large-plain = Ce fichier est trop grand. Choisissez un fichier plus petit.
error-upload-busy = Ce fichier est déjà en cours d’envoi dans une autre fenêtre. Fermez-la, puis continuez ici.
error-upload-range = Les morceaux du fichier ne se suivent pas. L’envoi reprendra là où le serveur s’est arrêté.
error-upload-gone = Cet envoi n’existe plus : il a été annulé, ou il est resté trop longtemps sans nouvelles. Recommencez l’envoi.
error-title-length = Le titre doit avoir entre 3 et 120 caractères.
error-file-empty = Ce fichier est vide. Choisissez-en un autre.
error-file-not-media = Ce fichier n’est ni une vidéo ni un son. Choisissez un film (MP4, MKV, MOV, WebM, AVI…) ou un enregistrement.
error-file-damaged = Ce fichier est abîmé et ne peut pas être lu jusqu’au bout. Copiez-le de nouveau depuis l’appareil, puis renvoyez-le.
error-file-no-decoder = Ce format n’est pas lu par cette machine. Enregistrez le film en MP4 (H.264), puis renvoyez-le.
error-worker-crashed = La préparation s’est arrêtée brusquement. Essayez encore ; si cela recommence, le fichier est sans doute abîmé.
error-worker-timeout = La préparation n’avançait plus et a été arrêtée. Essayez encore ; si cela recommence, le fichier est sans doute abîmé.
error-worker-memory = La préparation demandait plus de mémoire que cette machine n’en a. Renvoyez le film dans une qualité plus basse.
error-worker-refused = La préparation n’a pas démarré, parce que ses protections n’étaient pas toutes en place. L’administrateur du site trouvera la cause sur la page de l’état de la machine.
error-cancelled = La préparation a été annulée. Vous pouvez la relancer.
error-picture = Cette image ne peut pas être lue. Choisissez une image JPEG, PNG ou WebP de taille raisonnable.
error-caption = Ces sous-titres ne peuvent pas être lus. Choisissez un fichier VTT ou SRT.
error-chapter = Cette ligne n’est pas un chapitre : « { $line } ». Écrivez une position et un titre, par exemple : 1:30 Le jardin.
error-chapter-plain = Une ligne n’est pas un chapitre. Écrivez une position et un titre, par exemple : 1:30 Le jardin.
error-chapter-twice = Deux chapitres commencent à { $time }. Donnez à chacun sa position.
error-chapter-twice-plain = Deux chapitres commencent au même moment. Donnez à chacun sa position.
error-chapters = Il y a trop de chapitres. Le maximum est de { $maximum }.
error-chapters-plain = Il y a trop de chapitres. Supprimez-en quelques-uns.
error-password-short = Ce mot de passe est trop court : il faut au moins 8 caractères.
error-username = Ce nom de compte ne convient pas : des lettres minuscules, des chiffres, points ou tirets bas, de 1 à 50 caractères.
error-email = Cette adresse de courriel ne semble pas juste. Exemple : nom@exemple.org
error-setup-code = Ce n’est pas le bon code. Il est affiché là où Lucarne a été démarré.
error-login = Le nom ou le mot de passe ne correspond pas. Vérifiez les majuscules, puis réessayez.
error-csrf = Cette page était ouverte depuis trop longtemps. Rechargez-la, puis recommencez.
error-conflict = Cela vient d’être changé ailleurs. Rechargez la page pour voir où en sont les choses.
error-unsupported = Ce type de contenu n’est pas pris en charge ici.
error-unavailable = Ce n’est pas possible pour l’instant. Réessayez dans quelques minutes.

# What the server refuses.
error-account-taken = Ce nom ou cette adresse appartient déjà à quelqu’un. Choisissez-en un autre.
error-category = Cette catégorie n’existe pas. Choisissez-en une dans la liste.
error-channel = Cette chaîne n’existe pas ou n’est pas la vôtre. Choisissez-en une dans la liste.
error-channel-handle = Ce nom de chaîne ne convient pas : des lettres minuscules, des chiffres, points, tirets, de 1 à 50 caractères.
error-client = Cette application ne s’est pas présentée comme il faut. Mettez-la à jour, puis reconnectez-la.
error-connection = La connexion s’est interrompue. Ce qui est arrivé est gardé ; continuez quand la ligne revient.
error-date = Cette date n’est pas lisible. Exemple : 2026-11-22.
error-display-name = Ce nom ne convient pas : de 1 à 120 caractères, sur une seule ligne.
error-file-ending = Ce type de fichier n’est pas accepté. Choisissez un film (MP4, MKV, MOV, WebM, AVI…) ou un enregistrement (MP3, WAV…).
error-file-missing = Il manque le fichier. Choisissez un film, puis recommencez.
error-form = Ce formulaire est arrivé incomplet. Recommencez.
error-grant = Cette façon de se connecter n’existe pas ici.
error-json = Cette demande n’est pas écrite comme il faut (JSON).
error-language = Cette langue n’existe pas dans la liste.
error-licence = Cette licence n’existe pas dans la liste.
error-oembed-address = Cette adresse n’est pas celle d’une vidéo de ce site.
error-oembed-format = Seul le format JSON est proposé ici.
error-original-gone = Le fichier d’origine n’est plus là. Envoyez le film de nouveau.
error-parameter = Le paramètre « { $name } » n’a pas une valeur acceptée.
error-password-wrong = Le mot de passe actuel n’est pas le bon.
error-playlist-id = Cette adresse ne désigne aucune liste. Vérifiez le lien.
error-playlist-not-found = Cette liste n’existe pas, ou n’est pas visible pour vous.
error-playlist-channel = Une liste publique a besoin d’une chaîne. Choisissez-en une, ou gardez la liste privée.
error-playlist-watch-later = La liste « À regarder plus tard » ne peut être ni renommée, ni supprimée.
error-playlist-part = La fin doit venir après le début. Exemple : de 0:30 à 2:15.
error-playlist-position = Cette place n’existe pas dans la liste. Elle a { $maximum ->
    [one] { $maximum } place
   *[other] { $maximum } places
}.
error-playlist-position-plain = Cette place n’existe pas dans la liste.
error-playlist-full = Cette liste est pleine. Le maximum est de { $maximum }.
error-playlist-full-plain = Cette liste est pleine. Commencez-en une autre.
error-playlists-many = Vous avez trop de listes. Le maximum est de { $maximum }.
error-playlists-many-plain = Vous avez trop de listes. Supprimez-en quelques-unes.
error-privacy = Ce choix de visibilité n’existe pas.
error-resolutions = Gardez au moins une qualité dans la liste.
error-set-up-already = Le site est déjà installé. Connectez-vous.
error-setup-locked = Trop de codes faux. Redémarrez Lucarne : il affichera un nouveau code.
error-setup-unfinished = Il reste une question sans réponse. Revenez au début de l’installation.
error-site-name = Le nom du site doit avoir entre 1 et 120 caractères.
error-site-url = Cette adresse n’est pas celle d’un site. Exemple : http://lucarne.local
error-tags = Cinq étiquettes au plus, de 2 à 30 caractères chacune, séparées par des virgules.
error-text-long = Ce texte est trop long. Raccourcissez-le, puis enregistrez.
error-token = Vous n’êtes plus connecté. Connectez-vous de nouveau.
error-upload-length = La longueur du fichier n’a pas été annoncée. Recommencez l’envoi.
error-video-id = Cette adresse ne désigne aucune vidéo. Vérifiez le lien.
error-video-not-found = Cette vidéo n’existe pas, ou n’est pas visible pour vous.
