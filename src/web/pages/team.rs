//! Who keeps a channel together: invited, taken out, left; what they did in it; and giving it to somebody else.

use super::{PAGE, face, page, page_number, pagination, problem};
use crate::actions::notifications::told::{Subject, Told};
use crate::actions::{channels, collaborators, ownership};
use crate::db::account::Account;
use crate::db::activity::Activity;
use crate::db::channel::Channel;
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::domain::activity::{Action, Target};
use crate::domain::collaborator::State;
use crate::domain::id::to_short;
use crate::domain::video::can_give_away;
use crate::domain::{notification, ownership as offers};
use crate::error::{Error, Kind, Result};
use crate::i18n::{Argument, Language};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{
    ActivityRow, AnswerWay, AskedRow, ChannelGivePage, Keeper, Problems, Section, TeamPage,
};

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    page(&view(visit, handle).await?)
}

/// What the page tells, out of one state of the database.
struct Team {
    channel: Channel,
    owner: Option<Account>,
    keepers: Vec<(db::collaborator::Collaborator, Account)>,
    offer: Option<(i64, String)>,
    channels: usize,
    total: i64,
    activities: Vec<(Activity, Option<String>)>,
}

fn team(read: &Read, person: &Person, handle: &str, start: u32) -> Result<Team> {
    let channel = channels::owned(read, person, handle)?;
    let both = |row: db::collaborator::Collaborator| {
        Ok(db::account::by_account(read, row.account_id)?.map(|account| (row, account)))
    };
    let keepers = db::collaborator::of_channel(read, channel.id)?;
    let keepers = keepers.into_iter().filter_map(|row| both(row).transpose()).collect::<Result<_>>()?;
    let offer = match db::ownership::waiting(read, channel.id)? {
        Some(offer) => {
            let to = db::account::by_account(read, offer.next_owner_account_id)?;
            to.map(|to| (offer.id, to.display_name))
        }
        None => None,
    };
    let (total, rows) = db::activity::list(read, channel.id, true, start, PAGE)?;
    let named = |row: Activity| {
        let who = row.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
        Ok((row, who.map(|who| who.display_name)))
    };
    Ok(Team {
        owner: db::account::by_account(read, channel.account_id)?,
        keepers,
        offer,
        channels: db::channel::of_account(read, channel.account_id)?.len(),
        total,
        activities: rows.into_iter().map(named).collect::<Result<_>>()?,
        channel,
    })
}

async fn view(visit: &Visit, handle: &str) -> Result<TeamPage> {
    let (person, handle) = (visit.signed_in()?.clone(), handle.to_owned());
    let (current, asking) = (page_number(visit), person.clone());
    let found = visit.app.db.read(move |read| team(read, &asking, &handle, (current - 1) * PAGE)).await?;
    let channel = found.channel;
    let keeper = |account: &Account| Keeper {
        name: account.display_name.clone(),
        username: account.name.clone(),
        avatar: face(&account.avatars),
        is_oneself: account.id == person.account_id,
        ..Keeper::default()
    };
    let path = format!("/my/channels/{}/team", channel.handle);
    Ok(TeamPage {
        page: visit.layout(Section::Channels, visit.language.t("team-title")),
        owner: found.owner.as_ref().map(keeper).unwrap_or_default(),
        keepers: found
            .keepers
            .iter()
            .map(|(row, account)| Keeper {
                id: row.id,
                is_pending: row.state == State::Pending,
                ..keeper(account)
            })
            .collect(),
        is_owner: can_give_away(channel.holding(), &person),
        offer: found.offer,
        may_be_given: found.channels > 1,
        activities: found.activities.iter().map(|(row, who)| activity(visit.language, row, who)).collect(),
        pagination: pagination(&path, current, found.total),
        handle: channel.handle,
        name: channel.about.display_name,
        ..TeamPage::default()
    })
}

