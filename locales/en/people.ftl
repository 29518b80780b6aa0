# Members: who they are, how they come in.

nav-people = Members
role-administrator = Administration
role-moderator = Moderation
role-member = Member
people-search = Find a name or an address
people-none = Nobody has this name.
people-blocked = Access cut off
people-asking = Requests for an account
people-accept = Accept
people-accept-name = Accept { $name }
people-reject = Refuse
people-reject-name = Refuse { $name }
people-role = Role
people-role-help = Moderation looks after members, comments, channels and all videos, private ones too. Administration may change everything.
people-invite = Invite somebody
people-invite-help = An invitation link works once, for two weeks. Send it as you like: by mail, by message, on paper.
people-invite-note = For whom?
people-invite-note-help = To remember it: only those who keep the site see it.
people-invite-make = Make the link
people-invitations = Open invitations
people-invitation-plain = Invitation
people-invitation-until = until { $date }
people-withdraw = Withdraw
people-link-invitation = Here is the link. It is shown only once: copy it now.
people-link-invitation-for = Here is the link for { $name }. It is shown only once: copy it now.
people-link-password = With this link { $name } will choose a new password. It works once, for two days, and is shown only now.
people-requests = Requests for an account
people-requests-on = Everybody can ask for an account; you decide.
people-requests-off = Nobody can ask for an account: one becomes a member by invitation.
people-requests-page = See the page for requests
people-requests-open = Take requests
people-requests-close = Close requests
people-tasks = { $count ->
    [one] One person asks for an account.
   *[other] { $count } people ask for an account.
}

person-last-login = last signed in on { $date }
person-never = has not signed in yet
person-quota = Room for their videos, in GB
person-quota-help = { $used } taken. Leave it empty for no limit.
person-password = Make a link for a new password
person-password-help = If the password is forgotten: send them this link.
person-out = Cut off access
person-block-help = The person is signed out everywhere and cannot come in any more. Their videos stay online.
person-block-reason = Reason (only those who keep the site see it)
person-block = Cut off access
person-unblock = Give access back
person-is-blocked = This person’s access is cut off.
person-delete = Delete this account
person-delete-help = Their videos, channels, playlists and comments are erased for good, at once. Nothing can be brought back.
person-delete-sure = Yes, delete { $name } and all their videos
account-delete = Delete my account
account-delete-help = Your videos, channels, playlists and comments are erased for good, at once. Nothing can be brought back.
account-delete-password = Your password, to be sure that it is you
account-delete-sure = Delete my account and all my videos

join-title = Welcome to { $site }
join-text = You are invited to become a member. Choose a name and a password, and that is it.
join-do = Become a member
join-ask-title = Ask for an account
join-ask-text = Those who keep this site will read your request. Once it is accepted, you come in with the password that you choose here.
join-reason = A few words about you
join-reason-help = Who are you, and what would you like to publish?
join-ask = Send the request
join-sent-title = Your request has been sent
join-sent-text = Come back in a few days and sign in as { $name }: you will know whether it is accepted.
join-password-title = New password
join-password-text = Choose a new password for the account { $name }. You will be signed out of your other devices.
login-ask = Not a member yet?
login-ask-link = Ask for an account
notice-member-deleted = The account is deleted, with all that came from it.
notice-joined = Welcome! You are a member.
notice-account-deleted = Your account is deleted, with all that came from it.
person-two-factor-help = If this person has lost their telephone and their recovery codes. Make sure first that it is really them.

# Reporting what should not be there
nav-reports = Reports
report-title = Report
report-one = Report
report-this = Report
report-this-video = Report this video
report-comment-of = Report the comment of { $name }
report-of-video = The video “{ $name }”
report-of-comment = A comment under “{ $name }”
report-of-account = The account { $name }
report-help = The team of the site will read your message. The person concerned will not learn that it came from you.
report-reasons = What is it about?
report-violent = Violence or shocking pictures
report-hateful = Hate, harassment or insults
report-spam = Advertising or deception
report-privacy = Somebody’s privacy
report-rights = Copyright or the right to one’s image
report-rules = Against the rules of this site
report-thumbnail = The thumbnail
report-captions = The captions
report-reason = What is wrong
report-reason-help = A few sentences are enough.
report-from = From
report-to = To
report-part-help = Minutes and seconds, if only a part is concerned.
report-send = Send the report
notice-reported = The report is sent. You will find the team’s answer here.
report-pending = Waiting
report-accepted = Accepted
report-rejected = Not taken up
report-accept = Accept
report-reject = Do not take up
report-reopen = Put back to waiting
reports-states = Which reports
reports-all = All
reports-none = Nothing is reported here.
reports-mine = My reports
reports-mine-link = See what you have reported, and the answers
reports-mine-none = You have reported nothing.
report-gone = somebody who has left
report-by = reported by { $name }
report-look = Look at it
report-is-gone = It is no longer online.
report-whose = By
report-member = The member
report-decide = Decide
report-note = Note for the team
report-note-help = The other person does not see it.
report-note-save = Keep the note
report-exchange = Messages
report-exchange-kept = Between the team and whoever reported. Your name is not shown.
report-exchange-mine = Between you and the team of the site.
report-team = The team
report-message = Your message
report-messages = { $count ->
    [one] one message
   *[other] { $count } messages
 }
report-count = { $count ->
    [one] one report
   *[other] { $count } reports
 }

mute-do = Hide
mute-account = Hide this account
mute-name = Hide { $name }
mute-help = You will see neither their videos in lists nor their comments any more. Nobody else will know.
mute-sure = Yes, hide { $name }
mute-undo = Stop hiding
mute-undo-name = Stop hiding { $name }
mute-is-on = You have hidden this account: its videos and comments are not shown to you.
muted-title = Hidden accounts
muted-help = Neither their videos nor their comments appear for you, and you are told nothing of them. These people do not know.
muted-none = You have hidden nobody. The “Hide” button is on the page of each account and under each comment.
muted-link = See the accounts that you have hidden
muted-since = since { $date }
notice-muted = Done: this account is hidden from you.
notice-unmuted = Done: this account is no longer hidden.
people-muted = Hidden from everybody
person-mute-title = Hide from everybody
person-mute-help = Nobody sees their videos in lists or their comments any more. The person themselves sees everything as before.
person-mute = Hide from everybody
person-mute-is-on = This account is hidden from everybody but the person themselves.

block-title = Blocked video
block-do = Block this video
block-help = Nobody will see it any more but whoever published it and the team of the site. Nothing is erased; it can be unblocked.
block-reason = Reason
block-reason-help = Whoever published it will read this. May stay empty.
block-is = This video is blocked: only whoever published it and the team of the site see it.
block-because = The team says why:
block-explain = Keep this reason
block-lift = Unblock
block-lift-film = Unblock “{ $title }”
blocked-title = Blocked videos
blocked-help = Nobody sees them but those who published them and the team of the site. A video is blocked from its page.
blocked-none = No video is blocked.
