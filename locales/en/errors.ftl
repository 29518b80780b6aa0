# What happened, and what to do next. The figures of a message may be missing; then its -plain form is spoken.

error-internal = Something broke on our side. Try again; if it happens again, tell the administrator of the site.
error-disk-full = The disk is full: { BYTES($needed) } are needed and { BYTES($free) } are left. Delete some videos or attach a drive, then try again.
error-disk-full-plain = The disk is full. Delete some videos or attach a drive, then try again.
error-field-too-long = What was sent is too long: the limit is { BYTES($limit) }. Shorten the text.
error-field-too-long-plain = What was sent is too long. Shorten the text.
error-not-found = This page or video does not exist, or not any more. Check the address.
error-forbidden = This account may not do that. Ask the administrator of the site.
error-unauthorized = Sign in first, then try again.
error-too-many = Too many attempts in a short time. Wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, then try again.
error-too-many-plain = Too many attempts in a short time. Wait a few minutes, then try again.
error-quota = This file is larger than the space reserved for you: { BYTES($left) } are left. Delete a video, or ask the administrator for more space.
error-quota-plain = This file is larger than the space reserved for you. Delete a video, or ask the administrator for more space.
error-too-large = This file is too large: the limit is { BYTES($limit) }. Choose a smaller file.
error-too-large-plain = This file is too large. Choose a smaller file.
error-upload-busy = This file is already being sent from another window. Close it, then continue here.
error-upload-range = The pieces of the file do not follow each other. Sending will go on from where the server stopped.
error-upload-gone = This upload no longer exists: it was cancelled, or nothing was heard of it for too long. Send the file again.
error-title-length = The title must have between 3 and 120 characters.
error-file-empty = This file is empty. Choose another one.
error-file-not-media = This file is neither a video nor a sound. Choose a film (MP4, MKV, MOV, WebM, AVI…) or a recording.
error-file-damaged = This file is damaged and cannot be read to its end. Copy it from the device again, then send it again.
error-file-no-decoder = This machine cannot read this format. Save the film as MP4 (H.264), then send it again.
error-worker-crashed = The preparation stopped suddenly. Try again; if it happens again, the file is probably damaged.
error-worker-timeout = The preparation made no progress and was stopped. Try again; if it happens again, the file is probably damaged.
error-worker-memory = The preparation needed more memory than this machine has. Send the film again in a smaller definition.
error-worker-refused = The preparation did not start, because not all of its protections were in place. The administrator of the site will find the cause on the machine status page.
error-cancelled = The preparation was cancelled. You can start it again.
error-picture = This picture cannot be read. Choose a JPEG, PNG or WebP picture of a reasonable size.
error-caption = These subtitles cannot be read. Choose a VTT or SRT file.
error-chapter = This line is no chapter: “{ $line }”. Write a position and a title, for example: 1:30 The garden.
error-chapter-plain = A line is no chapter. Write a position and a title, for example: 1:30 The garden.
error-chapter-twice = Two chapters begin at { $time }. Give each its own position.
error-chapter-twice-plain = Two chapters begin at the same moment. Give each its own position.
error-chapters = There are too many chapters. The most is { $maximum }.
error-chapters-plain = There are too many chapters. Take some out.
error-password-short = This password is too short: it needs at least 8 characters.
error-username = This account name does not fit: lower-case letters, digits, dots or underscores, 1 to 50 characters.
error-email = This e-mail address does not look right. Example: name@example.org
error-setup-code = This is not the right code. It is shown where Lucarne was started.
error-login = The name or the password does not match. Check the capital letters, then try again.
error-csrf = This page was open for too long. Reload it, then try again.
error-conflict = This has just been changed elsewhere. Reload the page to see how things stand.
error-unsupported = This kind of content is not supported here.
error-unavailable = This is not possible right now. Try again in a few minutes.

# What the server refuses.
error-account-taken = This name or address already belongs to somebody. Choose another one.
error-category = There is no such category. Choose one from the list.
error-channel = There is no such channel, or it is not yours. Choose one from the list.
error-channel-handle = This channel name does not fit: lower-case letters, digits, dots and dashes, 1 to 50 characters.
error-client = This application did not introduce itself properly. Update it, then connect it again.
error-connection = The connection was interrupted. What has arrived is kept; go on when the line is back.
error-date = This date cannot be read. Example: 2026-11-22.
error-display-name = This name does not fit: 1 to 120 characters on a single line.
error-file-ending = This kind of file is not accepted. Choose a film (MP4, MKV, MOV, WebM, AVI…) or a recording (MP3, WAV…).
error-file-missing = The file is missing. Choose a film, then try again.
error-form = This form arrived incomplete. Try again.
error-grant = There is no such way to sign in here.
error-json = This request is not well formed (JSON).
error-language = This language is not in the list.
error-licence = This licence is not in the list.
error-oembed-address = This address is not one of a video of this site.
error-oembed-format = Only the JSON format is offered here.
error-original-gone = The original file is gone. Send the film again.
error-parameter = Incorrect request parameter: { $name }.
error-password-wrong = The current password is not the right one.
error-playlist-id = This address names no playlist. Check the link.
error-playlist-not-found = This playlist does not exist, or is not visible to you.
error-playlist-channel = A public playlist needs a channel. Choose one, or keep the playlist private.
error-playlist-watch-later = The playlist “Watch later” can be neither renamed nor deleted.
error-playlist-part = The end must come after the start. Example: from 0:30 to 2:15.
error-playlist-position = There is no such place in the playlist. It has { $maximum ->
    [one] { $maximum } place
   *[other] { $maximum } places
}.
error-playlist-position-plain = There is no such place in the playlist.
error-playlist-full = This playlist is full. The most is { $maximum }.
error-playlist-full-plain = This playlist is full. Begin another one.
error-playlists-many = You have too many playlists. The most is { $maximum }.
error-playlists-many-plain = You have too many playlists. Delete some of them.
error-privacy = There is no such choice of who can watch.
error-resolutions = Keep at least one definition from the list.
error-set-up-already = The site has been set up already. Sign in.
error-setup-locked = Too many wrong codes. Start Lucarne again: it will show a new code.
error-setup-unfinished = One question has no answer yet. Go back to the start of the setup.
error-site-name = The name of the site must have 1 to 120 characters.
error-site-url = This is not the address of a site. Example: http://lucarne.local
error-tags = At most five tags of 2 to 30 characters each, separated by commas.
error-text-long = This text is too long. Shorten it, then save.
error-token = Token is invalid
error-upload-length = The length of the file was not announced. Start the upload again.
error-video-id = Should have a valid video id (id, short UUID or UUID)
error-video-not-found = Video not found
