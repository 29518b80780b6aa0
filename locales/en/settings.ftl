# Settings of a person and of the site; the machine's state.

settings-see-page = See my page
settings-display-name = Display name
settings-display-name-help = The one that others see beside your videos.
settings-email = E-mail address
settings-about-me = About me
settings-password = Password
settings-password-current = Current password
settings-password-new = New password
settings-password-help = At least 8 characters. A sentence that is easy to remember does very well.
settings-password-change = Change the password
settings-password-changed = The password was changed. Your other devices will have to sign in again.
settings-saved = Saved.
settings-short = In one sentence
settings-short-help = Shown by search engines and by sites that mention you.
settings-words-help = Shown on the home page and on the “About” page. You can write **in bold** and add links.
settings-language = Language of the site
settings-renditions = Qualities to prepare
settings-renditions-help = Each quality takes time and space. Three are almost always enough.

admin-tasks = To do
admin-nothing = Nothing to do: all is well.
admin-disk = Disk
disk-room = There is room for { $size } of videos.
admin-disk-free = { $size } free in all. A video takes twice its size while it is being prepared, and { $kept } always stay free for the machine.
admin-disk-used = { $used } of { $total } used
admin-disk-media = Videos: { $size }
admin-disk-low = The disk is almost full.
admin-queue = Queue
admin-queue-waiting = { $count ->
    [0] Nothing waiting
    [one] { $count } task waiting
   *[other] { $count } tasks waiting
}
admin-queue-running = { $count ->
    [0] No task running
    [one] { $count } task running
   *[other] { $count } tasks running
}
admin-site = Site
admin-people = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
admin-uptime = Running for { $time }
admin-encoder = Encoder: { $name }
admin-failed = Failed tasks
admin-failed-none = No task has failed.
admin-dismiss = Put away
admin-failed-some = { $count ->
    [one] { $count } task has failed
   *[other] { $count } tasks have failed
}
admin-see = See
admin-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
admin-retried = The task starts again.
two-factor = Sign-in in two steps
two-factor-help = After the password, the site asks for a code that an application on your telephone shows. A stolen password is no longer enough.
two-factor-is-on = Sign-in in two steps is on.
two-factor-begin = Switch sign-in in two steps on
two-factor-change = Recovery codes and switching off
two-factor-scan = With an application for codes, such as Aegis, FreeOTP or 2FAS, scan this picture:
two-factor-picture = Picture to scan with the application for codes
two-factor-type = Or type this key into the application:
two-factor-first-code = Code that the application shows
two-factor-switch-on = Switch on
two-factor-switch-off = Switch sign-in in two steps off
recovery-codes = Recovery codes
recovery-codes-help = Write them down on paper: if you lose your telephone, each of them stands for a code, once. They will not be shown again.
recovery-codes-kept = I have written them down
recovery-codes-new = Make new recovery codes
recovery-codes-new-help = The old recovery codes will be of no use any more.
recovery-codes-left = { $count ->
    [0] You have no recovery code left.
    [one] You have { $count } recovery code left.
   *[other] You have { $count } recovery codes left.
}
sessions = Signed-in devices
sessions-help = Where your account is open. If you do not know a device, sign it out and change your password.
session-unknown = Unknown device
session-application = application
session-since = Since { $date }
session-used = used { $date }
session-this = this device
session-end = Sign out
sessions-end-others = Sign all others out

settings-sensitive = Sensitive videos
settings-sensitive-help = For visitors, and for members who have chosen nothing else.
settings-shares = Viewers share videos with one another
settings-shares-help = When several people watch the same video, their browsers pass pieces of it on to one another, and the line of the site carries less. Everybody can say no. The page “About” says what others can see.
account-shares = Share the videos that I watch
account-shares-help = Your browser passes pieces of them on to those who watch the same video.
settings-sensitive-site = As the site has it
settings-address = Address of the site
settings-address-help = Chosen at the setup; it no longer changes here, because links that were shared hold it.
settings-sensitive-kind = And for: { $kind }
settings-sensitive-same = As for the others
