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
