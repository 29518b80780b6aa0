//! Keeping the members: what each may do, who stays outside, who is deleted.

use super::{accounts, addresses, videos};
use crate::db::account::User;
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::{Person, Role, can_manage, check_display_name, check_email, check_password};
use crate::domain::picture::Picture;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::layout::{Layout, Small};

/// Characters of why somebody was shut out (PeerTube's limit).
const REASON: usize = 250;

/// What is changed of a member; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub password: Option<String>,
    pub role: Option<Role>,
    pub quota: Option<i64>,
    pub quota_daily: Option<i64>,
}

/// A member whom the person may manage.
pub fn managed(read: &Read, person: &Person, user_id: i64) -> Result<User> {
    let user =
        db::account::by_id(read, user_id)?.ok_or_else(|| Error::not_found("error-member-not-found"))?;
    if can_manage(person, user.role) { Ok(user) } else { Err(Error::forbidden("error-forbidden")) }
}

/// Refuses what would leave the house without anybody who has the keys.
fn check_keys_stay(read: &Read, user: &User) -> Result<()> {
    if user.role == Role::Administrator && db::account::count_administrators(read)? < 2 {
        return Err(Error::new(Kind::Conflict, "error-last-administrator"));
    }
    Ok(())
}

pub async fn change(db: &Db, person: &Person, user_id: i64, change: Change) -> Result<()> {
    change.display_name.as_deref().map_or(Ok(()), check_display_name)?;
    change.email.as_deref().map_or(Ok(()), check_email)?;
    change.password.as_deref().map_or(Ok(()), check_password)?;
    let password_hash = match change.password {
        Some(password) => Some(accounts::hash_password(password).await?),
        None => None,
    };
    let person = person.clone();
    db.write(move |tx| {
        let user = managed(tx, &person, user_id)?;
        if let Some(role) = change.role.filter(|role| *role != user.role) {
            if !can_manage(&person, role) {
                return Err(Error::forbidden("error-forbidden"));
            }
            check_keys_stay(tx, &user)?;
            db::account::set_role(tx, user_id, role)?;
        }
        if let Some(email) = &change.email {
            addresses::set_by_keeper(tx, user_id, email)?;
        }
        if let Some(name) = &change.display_name {
            db::account::set_profile(tx, user.account.id, name, user.account.description.as_deref())?;
        }
        let quota = (change.quota.unwrap_or(user.quota), change.quota_daily.unwrap_or(user.quota_daily));
        db::account::set_quota(tx, user_id, quota)?;
        if let Some(password_hash) = &password_hash {
            db::account::set_password(tx, user_id, password_hash)?;
            db::session::delete_of_user(tx, user_id)?;
        }
        Ok(())
    })
    .await
}

/// Shuts a member out: they cannot sign in any more, and what they are signed in with ends. Their films stay.
pub async fn block(db: &Db, person: &Person, user_id: i64, reason: Option<String>) -> Result<()> {
    let person = person.clone();
    let reason = reason.map(|reason| reason.trim().chars().take(REASON).collect::<String>());
    db.write(move |tx| {
        let user = managed(tx, &person, user_id)?;
        if user.id == person.user_id {
            return Err(Error::new(Kind::Conflict, "error-block-oneself"));
        }
        check_keys_stay(tx, &user)?;
        db::account::set_blocked(tx, user_id, Some(tx.now), reason.filter(|reason| !reason.is_empty()))?;
        tracing::info!("{} has cut off the access of {}", person.username, user.username);
        db::session::delete_of_user(tx, user_id)
    })
    .await
}

pub async fn unblock(db: &Db, person: &Person, user_id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        managed(tx, &person, user_id)?;
        db::account::set_blocked(tx, user_id, None, None)
    })
    .await
}

/// Deletes a member and everything of theirs: films, lists, words, pictures. It cannot be undone. The numbers of
/// the films, whose preparation must stop.
pub async fn delete(db: &Db, layout: &Layout, person: &Person, user_id: i64) -> Result<Vec<i64>> {
    let person = person.clone();
    let (films, orphans) = db
        .write(move |tx| {
            // Everybody may delete themselves; others only whoever manages them.
            let user = match user_id == person.user_id {
                true => {
                    db::account::by_id(tx, user_id)?.ok_or_else(|| Error::not_found("error-not-found"))?
                }
                false => managed(tx, &person, user_id)?,
            };
            check_keys_stay(tx, &user)?;
            let gone = delete_in(tx, &user)?;
            tracing::info!(
                films = gone.0.len(),
                "{} has deleted the account of {}",
                person.username,
                user.username
            );
            Ok(gone)
        })
        .await?;
    let layout = layout.clone();
    let removed = tokio::task::spawn_blocking(move || {
        for (folder, name) in orphans {
            let folder = folder.map_or_else(|| layout.originals(), |kind| layout.small_folder(kind));
            files::remove_quietly(&folder.join(name));
        }
    });
    let _ = removed.await;
    Ok(films)
}

/// A file that nobody owns any more: the folder (none: that of originals) and its name.
type Orphan = (Option<Small>, String);

fn delete_in(tx: &Tx, user: &User) -> Result<(Vec<i64>, Vec<Orphan>)> {
    let account_id = user.account.id;
    let mut films = Vec::new();
    let mut orphans: Vec<Orphan> = Vec::new();
    let pictures = |kind, all: &[Picture]| {
        all.iter().map(|picture| (Some(kind), picture.file.clone())).collect::<Vec<_>>()
    };
    orphans.extend(pictures(Small::Avatar, &user.account.avatars));
    for upload in db::upload::under_way(tx, Some(user.id))? {
        orphans.push((None, upload.id));
    }
    orphans.extend(
        db::account::list_pictures(tx, account_id)?.into_iter().map(|name| (Some(Small::Thumbnail), name)),
    );
    let channels = db::channel::of_account(tx, account_id)?;
    for channel in channels.into_iter().chain(db::channel::deleted_of_account(tx, account_id)?) {
        orphans.extend(pictures(Small::Avatar, &channel.avatars));
        orphans.extend(pictures(Small::Banner, &channel.banners));
        for video_id in db::video::all_of_channel(tx, channel.id)? {
            videos::erase_in(tx, video_id)?;
            films.push(video_id);
        }
        db::channel::hide_for_good(tx, channel.id)?;
    }
    db::account::delete(tx, user)?;
    db::account::erase(tx)?;
    Ok((films, orphans))
}
