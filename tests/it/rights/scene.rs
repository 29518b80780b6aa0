//! One person who asks, and a member with everything that can belong to somebody.

use std::sync::atomic::{AtomicU32, Ordering};

use lucarne::actions::sessions;
use lucarne::db::{self, Tx};
use lucarne::domain::account::{Person, Role};
use lucarne::domain::collaborator;
use lucarne::domain::comment::CommentsPolicy;
use lucarne::domain::job::Job;
use lucarne::domain::moment::Moment;
use lucarne::domain::notification::Kind;
use lucarne::domain::playlist::{self, Part};
use lucarne::domain::report::Subject;
use lucarne::domain::torrent::Torrent;
use lucarne::domain::video::{Description, Privacy, State};
use lucarne::error::Result;
use lucarne::p2p::torrent::{Info, Pieces};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::site::Site;

/// Stands in everything of the member that others must not read.
pub const SECRET: &str = "verborgen";

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Who {
    Stranger,
    /// To whom everything belongs.
    Member,
    Another,
    /// Who keeps the channels of the member with them.
    Collaborator,
    Moderator,
    Administrator,
}

impl Who {
    pub const ALL: [Self; 6] = [
        Self::Stranger,
        Self::Member,
        Self::Another,
        Self::Collaborator,
        Self::Moderator,
        Self::Administrator,
    ];
}

pub struct Scene {
    pub token: Option<String>,
    pub session: Option<String>,
    owner_id: i64,
    names: Vec<(&'static str, String)>,
}

impl Scene {
    pub async fn new(site: &Site, who: Who, password_hash: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let password_hash = password_hash.to_owned();
        let made = site.app.db.write(move |tx| {
            let owner = person(
                tx,
                &format!("owner{number}"),
                &format!("{SECRET}.example"),
                Role::Member,
                &password_hash,
            )?;
            let names = belongings(tx, &owner, number, &password_hash)?;
            let asks =
                |role| person(tx, &format!("asker{number}"), "example.org", role, &password_hash).map(Some);
            let asker = match who {
                Who::Stranger => None,
                Who::Member => Some(owner.clone()),
                Who::Another => asks(Role::Member)?,
                Who::Collaborator => {
                    let asker = asks(Role::Member)?.expect("it was made");
                    for channel in db::channel::of_account(tx, owner.account_id)? {
                        keeps(tx, channel.id, &asker)?;
                    }
                    Some(asker)
                }
                Who::Moderator => asks(Role::Moderator)?,
                Who::Administrator => asks(Role::Administrator)?,
            };
            let secrets = asker.map(|asker| sign_in(tx, &asker)).transpose()?;
            Ok((owner, secrets, names))
        });
        let (owner, secrets, mut names) = made.await.expect("everything can be made");
        let client = &site.app.client;
        names.extend([
            ("client", client.id.clone()),
            ("client_secret", client.secret.clone()),
            ("site", site.origin.clone()),
        ]);
        let (token, session) = secrets.unzip();
        let scene = Self { token, session, owner_id: owner.user_id, names };
        scene.write_files(site);
        scene
    }

