# What other servers say, and what is said to them.

error-busy = Too many requests at once. Try again in a moment.
error-handle = This is no name of the fediverse. It is written name@server.
error-signature = The signature of this request is missing or wrong.
error-federation-off = This site does not speak to other servers yet.
error-federation-activity = This message of another server cannot be read.
error-federation-not-theirs = This message speaks of what belongs to somebody else.
error-federation-passed-over = Nothing is done with this here.
error-federation-again = This message has been heard already.
error-federation-hidden = This server or account is not listened to here.
error-net-silent-plain = Another server does not answer. Try again later.
error-federation-nobody = There is nobody at { $url }.
error-federation-nobody-plain = There is nobody at this address.
error-federation-own = { $url } is of this site and cannot be asked for elsewhere.
error-federation-own-plain = This address is of this site and cannot be asked for elsewhere.
error-federation-gone = { $url } is not there any more.
error-federation-gone-plain = This is not there any more on the other server.
error-federation-refused = The server { $host } refused.
error-federation-refused-plain = The other server refused.
error-federation-document = What is at { $url } cannot be read.
error-federation-document-plain = The other server's answer cannot be read.
error-federation-actor = { $url } does not say clearly who it is.
error-federation-actor-plain = The other server does not say clearly who is speaking.
error-federation-thread = The discussion at { $url } is too long to follow.
error-federation-thread-plain = This discussion is too long to follow.
error-net-silent = The server { $host } does not answer. Try again later.
error-net-redirects = The server { $host } leads elsewhere without end.
error-net-redirects-plain = The other server leads elsewhere without end.
error-net-address = { $url } is no address that this site may ask.
error-net-address-plain = This is no address that this site may ask.
error-net-large = The answer of the server { $host } is too long.
error-net-large-plain = The other server's answer is too long.

job-tell = News for other servers
job-deliver = Delivery to another server
job-receive = Message of another server

nav-federation = Other servers
federation-off = This site does not speak to other servers: it needs an address with https that all of the Internet can reach (Site settings).
federation-moved = Other servers know this site under the address { $address }. As long as its own is another one, nothing is said or heard.
federation-found = Other servers (PeerTube, Mastodon…) find this site under the name { $handle }, its channels and accounts under theirs.
federation-followers = { $count ->
    [0] No server follows this site.
    [one] One server follows this site.
   *[other] { $count } servers follow this site.
 }
federation-followers-title = Who follows this site
federation-waits = Wants to follow the site
federation-refused = Refused
federation-reason = Reason, if you refuse (they are told)
federation-accept = Accept
federation-accept-name = Accept { $name }
federation-reject = Refuse
federation-reject-name = Refuse { $name }
federation-remove = Stop being followed
federation-remove-name = Stop being followed by { $name }
federation-forget = Let them ask again
federation-forget-name = Let { $name } ask again
federation-approves = Whoever wants to follow the site waits for my answer
federation-signatures = Only servers that say who they are read films, comments and lists
federation-signatures-help = Servers that are not listened to then read nothing either. Pages and the feeds stay open to everybody.
federation-save = Save
error-follower = Nobody of this name follows the site or wants to.
federation-blocked = Servers that are not listened to
federation-blocked-help = Nothing that they say is kept, and nothing is sent to them. Their followings end.
federation-host = Name of the server
federation-block = Stop listening
federation-unblock = Listen again
federation-unblock-name = Listen again to { $name }
federation-journal = Journal
federation-journal-help = What was said and heard, the latest first, and what was refused and why.
federation-journal-none = Nothing so far.
federation-heard = From { $host }
federation-said = To { $host }
error-host = This is no name of a server. It is written like example.org.
error-server-own = This is the site itself.
