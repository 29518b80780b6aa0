# Looking after one's own channels.

channels-count = { $count } of { $maximum }
channels-help = A channel gathers the videos of one subject or one group. It has its name, its picture and its page.
channels-full = You have { $maximum } channels, which is the most. To open another one, delete one.

channel-new = Open a channel
channel-new-help = A name is enough; the rest can come later.
channel-open = Open this channel
channel-edit = Edit the channel
channel-see = See the channel
channel-name = Name of the channel
channel-name-help = The one that others see beside the videos, for example: The choir.
channel-handle = Name in the address
channel-handle-help = Lower-case letters without accents, digits, dots or underscores. It cannot be changed later. Followed by @{ $host }, it is the channel’s address in the fediverse.
channel-description-help = What this channel is about. You can write **in bold** and add links.
channel-support = How to support
channel-support-help = Membership, gifts, a helping hand: shown under “Support”, on the page of the channel and of its videos.
channel-banner = Banner
channel-banner-help = JPEG, PNG or WebP, very wide: best six times as wide as high.
picture-square-help = JPEG, PNG or WebP, best square.
picture-remove = Remove this picture

channel-delete = Delete the channel
channel-delete-title = Delete “{ $name }”?
channel-delete-films = { $count ->
    [0] This channel has no video. Its page, its picture and its description will disappear at once.
    [one] The channel and its video will disappear at once, for everybody.
   *[other] The channel and its { $count } videos will disappear at once, for everybody.
}
channel-delete-undo = For seven days you can bring it back from “My channels”, with the videos that go with it. After that, everything is erased for good.
channel-delete-name = To confirm, copy its name in the address: { $handle }
channel-keep = Keep it

followers-title = Followers
followers-count = { $count ->
    [one] { $count } follower
   *[other] { $count } followers
}
followers-none = Nobody follows this channel yet.
followers-since = since { $date }

team-title = Who keeps this channel
team-short = Team
team-of = Who keeps “{ $title }”
team-help = Those who keep the channel publish videos in it, change them, delete them and look after the comments. Only the person it belongs to can delete it, give it away and choose who keeps it.
team-owner = the channel belongs to them
team-keeper = keeps the channel
team-pending = has not answered yet
team-leave = Stop keeping this channel
team-remove = Remove
team-withdraw = Withdraw the invitation
team-manage = Invite, remove, give the channel away
team-see = See the team and what was done
team-invite-title = Invite somebody
team-invite-name = Account name
team-invite-help = The name this person signs in with here. They can accept or decline.
team-invite = Invite
activity-title = What was done
activity-none = Nothing so far.
activity-somebody = Somebody
activity-video-sent = { $name } sent “{ $title }”
activity-video-changed = { $name } changed “{ $title }”
activity-video-deleted = { $name } deleted “{ $title }”
activity-captions = { $name } changed the subtitles of “{ $title }”
activity-chapters = { $name } changed the chapters of “{ $title }”
activity-passwords = { $name } changed the passwords of “{ $title }”
activity-video-left = { $name } moved “{ $title }” to another channel
activity-video-entered = { $name } moved “{ $title }” here
activity-list-made = { $name } made the playlist “{ $title }”
activity-list-changed = { $name } changed the playlist “{ $title }”
activity-list-films = { $name } changed the videos of the playlist “{ $title }”
activity-list-deleted = { $name } deleted the playlist “{ $title }”
activity-channel-changed = { $name } changed the channel
activity-offered = { $name } offers the channel to { $title }
activity-taken = The channel now belongs to { $title }
activity-refused = { $title } would rather not take the channel
activity-withdrawn = { $name } no longer offers the channel to { $title }
give-title = Give the channel away
give-help = The channel goes to somebody else with its videos, its playlists and those who follow it.
give-last = This is the only channel of this account, so it cannot be given away. Open another one first.
give-start = Give the channel to somebody
give-offered = You offer this channel to { $name }, who has not answered yet.
give-withdraw = Withdraw the offer
give-heading = Give “{ $name }” away?
give-films = { $count ->
    [0] This channel has no video.
    [one] The channel goes with its video and its playlists.
   *[other] The channel goes with its { $count } videos and its playlists.
}
give-sure = Nothing changes until the other person accepts. After that the channel is no longer yours: you can neither change it nor take it back. The room it takes counts for the other person.
give-next = Who to give it to: account name
give-send = Offer the channel
asked-title = You are asked
asked-accept = Accept
asked-decline = Decline
channels-shared = Channels that you keep with others
channel-owned-by = channel of { $name }
channel-shared = { $title } (channel of { $name })
activity-video-offered = { $name } offers “{ $title }” to somebody else
activity-video-taken = “{ $title }” was given to somebody else
activity-video-refused = “{ $title }” was not accepted by the person it was offered to
activity-video-withdrawn = { $name } does not offer “{ $title }” any more
give-film-title = Give the video away
give-film-help = The video goes to somebody else, with its comments and views. The other person has to accept it.
give-film-start = Give the video to somebody
give-film-offered = You offer this video to { $name }, who has not answered yet.
give-film-sure = Nothing changes until the other person has accepted. After that the video is not yours any more: you can neither change it nor take it back. The room that it takes will count for the other person.
give-film-send = Offer the video
notice-give-film-taken = Done: the video is yours.
notice-give-film-refused = Noted: you do not take this video.
