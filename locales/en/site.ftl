# What stands on every page, and the pages that everybody sees.

skip-to-content = Skip to content
nav-main = Main navigation
nav-account = My account
nav-own = My pages
nav-home = Home
nav-videos = All videos
nav-videos-short = Videos
nav-mine = My videos
nav-channels = My channels
nav-about = About
nav-login = Sign in
nav-logout = Sign out
nav-settings = Site settings
nav-admin = Machine status
nav-publish = Publish
nav-search = Search

search-label = Search for a video
search-button = Search

footer-language = Language
footer-theme = Colours
theme-auto = Same as the device
theme-light = Light
theme-dark = Dark
footer-made-with = This site is kept by its members, with Lucarne.
footer-about = Who are we?

notice-undo = Undo
notice-close = Close

home-title = Home
home-featured = Featured
home-words = A word from the association
home-latest = Latest videos
home-all = See all videos
home-friends = From our friends
home-empty = There are no videos here yet.
home-empty-action = Publish the first one
home-empty-visitor = Come back soon: the first videos are being prepared.

browse-here = All videos from here
browse-friends = From our friends
browse-whose = Whose
browse-sort = Sort by
sort-latest = Newest first
sort-oldest = Oldest first
sort-trending = Most viewed this week
sort-hot = Liveliest
sort-views = Most viewed
sort-likes = Most liked
sort-title = Title, A to Z
browse-empty = No video has been published yet.

page-previous = Previous page
page-next = Next page
page-of = Page { $page } of { $pages }
pages-label = Pages

search-title = Search
search-for = Search: { $query }
search-found = { $count ->
    [0] No videos found
    [one] { $count } video found
   *[other] { $count } videos found
}
search-nothing = Nothing matches “{ $query }”. Try a shorter word, or a single word of the title.
search-start = Type a word of the title or description, or a tag.

channel-of = A channel by { $name }
channel-videos = Videos of this channel
channel-empty = This channel has not published a video yet.
support-title = Support
account-channels = Channels
account-videos = Videos
account-empty = This person has not published a video yet.
handle-hint = Address in the fediverse

film-audio = Audio
film-by = by
film-duration = Length: { $spoken }

count-views = { $count ->
    [one] { $count } view
   *[other] { $count } views
}
count-videos = { $count ->
    [one] { $count } video
   *[other] { $count } videos
}

time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
time-under-a-minute = less than a minute

about-title = About
about-site = This site
about-contact = Write to the association
about-numbers = In figures
about-videos = Published videos
about-people = Members
about-space = Space taken by the videos
about-sharing = Videos are shared between viewers
about-sharing-what = When several people watch the same video, their browsers can pass pieces of it on to one another instead of asking this site for everything. Each piece is checked: one that was changed is thrown away and asked for again, from the site.
about-sharing-seen = Other viewers of the same video can then see the internet address of your connection, and that you watch this video. This site does not keep these addresses, and no other server is asked.
about-sharing-choice = You can say no with a button under each video. Nothing is shared over a mobile or thrifty connection, nor in players on other sites, unless these ask for it.
about-fediverse = Follow from elsewhere
about-fediverse-text = The addresses of this site are those of PeerTube: applications and programs that read PeerTube read it too.
about-software = The software
about-software-text = Lucarne { $version } is free software under the AGPL-3.0 licence. It fits into a computer the size of a credit card.
about-empty = The association has not written its presentation yet.
about-write = Write it now
about-source = Source code and licences

login-title = Sign in
login-name = Account name or e-mail address
login-password = Password
login-button = Sign in
login-forgotten = Forgot the password? The administrator of the site can hand you a link to choose a new one.
login-why = Sign in to continue.

logout-done = You are signed out.

problem-404-title = This page does not exist
problem-404-text = The address may be mistyped, or the video has been taken down.
problem-403-title = This page is not for everyone
problem-403-text = You need to be signed in with an account that may see it.
problem-500-title = Something broke on our side
problem-500-text = It is not your fault. Try again in a moment; if it happens again, tell the association and give the reference below.
problem-503-title = The site is busy
problem-503-text = It will answer again in a moment. Reload the page.
problem-offline-title = You are offline
problem-offline-text = The device has no connection any more. Check the Wi-Fi or the network, then reload the page.
problem-other-title = The request did not succeed
problem-home = Go to the home page
problem-search = Search for a video
problem-details = Technical details
problem-reference = Reference: { $reference }
problem-status = Answer { $status }

# What has just been done.
notice-saved = Saved.
notice-deleted = The video is deleted. You can bring it back for seven days.
notice-undeleted = The video is back.
notice-erased = The video is erased. Its room is free in a moment.
notice-password = The password is changed. Other devices are signed out.
notice-schedule-withdrawn = The date is withdrawn. Only you see the video.
notice-caption = The captions have been added.
notice-sent = The video has arrived. It is being prepared: you may close this page.
notice-channel-opened = The channel is open. You can choose it when you publish a video.
notice-channel-deleted = The channel and its videos were deleted. You can bring them back for seven days.
notice-channel-undeleted = The channel and its videos are back.
job-prepare = Preparing a video
job-publish = Publishing a video at its date
job-erase = Erasing a video
job-torrents = Torrents of a video
job-sweep = Tidying up

# What leaves the site for feed readers.
feed-latest = New videos: { $name }
feed-podcast = Podcast: { $name }
feed-rights = All rights reserved, unless the terms of the site ({ $address }) or the licence chosen for each video say otherwise.

form-problems = { $count ->
    [one] Nothing is saved yet: one answer has to be mended.
   *[other] Nothing is saved yet: { $count } answers have to be mended.
}
login-code-title = Second step
login-code = Code
login-code-help = The one that your application for codes shows, or a recovery code.
login-code-lost = Neither telephone nor recovery code? Whoever keeps the site can switch this step off for you.
notice-session-ended = It is signed out.
notice-two-factor-off = Sign-in in two steps is off.

# What readers see of sensitive films.
film-sensitive = Sensitive content
film-sensitive-watch = Watch anyway
film-violent = Violence
film-explicit-sex = Explicit sex
sensitive-blur = Blur pictures and ask before playing
sensitive-warn = Ask before playing
sensitive-display = Show them like others
sensitive-hide = Leave them out of lists

search-tag = Tag: { $tag }
search-narrow = Narrow the search
search-narrow-do = Apply
search-narrow-undo = Remove all
search-nothing-narrowed = Nothing matches. Remove a criterion, or try another word.
search-since = Published
search-any-time = At any time
search-last-day = Since yesterday
search-last-week = In the last week
search-last-month = In the last month
search-last-year = In the last year
search-any-length = Any
search-short = Under 4 minutes
search-medium = 4 to 10 minutes
search-long = Over 10 minutes
search-all = Any
search-best = Default
overview-title = Look around
notice-team-invited = The invitation has been sent. They find it among their notifications.
notice-team-removed = This person no longer keeps the channel.
notice-team-left = You no longer keep this channel.
notice-team-joined = You now keep this channel. You can choose it when you publish a video.
notice-team-declined = You have declined the invitation.
notice-give-offered = The channel is offered. It stays yours until the other person accepts.
notice-give-withdrawn = The offer is withdrawn. The channel stays yours.
notice-give-taken = The channel is now yours, with its videos and playlists.
notice-give-refused = You have declined this channel.