fn activity(language: Language, row: &Activity, who: &Option<String>) -> ActivityRow {
    let key = match (row.target, row.action) {
        (Target::Channel, Action::OfferOwnership) => "activity-offered",
        (Target::Channel, Action::AcceptOwnership) => "activity-taken",
        (Target::Channel, Action::RefuseOwnership) => "activity-refused",
        (Target::Channel, Action::WithdrawOwnership) => "activity-withdrawn",
        (Target::Channel, _) => "activity-channel-changed",
        (Target::Video, Action::Create) => "activity-video-sent",
        (Target::Video, Action::Delete) => "activity-video-deleted",
        (Target::Video, Action::UpdateCaptions) => "activity-captions",
        (Target::Video, Action::UpdateChapters) => "activity-chapters",
        (Target::Video, Action::UpdatePasswords) => "activity-passwords",
        (Target::Video, Action::LeaveChannel) => "activity-video-left",
        (Target::Video, Action::EnterChannel) => "activity-video-entered",
        (Target::Video, Action::OfferOwnership) => "activity-video-offered",
        (Target::Video, Action::AcceptOwnership) => "activity-video-taken",
        (Target::Video, Action::RefuseOwnership) => "activity-video-refused",
        (Target::Video, Action::WithdrawOwnership) => "activity-video-withdrawn",
        (Target::Video, _) => "activity-video-changed",
        (Target::Playlist, Action::Create) => "activity-list-made",
        (Target::Playlist, Action::Delete) => "activity-list-deleted",
        (Target::Playlist, Action::UpdateElements) => "activity-list-films",
        (Target::Playlist, _) => "activity-list-changed",
    };
    let name = who.clone().unwrap_or_else(|| language.t("activity-somebody").to_owned());
    let arguments = [("name", Argument::Text(name)), ("title", Argument::Text(row.name.clone()))];
    let url = row.uuid.filter(|_| row.action != Action::Delete).map(|uuid| match row.target {
        Target::Playlist => format!("/w/p/{}", to_short(uuid)),
        Target::Video | Target::Channel => format!("/w/{}", to_short(uuid)),
    });
    ActivityRow { text: language.say(key, &arguments), url, when: row.created_at.0 / 1000 }
}

pub async fn invite(visit: &mut Visit, handle: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let name = form.text("name");
    match collaborators::invite(&visit.app.db, &person, handle, &name).await {
        Ok(_) => Ok(answer::see_other(&format!("/my/channels/{handle}/team?done=team-invited"))),
        // Who may not invite does not see the form either.
        Err(error) if matches!(error.kind, Kind::Internal | Kind::Forbidden) => Err(error),
        Err(error) if error.said.key == "error-not-found" => Err(error),
        Err(error) => {
            let problems = problem(visit.language, Some("name"), &error);
            let view = TeamPage { problems, typed: name, ..view(visit, handle).await? };
            refused(page(&view)?, &error)
        }
    }
}

pub async fn act(visit: &mut Visit, handle: &str, id: &str, verb: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, id) = (&visit.app.db, id.parse().map_err(|_| Error::not_found("error-not-found"))?);
    match verb {
        "accept" => {
            collaborators::answer(db, &person, handle, id, true).await?;
            Ok(answer::see_other("/my/channels?done=team-joined"))
        }
        "reject" => {
            collaborators::answer(db, &person, handle, id, false).await?;
            Ok(answer::see_other("/my/channels?done=team-declined"))
        }
        "remove" => {
            let removed = collaborators::remove(db, &person, handle, id).await?;
            Ok(match removed.account_id == person.account_id {
                true => answer::see_other("/my/channels?done=team-left"),
                false => answer::see_other(&format!("/my/channels/{handle}/team?done=team-removed")),
            })
        }
        _ => Err(Error::not_found("error-not-found")),
    }
}

/// Says what giving the channel away means, and asks to whom.
pub async fn ask_give(visit: &Visit, handle: &str) -> Result<Response> {
    page(&give_view(visit, handle).await?)
}

async fn give_view(visit: &Visit, handle: &str) -> Result<ChannelGivePage> {
    let (person, handle) = (visit.signed_in()?.clone(), handle.to_owned());
    let found = visit.app.db.read(move |read| {
        let channel = channels::own(read, &person, &handle)?;
        Ok((db::channel::count_films(read, channel.id)?, channel))
    });
    let (films, channel) = found.await?;
    Ok(ChannelGivePage {
        page: visit.layout(Section::Channels, visit.language.t("give-title")),
        handle: channel.handle,
        name: channel.about.display_name,
        films: films.max(0) as u64,
        ..ChannelGivePage::default()
    })
}

pub async fn give(visit: &mut Visit, handle: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let asked = give_view(visit, handle).await?;
    let next = form.text("next");
    let (field, offered) = if form.text("name").trim() == asked.handle {
        (Some("next"), ownership::offer(&visit.app.db, &person, handle, &next).await)
    } else {
        (Some("name"), Err(Error::invalid("error-channel-name")))
    };
    match offered {
        Ok(()) => Ok(answer::see_other(&format!("/my/channels/{handle}/team?done=give-offered"))),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::Forbidden) => Err(error),
        Err(error) => {
            let field = field.filter(|_| error.said.key != "error-ownership-waiting");
            let problems: Problems = problem(visit.language, field, &error);
            refused(page(&ChannelGivePage { problems, next, ..asked })?, &error)
        }
    }
}

