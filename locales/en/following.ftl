# Channels that are followed, and what has been watched.

nav-subscriptions = Subscriptions
nav-history = History
follow-do = Follow
follow-channel = Follow the channel { $name }
follow-leave = Unfollow
follow-leave-channel = Unfollow the channel { $name }
follow-count = { $count ->
    [one] { $count } person follows this channel
   *[other] { $count } people follow this channel
}
subscriptions-channels = { $count ->
    [one] { $count } followed channel
   *[other] { $count } followed channels
}
subscriptions-films = Their latest videos
subscriptions-empty = You do not follow any channel yet. The “Follow” button is under each video and on the page of each channel.
subscriptions-quiet = The channels that you follow have no public video yet.
subscriptions-feed = Read them in a feed reader
subscriptions-feed-help = Paste this address into your RSS reader. Keep it to yourself: it tells which channels you follow.
subscriptions-feed-address = Address of the feed
subscriptions-feed-renew = Change the address
subscriptions-feed-renew-help = The old one stops working at once.
feed-subscriptions = Subscriptions of { $name }

history-empty = You have not watched anything here yet.
history-off = The history is off: what you watch is no longer noted.
history-on-help = What you watch is noted here, for you alone, and each video goes on where you left it, on all your devices.
history-stop = Note nothing more
history-start = Note again
history-clear = Forget everything
history-clear-sure = Yes, empty the history
history-remove = Remove
history-remove-film = Remove “{ $title }” from the history
history-place = left at { $place } of { $length }
history-seen = watched to the end
history-films = Watched videos

search-channels = Channels
search-lists = Playlists
search-videos = Videos

nav-notifications = Notifications
nav-notifications-new = { $count ->
    [one] { $count } new notification
   *[other] { $count } new notifications
}
nav-notifications-unread = unread notifications
notifications-none = Nothing new. What happens around your videos and channels will be told here.
notifications-read-all = Mark all as read
notifications-unread = new
notifications-wishes = Choose what is told here
notify-new-film = A channel that I follow publishes a video
notify-comment = Somebody comments on a video of mine
notify-published = A video of mine is ready
notify-follower = Somebody follows a channel of mine
notify-answer = Somebody answers my comment
notify-request = Somebody asks for an account
told-new-film = { $name } publishes “{ $title }”
told-published = Your video “{ $title }” is online
told-comment = { $name } commented on “{ $title }”
told-comment-held = { $name } commented on “{ $title }”: to be approved
told-answer = { $name } answers you under “{ $title }”
told-follower = { $name } follows “{ $title }”
told-request = { $name } asks for an account
told-ready = Your video “{ $title }” is ready; only you see it
told-invitation = { $name } invites you to keep the channel “{ $title }” together
told-invitation-accepted = { $name } now keeps “{ $title }” with you
told-invitation-refused = { $name } would rather not keep “{ $title }”
told-ownership = { $name } wants to give you the channel “{ $title }”
told-ownership-accepted = The channel “{ $title }” now belongs to { $name }
told-ownership-refused = { $name } would rather not take the channel “{ $title }”
notify-report = Something is reported
notify-report-decided = What became of one of my reports
notify-report-answered = A message about a report
told-report = { $name } reports “{ $title }”
told-report-answered = A message about the report of “{ $title }”
told-report-accepted = Your report of “{ $title }” is accepted
told-report-rejected = Your report of “{ $title }” is not taken up
told-report-reopened = Your report of “{ $title }” is looked at again
notify-blocked = The team of the site blocks or unblocks a video of mine
told-blocked = Your video “{ $title }” is blocked by the team of the site
told-unblocked = Your video “{ $title }” is not blocked any more

nav-comments = Comments
all-comments-mine = Comments on my videos
all-comments-site = Comments of the site
all-comments-which = Which comments
all-comments-held = To approve
all-comments-all = All
all-comments-none = Nobody has said anything yet.
all-comments-none-held = Nothing waits for you.
all-comments-held-count = { $count ->
    [one] { $count } comment waits
   *[other] { $count } comments wait
}
all-comments-under = under
all-comments-approve-of = Approve the comment of { $name } under “{ $title }”
all-comments-delete-of = Delete the comment of { $name } under “{ $title }”
all-comments-delete-mine = Delete everything that { $name } wrote under my videos
all-comments-delete-site = Delete everything that { $name } wrote on this site
all-comments-approve-all = Approve everything on this page
told-film-offered = { $name } wants to give you the video “{ $title }”
told-film-accepted = The video “{ $title }” belongs to { $name } now
told-film-refused = { $name } does not wish to receive the video “{ $title }”
