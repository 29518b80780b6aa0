# Publishing, and looking after one's own videos.

publish-title = Publish
publish-drop = Drop your videos here, or choose them
publish-drop-here = Drop your videos anywhere on the page
publish-choose-one = Choose a video
publish-formats = Films and sounds in almost any format: MP4, MOV, MKV, WebM, AVI, MP3…
publish-quota = You have { $size } left.
publish-limit = A file may be up to { $size }.
publish-send = Send and publish
publish-publish = Publish
publish-describe = Title, description, who can see it
publish-together = All at once
publish-together-help = The titles come from the names of the files; you can change them below, before or after.
publish-together-button = Publish these %count% videos
publish-plain-wait = Leave this page open while it sends: the next one appears when it is done.
publish-keep-open = Keep this page open while it sends.
publish-may-close = You may close this page: everything has arrived. What you have not published yet is seen by you alone; you will find it under “My videos”.
publish-saved-later = Noted: it will be published this way as soon as everything is sent.
publish-saved-now = Saved.
publish-resume = An upload was interrupted. Choose the same file again to go on where it stopped.
publish-resume-choose = Continue
publish-resume-forget = Give up
publish-resume-sent = %sent% of %size% sent
publish-unsent-one = This film had not left yet: choose it again.
publish-unsent-other = These %count% films had not left yet: choose them again.
publish-unsent-choose = Choose
publish-unsent-forget = Do not remind me

stepper-label = Steps
stepper-sending = Sending
stepper-preparing = Preparing
stepper-online = Online

sending-queued = Waiting: this one starts after the one before.
sending-starting = Starting to send…
sending-going = %sent% of %size% · %speed%/s · time left: %left%
sending-paused = Paused. %sent% of %size% have arrived.
sending-offline = The connection to the site is down. Sending will go on by itself, from where it stopped, as soon as it is back.
sending-checking = Checking what has already arrived…
sending-cancelled = Upload cancelled. Nothing was kept.
sending-signed-out = You are no longer signed in. Sign in from another tab, then try again: the upload will go on.
sending-pause = Pause
sending-go-on = Continue
sending-resume = Try now
sending-cancel = Cancel
sending-retry = Try again
sending-watch = Watch the video
sending-edit = Edit, add subtitles

preparing-waiting = Everything has arrived. The preparation is about to start.
preparing-going = Preparing · time left: %left%
preparing-soon = Preparing
preparing-ready = It is ready. Only you can see it until you choose “Publish”.
preparing-done = The video is online.
preparing-stopped = Preparation stopped. The video stays in “My videos”; only you can see it.

film-title = Title
film-title-help-file = Without a title, the file’s name is used.
film-description = Description
film-description-help = Who, what, where, when. An address or a position such as 1:30 becomes a link.
film-tags = Tags
film-tags-help = Up to five words, separated by commas.
film-chapters = Chapters
film-chapters-example = 0:00 The morning
film-chapters-help = One chapter a line: the position, then the title. With nothing here, the lines of the description that begin with a position serve as chapters.
film-channel = Channel
film-privacy = Who can see it
film-licence-help = What others are allowed to do with it.
licence-none = All rights reserved
choice-none = Not specified

edit-title = Edit the video
edit-see = Watch the video
edit-save = Save
edit-picture = Picture
edit-picture-now = Current picture
edit-picture-help = JPEG, PNG or WebP, 16:9 for preference.
edit-captions = Subtitles
edit-captions-none = No subtitles. They help people who are deaf, and everybody when the sound is off.
edit-caption-file = VTT or SRT file
edit-caption-add = Add these subtitles
edit-caption-delete = Delete the subtitles: { $language }
edit-delete = Delete the video
edit-delete-help = It disappears at once; for a few days you can bring it back from “My videos”.
edit-saved = Saved.
edit-caption-added = The subtitles were added.
edit-caption-deleted = The subtitles were deleted.

mine-film = Video
mine-state = State
mine-seen = Views
mine-actions = Actions
mine-edit = Edit
mine-edit-film = Edit “{ $title }”
mine-delete = Delete
mine-delete-film = Delete “{ $title }”
mine-undelete-film = Undo the deletion of “{ $title }”
mine-erase = Erase for good
mine-erase-film = Erase for good “{ $title }”
mine-erase-sure = Yes, erase it: it will not come back
mine-cancel = Cancel
mine-used = { $used } used
mine-used-of = { $used } of { $quota } used
mine-empty = You have not published a video yet.
mine-empty-action = Publish a video
mine-deleted = Recently deleted
mine-deleted-notice = “{ $title }” was deleted.
mine-undeleted-notice = “{ $title }” is back.
mine-retried-notice = “{ $title }” is being prepared again.
mine-cancelled-notice = The preparation of “{ $title }” was cancelled.
mine-published-notice = “{ $title }” has arrived. It will be online once it is prepared.

state-published = Online
state-ready = Ready
state-sending = Being sent
state-sending-help = If it was interrupted, take it up again on the “Publish” page.
state-waiting = Waiting
state-waiting-before = { $count ->
    [one] { $count } video comes first
   *[other] { $count } videos come first
}
state-preparing = Preparing
state-failed = Failed
state-cancelled = Preparation stopped
state-alone = Only you can see it
state-alone-until = Only you can see it for now. Once ready: { $privacy }
state-deleted-until = Can be brought back until { $date }