    /// The text with the things of this scene where their names stand in braces.
    pub fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// Everything of the owner that somebody else could have changed.
    pub fn belongings(&self, connection: &rusqlite::Connection) -> String {
        let sql = "
            SELECT coalesce((SELECT json_array(email, password_hash, role, quota, blocked_at, preferences, account_id)
                             FROM user WHERE id = ?1), '')
                || (SELECT json_group_array(json_array(id, display_name, description)) FROM account WHERE id = a)
                || (SELECT json_group_array(json_array(v.id, v.name, v.description, state, privacy, channel_id, scheduled_at))
                    FROM video v JOIN channel c ON c.id = v.channel_id WHERE account_id = a)
                || (SELECT json_group_array(json_array(id, display_name, deleted_at)) FROM channel WHERE account_id = a)
                || (SELECT json_group_array(json_array(id, name, privacy)) FROM video_playlist WHERE account_id = a)
                || (SELECT json_group_array(json_array(e.id, e.position, start_timestamp)) FROM video_playlist_element e
                    JOIN video_playlist p ON p.id = e.playlist_id WHERE account_id = a)
                || (SELECT json_group_array(json_array(id, text, is_held)) FROM comment WHERE account_id = a)
                || (SELECT count(*) FROM notification n WHERE n.user_id = ?1 AND is_read)
                || (SELECT json_group_array(seconds) FROM watched WHERE account_id = a)
                || (SELECT json_group_array(channel_id) FROM subscription WHERE account_id = a)
                || (SELECT json_group_array(video_id) FROM caption WHERE video_id IN
                        (SELECT v.id FROM video v JOIN channel c ON c.id = v.channel_id WHERE account_id = a))
                || (SELECT json_group_array(json_array(video_id, reason)) FROM video_block WHERE video_id IN
                        (SELECT v.id FROM video v JOIN channel c ON c.id = v.channel_id WHERE account_id = a))
                || (SELECT json_group_array(password) FROM video_password WHERE video_id IN
                        (SELECT v.id FROM video v JOIN channel c ON c.id = v.channel_id WHERE account_id = a))
                || (SELECT json_group_array(json_array(k.id, k.state)) FROM channel_collaborator k
                    JOIN channel c ON c.id = k.channel_id WHERE c.account_id = a)
                || (SELECT json_group_array(json_array(o.id, o.state)) FROM channel_ownership o
                    JOIN channel c ON c.id = o.channel_id WHERE c.account_id = a)
                || (SELECT json_group_array(json_array(id, state, note)) FROM report WHERE reporter_id = a)
                || (SELECT json_group_array(text) FROM report_message WHERE account_id = a)
                || (SELECT json_group_array(json_array(by_account_id, account_id)) FROM account_block
                    WHERE a IN (by_account_id, account_id) AND (by_account_id = a OR by_account_id IS NULL))
                || (SELECT json_group_array(id) FROM upload WHERE user_id = ?1)
                || (SELECT count(*) FROM oauth_token o WHERE o.user_id = ?1 AND login_device = 'scene')
            FROM (SELECT (SELECT account_id FROM user WHERE id = ?1) AS a)";
        connection.query_row(sql, [self.owner_id], |row| row.get(0)).expect("it can be read")
    }

