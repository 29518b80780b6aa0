# The mail server, and the letters of the site.

mail-title = E-mail
mail-why = With a mail server, a member who has forgotten their password gets a link, and everybody can be told by e-mail. Your internet or hosting provider has one: look for “SMTP” in its help.
mail-off = This site sends no e-mail.
mail-on = This site sends e-mail.
mail-choose = Choose the server
mail-host = Server
mail-host-example = smtp.example.org
mail-port = Port
mail-port-help = Empty: the usual port
mail-security = Connection
mail-security-starttls = Encrypted after a greeting (STARTTLS, port 587)
mail-security-tls = Encrypted from the start (TLS, port 465)
mail-security-none = Not encrypted (a server on this machine)
mail-username = User name
mail-username-help = Often the whole address. Empty if the server asks for none.
mail-password = Password
mail-password-kept = Empty: the one before is kept
mail-from = Sender’s address
mail-from-help = The one that people who get a message will see.
mail-save = Save and send a trial
mail-save-help = The trial goes to your address, { $email }. Nothing is saved if it cannot be sent.
mail-sent = The server has taken the trial message: look whether it arrives. Saved.
mail-forget = Send no more e-mail
mail-forgotten = The site sends no more e-mail.

lost-title = Forgotten password
lost-text = Write your account’s name or your e-mail address: you will get a link to choose a new password.
lost-send = Get a link
lost-sent-title = Look at your e-mail
lost-sent-text = If this account exists, a message with a link is on its way. It works once, for two days. Nothing there? Look among the junk.
login-lost = Forgotten your password?

job-mail = Sending an e-mail

wish-site = On the site
wish-mail = By e-mail

letter-end =
    { $site }
    { $address }
letter-told-text =
    { $sentence }

    { $link }

    Choose what you receive: { $wishes }
letter-password = A new password for { $site }
letter-password-text =
    Hello,

    Somebody, probably you, has asked for a new password for the account “{ $name }”. Choose it here:

    { $link }

    This link works once, for two days. If it was not you, there is nothing to do: your password stays the same.
letter-accepted = Your account on { $site }
letter-accepted-text =
    Hello,

    Your account “{ $name }” is open. You can sign in with the password that you chose:

    { $link }
letter-rejected = Your request for an account on { $site }
letter-rejected-text =
    Hello,

    Your request for the account “{ $name }” has not been accepted.
letter-trial = Trial message of { $site }
letter-trial-text =
    Hello,

    If you read this, the site’s e-mail works.

people-invite-email = Send it to
people-invite-email-help = An e-mail address. If empty, you are given a link to hand over yourself.
people-invited = The invitation is on its way.
people-asked-verified = address confirmed

verify-title = Confirm your address
verify-text = You opened the link that { $site } sent. Confirm that this e-mail address is yours.
verify-do = It is my address
verify-done-title = Address confirmed
verify-done-text = Thank you, your e-mail address is confirmed.
verify-pending = A message is on its way to { $email }: open the link in it and that address becomes yours. Nothing changes until then.
verify-missing = The address { $email } has not been confirmed yet.
verify-again = Send the message again
verify-sent = The message is on its way. Nothing arrived? Look among the unwanted mail.

letter-verify = Confirm your address at { $site }
letter-verify-text =
    Hello,

    Somebody, probably you, gave this address to { $site }. Confirm it here:

    { $link }

    This link works for two days. If it was not you, there is nothing to do.
letter-invited = An invitation to { $site }
letter-invited-text =
    Hello,

    You are invited to become a member of { $site }. Choose your name and your password here:

    { $link }

    This link works once, for two weeks.

contact-text = Your message goes to the people who keep { $site }.
contact-name = Your name
contact-email-help = To answer you. It is shown to nobody else.
contact-subject = Subject
contact-body = Message
contact-send = Send
contact-sent = Your message is on its way. You will be answered by e-mail.
letter-contact = { $site }: { $subject }
letter-contact-text = { $name } ({ $email }) wrote from the site. Just answer this message.
