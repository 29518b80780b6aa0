//! What a member is told, looked up and in words: for the page, for applications and for letters.

use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::collaborator::Collaborator;
use crate::db::comment::Comment;
use crate::db::notification::Notification;
use crate::db::ownership::Ownership;
use crate::db::registration::Registration;
use crate::db::report::Report;
use crate::db::video::Video;
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::domain::comment::can_moderate;
use crate::domain::id::{Reference, to_short};
use crate::domain::notification::Kind;
use crate::domain::report::{State, Subject as Flagged};
use crate::domain::video::{Privacy, can_take_part};
use crate::error::Result;
use crate::i18n::{Argument, Language};

/// A notification with everything that it is about and that the person may still see.
pub struct Told {
    pub row: Notification,
    pub subject: Subject,
}

pub enum Subject {
    Film(Box<Video>),
    Comment(Box<Video>, Comment, Account),
    Follower(Account, Channel),
    Request(Registration),
    Collaborator(Box<Shared>),
    Ownership(Box<Offered>),
    Report(Box<Reported>),
}

/// An invitation to keep a channel, with everybody concerned.
pub struct Shared {
    pub collaborator: Collaborator,
    pub channel: Channel,
    pub owner: Account,
    /// Who was asked.
    pub account: Account,
}

/// A report, and who wrote it where the account is still there.
pub struct Reported {
    pub report: Report,
    pub reporter: Option<Account>,
}

/// The offer of a channel or of a film, with everybody concerned.
pub struct Offered {
    pub offer: Ownership,
    /// The film, where it is not the whole channel.
    pub film: Option<Video>,
    pub channel: Channel,
    pub initiator: Account,
    pub next_owner: Account,
}

/// The details of a notification; none where the film is hidden by now, or the words are deleted.
pub fn told(read: &Read, row: Notification, person: &Person) -> Result<Option<Told>> {
    let film = |id: i64| -> Result<Option<Video>> {
        let video = db::video::find(read, Reference::Number(id))?;
        // Whoever was told of it knows it: neither is unlisted an obstacle, nor a password that they have shown.
        let may = |video: &Video| can_take_part(video.guarded(), Reference::Uuid(video.uuid), person);
        Ok(video.filter(may))
    };
    let subject = if let Some(id) = row.video_id {
        film(id)?.map(|video| Subject::Film(Box::new(video)))
    } else if let Some(id) = row.comment_id {
        let comment = db::comment::by_id(read, id)?.filter(|comment| comment.deleted_at.is_none());
        let Some(comment) = comment else { return Ok(None) };
        let author = comment.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
        let video =
            film(comment.video_id)?.filter(|video| !comment.is_held || can_moderate(video.holding(), person));
        video.zip(author).map(|(video, author)| Subject::Comment(Box::new(video), comment, author))
    } else if let (Some(account_id), Some(channel_id)) = (row.account_id, row.channel_id) {
        let account = db::account::by_account(read, account_id)?;
        let channel = db::channel::by_id(read, channel_id)?;
        account.zip(channel).map(|(account, channel)| Subject::Follower(account, channel))
    } else if let Some(id) = row.registration_id {
        db::registration::find(read, id)?.map(Subject::Request)
    } else if let Some(id) = row.collaborator_id {
        let Some(collaborator) = db::collaborator::by_id(read, id)? else { return Ok(None) };
        let Some(channel) = db::channel::by_id(read, collaborator.channel_id)? else { return Ok(None) };
        let owner = db::account::by_account(read, channel.account_id)?;
        let account = db::account::by_account(read, collaborator.account_id)?;
        owner.zip(account).map(|(owner, account)| {
            Subject::Collaborator(Box::new(Shared { collaborator, channel, owner, account }))
        })
    } else if let Some(id) = row.ownership_id {
        offered(read, id)?.map(|offered| Subject::Ownership(Box::new(offered)))
    } else if let Some(id) = row.report_id {
        let report = db::report::by_id(read, id)?;
        // Whoever kept the house once does so no longer.
        let is_mine = |report: &Report| report.reporter_id == Some(person.account_id);
        let Some(report) = report.filter(|report| person.is_moderator() || is_mine(report)) else {
            return Ok(None);
        };
        let reporter = report.reporter_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
        Some(Subject::Report(Box::new(Reported { report, reporter })))
    } else {
        None
    };
    Ok(subject.map(|subject| Told { row, subject }))
}

/// An offer and everybody concerned; none where the channel is deleted.
pub fn offered(read: &Read, id: i64) -> Result<Option<Offered>> {
    let Some(offer) = db::ownership::by_id(read, id)? else { return Ok(None) };
    let Some(channel) = db::channel::by_id(read, offer.channel_id)? else { return Ok(None) };
    let initiator = db::account::by_account(read, offer.initiator_account_id)?;
    let next_owner = db::account::by_account(read, offer.next_owner_account_id)?;
    let film = offer.video_id.map(|id| db::video::find(read, Reference::Number(id))).transpose()?.flatten();
    let both = initiator.zip(next_owner);
    Ok(both.map(|(initiator, next_owner)| Offered { offer, film, channel, initiator, next_owner }))
}

