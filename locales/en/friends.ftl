# Friends: other sites whose videos are shown here.

nav-friends = Friends
friends-help = Videos of your friends stand under “From our friends” and in the search. They stay with them and are played from there.
friends-none = This site has no friends yet. Meet one, or send an invitation.
friends-new = Meet a site
friends-name = Name of the site, its address, or the invitation that you got
friends-name-help = For instance tube.example.org. A PeerTube site will do as well. With an invitation the other site follows you in return.
friends-meet = Look at this site
friends-mutual = Friends: each shows the videos of the other
friends-followed = Its videos are shown here
friends-follower = It shows our videos
friends-asked = Has not answered yet
friends-refused = Has refused
friends-paused = paused
friends-silent = Does not answer
friends-silent-help = This site has not answered for a while. What is meant for it waits, and is sent once it answers again.
friends-brings = { $count ->
    [0] No video here
    [one] One video here
   *[other] { $count } videos here
 }
friends-watched = { $count ->
    [0] not watched this week
    [one] one view here this week
   *[other] { $count } views here this week
 }
friends-said = { $count ->
    [0] no comment from there
    [one] one comment from there
   *[other] { $count } comments from there
 }
friends-liked = { $count ->
    [0] no like from there
    [one] one like from there
   *[other] { $count } likes from there
 }
friends-it-brings = What it brings
friends-it-takes = What it does with our videos
friends-since = since { $date }
friends-return = Show its videos too
friends-return-name = Show the videos of { $host } too
friends-about = What it says of itself
friends-their-terms = Its terms
friends-before = Choose what is shown here; you can change it at any time.
friends-before-invited = Your invitation will be shown: the other site will show your videos too.
friends-become = Become friends
friends-not = Not now
friends-takes = What is taken from this site
friends-takes-help = Without a choice everything is taken.
friends-sensitive = Its sensitive videos too
friends-comments = Comments under its videos
friends-comments-help = Those that were written there and elsewhere.
friends-save = Save
friends-end = Pause or part
friends-pause = Pause
friends-resume = Go on
friends-pause-help = During a pause nothing new comes; what is here stays.
friends-leave = Be friends no more
friends-leave-help = Its videos disappear from here, with what your members said of them here. Over there everything stays.
friends-leave-sure = Be friends no more
friends-invite = Invite a site
friends-invite-help = A link that you send to whoever keeps the other site. When they use it, your two sites become friends. It works once, for thirty days.
friends-invite-note = For whom (optional)
friends-invite-make = Make an invitation
friends-invitation-made = The invitation is ready. Copy the link now: it is shown only once.
friends-journal = Journal of what was said, servers that are not listened to
notice-friend-asked = The request has been sent. The videos come as soon as the other site has answered.
notice-friend-left = You are friends no more.
error-friend-name = That is neither the name of a site nor an invitation. A name looks like tube.example.org.
error-friend-other = { $host } answers, but it is neither a Lucarne nor a PeerTube site.
error-friend-other-plain = This site is neither a Lucarne nor a PeerTube site.
friend-invited-title = An invitation
friend-invited = { $site } proposes that your sites become friends: each will show the videos of the other. On your site, open “Friends” and paste this link there.
friend-invited-link = The link of the invitation
friend-invited-over = This invitation has been used already, or it is over. Ask for another one.