    /// The bytes behind the rows, as far as the table asks for them.
    fn write_files(&self, site: &Site) {
        let media = site.data.join("media");
        for name in ["film", "private", "internal", "locked"] {
            let uuid = self.filled(&format!("{{{name}}}"));
            let folder = media.join("streaming-playlists/hls").join(&uuid);
            std::fs::create_dir_all(&folder).expect("the tests may write there");
            std::fs::write(folder.join(format!("{uuid}-240-fragmented.mp4")), b"film").expect("so they may");
            for (kind, ending) in [("thumbnails", "jpg"), ("captions", "vtt")] {
                std::fs::write(media.join(kind).join(format!("{uuid}.{ending}")), b"small")
                    .expect("and there");
            }
            std::fs::write(media.join(format!("torrents/{uuid}.torrent")), info("Film").bare())
                .expect("and there");
        }
        let upload = site.data.join("originals").join(self.filled("{upload}"));
        std::fs::write(upload, b"").expect("and there");
    }
}

fn person(tx: &Tx, name: &str, host: &str, role: Role, password_hash: &str) -> Result<Person> {
    let email = format!("{name}@{host}");
    let new = db::account::New {
        username: name,
        display_name: name,
        email: &email,
        password_hash,
        role,
        quota: -1,
    };
    let person = db::account::insert(tx, &new)?;
    db::channel::insert(tx, person.account_id, &format!("{name}_channel"), name)?;
    Ok(person)
}

/// Makes somebody keep a channel together with its owner; the number of the row.
fn keeps(tx: &Tx, channel_id: i64, person: &Person) -> Result<i64> {
    let id = db::collaborator::invite(tx, channel_id, person.account_id)?;
    db::collaborator::set_state(tx, id, collaborator::State::Accepted)?;
    Ok(id)
}

fn film(tx: &Tx, channel_id: i64, name: &str, privacy: Privacy) -> Result<(i64, String)> {
    let uuid = Uuid::new_v4();
    let about = Description { name: name.to_owned(), privacy, ..Description::default() };
    let new =
        db::video::New { uuid, channel_id, about: &about, original: "x", original_name: "x.mp4", bytes: 10 };
    let id = db::video::insert(tx, &new)?;
    let file = db::video::VideoFile {
        id: 0,
        resolution: 240,
        width: 426,
        height: 240,
        fps: 25,
        bytes: 4,
        file: format!("{uuid}-240-fragmented.mp4"),
        playlist: format!("{uuid}-240.m3u8"),
        has_audio: true,
        has_video: true,
        bandwidth: 1,
        codecs: String::new(),
        torrent: None,
    };
    let made = db::video::Prepared {
        duration: 60,
        aspect_ratio: None,
        thumbnail: format!("{uuid}.jpg"),
        preview: format!("{uuid}.jpg"),
        master: format!("{uuid}-master.m3u8"),
        hashes: format!("{uuid}-segments-sha256.json"),
        encoder: "x264enc".to_owned(),
        files: vec![file],
        original: None,
        bytes: 10,
        remark: None,
        storyboard: None,
    };
    db::video::publish(tx, id, &made)?;
    for file in db::video::files(tx, id)? {
        let torrent = Torrent { file: format!("{uuid}.torrent"), info_hash: uuid_twice(uuid) };
        // A film that is not public takes none.
        let made = db::torrent::Made { torrent, name: info(name).name };
        db::torrent::replace(tx, file.id, &made)?;
    }
    db::caption::put(tx, id, "fr", &format!("{uuid}.vtt"))?;
    Ok((id, uuid.to_string()))
}

/// What the torrent of a film of this title says of its four bytes.
fn info(title: &str) -> Info {
    let mut pieces = Pieces::new(4);
    pieces.push(b"film");
    pieces.finish(lucarne::domain::torrent::name(title, 240)).expect("it has four bytes")
}

/// A hash that no other film has.
fn uuid_twice(uuid: Uuid) -> [u8; 20] {
    std::array::from_fn(|place| uuid.as_bytes()[place % 16])
}

fn comment(tx: &Tx, video_id: i64, account_id: i64, is_held: bool) -> Result<i64> {
    let new = db::comment::New {
        video_id,
        account_id,
        thread_id: None,
        reply_to: None,
        text: "Bravo",
        is_held,
        url: None,
    };
    db::comment::insert(tx, &new)
}

/// A list with one film in it; its UUID and the number of the place.
fn list(tx: &Tx, owner: &Person, name: &str, about: playlist::About, film: i64) -> Result<(String, i64)> {
    let uuid = Uuid::new_v4();
    let about = playlist::About { display_name: name.to_owned(), ..about };
    let id = db::playlist::insert(tx, owner.account_id, uuid, playlist::Kind::Regular, &about)?;
    db::playlist::describe(tx, id, &about)?;
    Ok((uuid.to_string(), db::playlist::element::add(tx, id, film, Part::default())?))
}

fn to_short(uuid: &str) -> String {
    lucarne::domain::id::to_short(Uuid::parse_str(uuid).expect("it is one"))
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn soon(tx: &Tx) -> Moment {
    Moment(tx.now.0 + 3_600_000)
}

/// Signs somebody in everywhere; the secrets of an application and of a browser.
fn sign_in(tx: &Tx, person: &Person) -> Result<(String, String)> {
    let session = sessions::new_secret();
    db::session::insert(tx, &hash(&session), person.user_id, None, soon(tx))?;
    Ok((issue_token(tx, person, None)?, session))
}

fn issue_token(tx: &Tx, person: &Person, device: Option<&str>) -> Result<String> {
    let access = sessions::new_secret();
    let login = db::session::Login { user_id: person.user_id, device: device.map(str::to_owned), at: tx.now };
    let tokens = db::session::Tokens {
        access: hash(&access),
        refresh: hash(&sessions::new_secret()),
        access_expires_at: soon(tx),
        refresh_expires_at: soon(tx),
    };
    db::session::insert_tokens(tx, &login, None, &tokens)?;
    Ok(access)
}

/// A link that works once; its number and its secret.
fn link(tx: &Tx, user_id: Option<i64>, role: Role) -> Result<(i64, String)> {
    let secret = sessions::new_secret();
    let expires_at = soon(tx);
    let (note, created_at) = (String::new(), tx.now);
    let link = db::one_time_link::Link {
        id: 0,
        user_id,
        role,
        quota: -1,
        note,
        email: None,
        created_at,
        expires_at,
    };
    db::one_time_link::insert(tx, &hash(&secret), &link)?;
    Ok((tx.last_insert_rowid(), secret))
}

fn belongings(
    tx: &Tx,
    owner: &Person,
    number: u32,
    password_hash: &str,
) -> Result<Vec<(&'static str, String)>> {
    // There are only so many of these at once, and earlier scenes are over.
    tx.execute("DELETE FROM registration", [])?;
    tx.execute("DELETE FROM job WHERE state = 'parked'", [])?;
    let channel = db::channel::by_handle(tx, &format!("{}_channel", owner.username))?.expect("it was made");
    let (second, lost) = (format!("second{number}"), format!("lost{number}"));
    let second_id = db::channel::insert(tx, owner.account_id, &second, "Second")?;
    let lost_id = db::channel::insert(tx, owner.account_id, &lost, "Lost")?;
    db::channel::set_deleted(tx, lost_id, Some(tx.now))?;

    let (film_id, film_uuid) = film(tx, channel.id, "Le jardin", Privacy::Public)?;
    let file_id: i64 =
        tx.query_row("SELECT id FROM video_file WHERE video_id = ?1", [film_id], |row| row.get(0))?;
    let (private_id, private) = film(tx, channel.id, SECRET, Privacy::Private)?;
    let (unlisted_id, unlisted) = film(tx, channel.id, "Derrière", Privacy::Unlisted)?;
    let (moderated_id, moderated) = film(tx, channel.id, "Attendu", Privacy::Public)?;
    let held_first = Description {
        name: "Attendu".to_owned(),
        privacy: Privacy::Public,
        comments: CommentsPolicy::RequiresApproval,
        ..Description::default()
    };
    db::video::describe(tx, moderated_id, &held_first)?;
    // Members find it in their lists, so its name is no secret.
    let (internal_id, internal) = film(tx, channel.id, "Entre nous", Privacy::Internal)?;
    let (locked_id, locked) = film(tx, channel.id, SECRET, Privacy::Protected)?;
    let passwords = ["ardoise", "lucarne"].map(|password| (password.to_owned(), sessions::new_secret()));
    db::video_password::add(tx, locked_id, &passwords)?;
    let password_id = tx.last_insert_rowid();
    let (deleted_id, deleted) = film(tx, channel.id, "Perdu", Privacy::Public)?;
    db::video::set_state(tx, deleted_id, State::Deleted, None)?;
    let (waiting_id, waiting) = film(tx, channel.id, "Bientôt", Privacy::Public)?;
    db::video::set_state(tx, waiting_id, State::ToPrepare, None)?;

    // Moderators unblock it, and then it must not stand in lists.
    let (blocked_id, blocked) = film(tx, channel.id, SECRET, Privacy::Unlisted)?;
    db::video_block::insert(tx, blocked_id, Some("Droits"), false)?;

    let comment_id = comment(tx, film_id, owner.account_id, false)?;
    let held = comment(tx, moderated_id, owner.account_id, true)?;
    // What the owner reports is of the film's other half: their own, for the sake of the scene.
    let subject = Subject::Account { name: owner.username.clone() };
    let report = db::report::New {
        reporter_id: owner.account_id,
        flagged_id: Some(owner.account_id),
        video_id: None,
        comment_id: None,
        subject: &subject,
        start_at: None,
        end_at: None,
        reason: SECRET,
        reasons: &[],
    };
    let report_id = db::report::insert(tx, &report)?;
    let message_id = db::report::say(tx, report_id, owner.account_id, SECRET, false)?;
    let open = playlist::About {
        privacy: Privacy::Public,
        channel_id: Some(channel.id),
        ..playlist::About::named("")
    };
    let (list_uuid, element) = list(tx, owner, "Le jardin", open, film_id)?;
    let (private_list, private_element) = list(tx, owner, SECRET, playlist::About::named(""), film_id)?;

    let about = db::notification::About { video_id: Some(private_id), ..Default::default() };
    db::notification::tell(tx, db::notification::Whom::Account(owner.account_id), Kind::Published, about)?;
    let notification = tx.last_insert_rowid();
    let place =
        db::history::Place { account_id: owner.account_id, video_id: private_id, seconds: 5, at: tx.now };
    db::history::add(tx, &[place])?;
    let followed = db::channel::by_handle(tx, "maud_channel")?.expect("the site has been set up");
    db::subscription::insert(tx, owner.account_id, followed.id)?;
    let feed_token = Uuid::new_v4().to_string();
    db::account::set_feed_token(tx, owner.user_id, &feed_token)?;
    let upload = db::upload::Upload {
        id: Uuid::new_v4().simple().to_string(),
        user_id: owner.user_id,
        channel_id: channel.id,
        file_name: "x.mp4".to_owned(),
        bytes: 1000,
        about: Description::default(),
        video_id: None,
    };
    db::upload::insert(tx, &upload)?;

    let waits = format!("waits{number}");
    let email = format!("{waits}@{SECRET}.example");
    let new = db::registration::New {
        username: &waits,
        display_name: &waits,
        email: &email,
        password_hash,
        reason: SECRET,
    };
    let registration = db::registration::insert(tx, &new)?;
    let (invitation, invite) = link(tx, None, Role::Member)?;
    let (chief_invitation, _) = link(tx, None, Role::Administrator)?;
    let (_, reset) = link(tx, Some(owner.user_id), Role::Member)?;
    let chief = db::account::by_login(tx, crate::site::ADMINISTRATOR)?.expect("the site has been set up");
    let key = Job::Erase { video_id: 1_000_000 + i64::from(number) };
    db::job::push(tx, &key, tx.now)?;
    tx.execute("UPDATE job SET state = 'parked', problem = 'on purpose' WHERE key = ?1", [key.key()])?;
    let job: i64 = tx.query_row("SELECT id FROM job WHERE key = ?1", [key.key()], |row| row.get(0))?;

    issue_token(tx, owner, Some("scene"))?;
    let application = tx.last_insert_rowid();
    let with_two = person(tx, &format!("two{number}"), "example.org", Role::Member, password_hash)?;
    db::two_factor::request(tx, with_two.user_id, b"12345678901234567890", &hash("request"))?;
    db::two_factor::confirm(tx, with_two.user_id)?;

    db::blocklist::insert(tx, Some(owner.account_id), with_two.account_id)?;
    let hidden = person(tx, &format!("hidden{number}"), "example.org", Role::Member, password_hash)?;
    db::blocklist::insert(tx, None, hidden.account_id)?;

    let editor = person(tx, &format!("editor{number}"), "example.org", Role::Member, password_hash)?;
    let editing = keeps(tx, channel.id, &editor)?;
    let heir = person(tx, &format!("heir{number}"), "example.org", Role::Member, password_hash)?;
    let asked = db::collaborator::invite(tx, channel.id, heir.account_id)?;
    let offer = db::ownership::insert(tx, second_id, None, owner.account_id, heir.account_id)?;
    let film_offer =
        db::ownership::insert(tx, channel.id, Some(internal_id), owner.account_id, heir.account_id)?;

    let text = |number: i64| number.to_string();
    Ok(vec![
        ("n", number.to_string()),
        ("owner", owner.username.clone()),
        ("owner_id", text(owner.user_id)),
        ("account_id", text(owner.account_id)),
        ("chief_id", text(chief.id)),
        ("channel", channel.handle),
        ("channel_id", text(channel.id)),
        ("second", second),
        ("lost", lost),
        ("film_short", to_short(&film_uuid)),
        ("private_short", to_short(&private)),
        ("film", film_uuid),
        ("film_id", text(film_id)),
        ("file_id", text(file_id)),
        ("private", private),
        ("private_id", text(private_id)),
        ("unlisted", unlisted),
        ("unlisted_id", text(unlisted_id)),
        ("moderated", moderated),
        ("internal_short", to_short(&internal)),
        ("internal", internal),
        ("internal_id", text(internal_id)),
        ("locked_short", to_short(&locked)),
        ("locked", locked),
        ("locked_id", text(locked_id)),
        ("password_id", text(password_id)),
        ("deleted", deleted),
        ("waiting", waiting),
        ("blocked_short", to_short(&blocked)),
        ("blocked", blocked),
        ("comment", text(comment_id)),
        ("held", text(held)),
        ("report", text(report_id)),
        ("report_message", text(message_id)),
        ("list", list_uuid),
        ("element", text(element)),
        ("private_list", private_list),
        ("private_element", text(private_element)),
        ("notification", text(notification)),
        ("followed", followed.handle),
        ("feed_token", feed_token),
        ("upload", upload.id),
        ("registration", text(registration)),
        ("invitation", text(invitation)),
        ("chief_invitation", text(chief_invitation)),
        ("invite", invite),
        ("reset", reset),
        ("job", text(job)),
        ("application", text(application)),
        ("two_id", text(with_two.user_id)),
        ("with_two", with_two.username),
        ("hidden_id", text(hidden.user_id)),
        ("hidden", hidden.username),
        ("editing", text(editing)),
        ("asked", text(asked)),
        ("heir", heir.username),
        ("offer", text(offer)),
        ("film_offer", text(film_offer)),
    ])
}