/// A page of what a person is told of, the newest first.
pub fn page_of(
    read: &Read,
    person: &Person,
    is_read: Option<bool>,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Told>)> {
    let (total, rows) = db::notification::list(read, person.user_id, is_read, start, count)?;
    let all = rows.into_iter().filter_map(|row| told(read, row, person).transpose());
    Ok((total, all.collect::<Result<_>>()?))
}

/// What happened in one sentence, and the path of the page where it did.
pub fn in_words(language: Language, told: &Told) -> (String, String) {
    let (key, name, title, path) = match &told.subject {
        Subject::Film(video) => {
            let key = match (told.row.kind, video.about.privacy) {
                (Kind::NewFilm, _) => "told-new-film",
                (Kind::Blocked, _) => "told-blocked",
                (Kind::Unblocked, _) => "told-unblocked",
                (_, Privacy::Private) => "told-ready",
                _ => "told-published",
            };
            (key, video.channel.display_name.clone(), video.about.name.clone(), film_path(video))
        }
        Subject::Comment(video, comment, author) => {
            let key = match told.row.kind {
                Kind::Answer => "told-answer",
                _ if comment.is_held => "told-comment-held",
                _ => "told-comment",
            };
            let path = format!("{}#comment-{}", film_path(video), comment.id);
            (key, author.display_name.clone(), video.about.name.clone(), path)
        }
        Subject::Follower(account, channel) => (
            "told-follower",
            account.display_name.clone(),
            channel.about.display_name.clone(),
            format!("/a/{}", account.name),
        ),
        Subject::Request(asked) => {
            ("told-request", asked.username.clone(), String::new(), "/admin/people".to_owned())
        }
        Subject::Collaborator(shared) => {
            let channel = shared.channel.about.display_name.clone();
            match told.row.kind {
                Kind::InvitationAccepted => {
                    let path = format!("/my/channels/{}/team", shared.channel.handle);
                    ("told-invitation-accepted", shared.account.display_name.clone(), channel, path)
                }
                Kind::InvitationRefused => {
                    let path = format!("/my/channels/{}/team", shared.channel.handle);
                    ("told-invitation-refused", shared.account.display_name.clone(), channel, path)
                }
                _ => {
                    ("told-invitation", shared.owner.display_name.clone(), channel, "/my/channels".to_owned())
                }
            }
        }
        Subject::Report(reported) => {
            let Reported { report, reporter } = &**reported;
            let name = reporter.as_ref().map(|one| one.display_name.clone()).unwrap_or_default();
            let title = match &report.subject {
                Flagged::Video { name, .. } => name.clone(),
                Flagged::Comment { video_name, .. } => video_name.clone(),
                Flagged::Account { name } => name.clone(),
            };
            let key = match (told.row.kind, report.state) {
                (Kind::ReportDecided, State::Accepted) => "told-report-accepted",
                (Kind::ReportDecided, State::Rejected) => "told-report-rejected",
                (Kind::ReportDecided, State::Pending) => "told-report-reopened",
                (Kind::ReportAnswered, _) => "told-report-answered",
                _ => "told-report",
            };
            (key, name, title, format!("/reports/{}", report.id))
        }
        Subject::Ownership(offered) if offered.film.is_some() => {
            let film = offered.film.as_ref();
            let title = film.map(|film| film.about.name.clone()).unwrap_or_default();
            match told.row.kind {
                Kind::FilmOwnershipAccepted | Kind::FilmOwnershipRefused => {
                    let key = match told.row.kind {
                        Kind::FilmOwnershipAccepted => "told-film-accepted",
                        _ => "told-film-refused",
                    };
                    let path = film.map(film_path).unwrap_or_default();
                    (key, offered.next_owner.display_name.clone(), title, path)
                }
                _ => (
                    "told-film-offered",
                    offered.initiator.display_name.clone(),
                    title,
                    "/my/videos".to_owned(),
                ),
            }
        }
        Subject::Ownership(offered) => {
            let channel = offered.channel.about.display_name.clone();
            match told.row.kind {
                Kind::OwnershipAccepted | Kind::OwnershipRefused => {
                    let key = match told.row.kind {
                        Kind::OwnershipAccepted => "told-ownership-accepted",
                        _ => "told-ownership-refused",
                    };
                    let path = format!("/c/{}/videos", offered.channel.handle);
                    (key, offered.next_owner.display_name.clone(), channel, path)
                }
                _ => (
                    "told-ownership",
                    offered.initiator.display_name.clone(),
                    channel,
                    "/my/channels".to_owned(),
                ),
            }
        }
    };
    let arguments = [("name", Argument::Text(name)), ("title", Argument::Text(title))];
    (language.say(key, &arguments), path)
}

fn film_path(video: &Video) -> String {
    format!("/w/{}", to_short(video.uuid))
}
