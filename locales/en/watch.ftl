# Watching, sharing, the player.

watch-chapters = Chapters
watch-description = Description
watch-no-description = No description.
watch-category = Category
watch-licence = Licence
watch-language = Language
watch-length = Length
watch-tags = Tags
watch-edit = Edit
watch-download = Download
watch-related = See also

rating-like = I like it
rating-dislike = I don’t like it
rating-likes = { $count ->
    [one] { $count } person likes this video
   *[other] { $count } people like this video
}

comments-title = Comments
comments-count = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
comments-none = Nobody has said anything here yet.
comments-closed = Comments are closed under this video.
comments-sign-in = Sign in to write a comment
comments-from-home = Comment from your own server (Mastodon, PeerTube…)
comments-handle = Your name in the fediverse
comments-handle-help = You will find this video there, to answer or to share it.
comments-go-home = Go on at home
comments-yours = Your comment
comments-your-answer = Your answer
comments-help = Everybody will be able to read it. *Italics*, **bold** and links work.
comments-held-help = Whoever published the video reads it first; others see it once it has been accepted.
comments-send = Send
comments-owner = published the video
comments-answers = answers { $name }
comments-more = Read more
comments-less = Show less
comments-answer = Answer
comments-answer-to = Answer { $name }
comments-delete = Delete the comment by { $name }
comments-delete-sure = Yes, delete these words
comments-approve = Accept
comments-is-held = Waiting: not yet visible to others.
comments-is-written = Your comment is online.
comments-offline = The connection is lost: nothing was sent. Try again once it is back.
comments-policy-open = Every member can write some
comments-policy-held = Members can write some; I accept them before they are seen
comments-policy-closed = Nobody can write any
comments-deleted = This comment was deleted.

share-title = Share
share-link = Link
share-embed = Code to paste into a page
share-start = Start at
share-unread = Write a moment such as 1:25, or a number of seconds.
share-late = The video is over by then.
share-apply = Update
share-now = Use the current moment
share-copy = Copy
share-copied = Copied

film-password-title = This video is protected by a password
film-password-why = Ask the person who gave you the link for it.
film-password = Password
film-password-open = Open the video
embed-watch-at = Watch on { $site }
embed-visit = Go to { $site }
embed-gone = This video is not online, or no longer.
embed-closed = This video is not open to everyone.
embed-broken = The video cannot be shown right now.

player-no-video = Download the video
player-preparing = This video is being prepared
player-preparing-left = Time left: { $time }
player-preparing-soon = It will be here soon. This page will update by itself.
player-reload = Reload to see how far it is
player-failed = This video could not be prepared
player-play = Play
player-pause = Pause
player-mute = Mute
player-unmute = Unmute
player-volume = Volume
player-volume-said = Volume %value%%
player-seek = Position in the video
player-time = Position
player-time-of = of
player-captions = Subtitles
player-captions-off = No subtitles
player-speed = Speed
player-speed-normal = Normal
player-speed-said = Speed %value%
player-settings = Settings
player-quality = Quality
player-auto = Automatic
player-auto-now = Automatic (%value%)
player-sound-only = Sound only
player-help = Keyboard shortcuts
player-pip = Picture in picture
player-fullscreen = Full screen
player-fullscreen-leave = Leave full screen
player-buffering = Loading what comes next
player-will-resume = Resumes at %value%
player-from-start = From the beginning
player-resumed = Resumed at %value%
sharing-alone = Nobody else shares this video at the moment.
sharing-one = 1 person shares this video with you.
sharing-many = %value% people share this video with you.
sharing-off = You do not share this video.
sharing-dear = On this connection the video is not shared.
sharing-start = Share again
sharing-stop = Stop sharing
sharing-what = What others can see
player-retry = Try again
player-error-network = The rest of the video is not arriving. The network may be slow or down.
player-error-media = This browser cannot play this video. Try another quality, or another browser.
player-error-missing = The file of this video is no longer there. It may have been taken down.
player-error-offline = You are offline. Playback will resume when the connection is back.

key-space = Space
player-key-play = Play or pause
player-key-five = Back or forward 5 seconds
player-key-ten = Back or forward 10 seconds
player-key-volume = Louder or quieter, while the player has the focus
player-key-mute = Sound off or on
player-key-captions = Subtitles
player-key-speed = Slower or faster
player-key-tenths = Go to a tenth of the video
player-key-fullscreen = Full screen
player-key-pip = Picture in picture
player-key-help = This list
