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
