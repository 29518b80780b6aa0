# What happened, and what to do next. The figures of a message may be missing; then its -plain form is spoken.

error-internal = Something broke on our side. Try again; if it happens again, tell the administrator of the site.
error-disk-full = The disk is full: { BYTES($needed) } are needed and { BYTES($free) } are left. Delete some videos or attach a drive, then try again.
error-disk-full-plain = The disk is full. Delete some videos or attach a drive, then try again.
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
error-password-short = This password is too short: it needs at least 8 characters.
error-username = This account name does not fit: lower-case letters, digits, dots or underscores, 1 to 50 characters.
error-email = This e-mail address does not look right. Example: name@example.org
error-setup-code = This is not the right code. It is shown where Lucarne was started.
error-login = The name or the password does not match. Check the capital letters, then try again.
error-csrf = This page was open for too long. Reload it, then try again.
error-conflict = This has just been changed elsewhere. Reload the page to see how things stand.
error-unsupported = This kind of content is not supported here.
error-unavailable = This is not possible right now. Try again in a few minutes.