pub async fn act_on_offer(visit: &mut Visit, handle: &str, id: &str, verb: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, id) = (&visit.app.db, id.parse().map_err(|_| Error::not_found("error-not-found"))?);
    match verb {
        "accept" => {
            ownership::accept(db, &person, id).await?;
            Ok(answer::see_other("/my/channels?done=give-taken"))
        }
        "refuse" => {
            ownership::refuse(db, &person, id).await?;
            Ok(answer::see_other("/my/channels?done=give-refused"))
        }
        "withdraw" => {
            ownership::withdraw(db, &person, id).await?;
            Ok(answer::see_other(&format!("/my/channels/{handle}/team?done=give-withdrawn")))
        }
        _ => Err(Error::not_found("error-not-found")),
    }
}

/// The buttons under what a person is asked, if it still waits for them.
pub fn asked(told: &Told, text: &str, person: &Person) -> Option<AskedRow> {
    let (base, id, yes, no) = match (&told.subject, told.row.kind) {
        (Subject::Collaborator(shared), notification::Kind::Invitation) => {
            let row = &shared.collaborator;
            let waits = row.state == State::Pending && row.account_id == person.account_id;
            let base = format!("/my/channels/{}/team", shared.channel.handle);
            waits.then_some((base, row.id, "accept", "reject"))?
        }
        (Subject::Ownership(offered), notification::Kind::FilmOwnership) => {
            let row = &offered.offer;
            let waits = row.state == offers::State::Pending && row.next_owner_account_id == person.account_id;
            waits.then_some(("/my/videos/offers".to_owned(), row.id, "accept", "refuse"))?
        }
        (Subject::Ownership(offered), notification::Kind::Ownership) => {
            let row = &offered.offer;
            let waits = row.state == offers::State::Pending && row.next_owner_account_id == person.account_id;
            let base = format!("/my/channels/{}/give", offered.channel.handle);
            waits.then_some((base, row.id, "accept", "refuse"))?
        }
        _ => return None,
    };
    Some(asked_row(text.to_owned(), &base, id, (yes, no)))
}

fn asked_row(text: String, base: &str, id: i64, (yes, no): (&str, &str)) -> AskedRow {
    AskedRow {
        text,
        yes: AnswerWay { path: format!("{base}/{id}/{yes}"), label_key: "asked-accept" },
        no: AnswerWay { path: format!("{base}/{id}/{no}"), label_key: "asked-decline" },
    }
}

/// What waits for the person's answer: channels to keep with others, and channels to take.
pub fn waiting(read: &Read, language: Language, account_id: i64) -> Result<Vec<AskedRow>> {
    let mut rows = Vec::new();
    let say = |key: &'static str, name: String, channel: &Channel| {
        let title = channel.about.display_name.clone();
        language.say(key, &[("name", Argument::Text(name)), ("title", Argument::Text(title))])
    };
    for row in db::collaborator::waiting_for(read, account_id)? {
        let Some(channel) = db::channel::by_id(read, row.channel_id)? else { continue };
        let Some(owner) = db::account::by_account(read, channel.account_id)? else { continue };
        let base = format!("/my/channels/{}/team", channel.handle);
        let text = say("told-invitation", owner.display_name, &channel);
        rows.push(asked_row(text, &base, row.id, ("accept", "reject")));
    }
    let offers = db::ownership::waiting_for(read, account_id)?;
    for row in offers.into_iter().filter(|row| row.video_id.is_none()) {
        let Some(channel) = db::channel::by_id(read, row.channel_id)? else { continue };
        let Some(from) = db::account::by_account(read, row.initiator_account_id)? else { continue };
        let base = format!("/my/channels/{}/give", channel.handle);
        let text = say("told-ownership", from.display_name, &channel);
        rows.push(asked_row(text, &base, row.id, ("accept", "refuse")));
    }
    Ok(rows)
}

/// A channel as it is called where one is chosen: with the name of its owner if that is somebody else.
pub fn label(language: Language, channel: &Channel, owner: Option<&str>) -> String {
    let title = channel.about.display_name.clone();
    match owner {
        None => title,
        Some(name) => {
            let arguments = [("title", Argument::Text(title)), ("name", Argument::Text(name.to_owned()))];
            language.say("channel-shared", &arguments)
        }
    }
}

/// The channels in which an account may publish, each with the name of its owner if that is somebody else.
pub fn kept(read: &Read, account_id: i64) -> Result<Vec<(Channel, Option<String>)>> {
    let named = |channel: Channel| {
        let owner = match channel.account_id == account_id {
            true => None,
            false => db::account::by_account(read, channel.account_id)?.map(|owner| owner.display_name),
        };
        Ok((channel, owner))
    };
    db::channel::kept_by(read, account_id)?.into_iter().map(named).collect()
}

fn refused(mut response: Response, error: &Error) -> Result<Response> {
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}
