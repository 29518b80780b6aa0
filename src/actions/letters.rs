//! Letters by e-mail: asked for in the transaction of what they tell of, written when they are sent.

use uuid::Uuid;

use super::notifications::told;
use super::{addresses, invitations, sessions};
use crate::db::account::User;
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::job::Job;
use crate::domain::mail::{AddressOf, Letter};

pub use crate::domain::mail::Message;
use crate::domain::registration::State;
use crate::error::{Error, Result};
use crate::i18n::{Argument, Language};

/// A letter in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The address that it goes to.
    pub to: String,
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Whom an answer goes to: name and address; none for letters that nobody answers.
    pub reply_to: Option<(String, String)>,
}

/// What every letter is written with.
#[derive(Clone, Debug)]
pub struct Paper {
    pub site_name: String,
    /// The site's address, without a slash at its end.
    pub address: String,
    /// For those who have chosen no language.
    pub language: Language,
}

/// Asks for a letter; without a mail server nothing is asked for.
pub(super) fn post(tx: &Tx, letter: Letter) -> Result<()> {
    if db::settings::load(tx)?.mail.is_none() {
        return Ok(());
    }
    db::job::push(tx, &Job::Mail { number: Uuid::new_v4(), letter }, tx.now)
}

/// Asks for a link to choose a new password. Whether somebody has this name or address is told to nobody.
pub async fn ask_new_password(db: &Db, login: &str) -> Result<()> {
    let login = login.trim().to_owned();
    db.write(move |tx| {
        if db::settings::load(tx)?.mail.is_none() {
            return Err(Error::forbidden("error-no-mail-server"));
        }
        match db::account::by_login(tx, &login)?.filter(|user| user.blocked_at.is_none()) {
            Some(user) => post(tx, Letter::NewPassword { user_id: user.id }),
            None => Ok(()),
        }
    })
    .await
}

/// Has what a visitor wrote brought to every administrator.
pub async fn contact(db: &Db, message: Message) -> Result<()> {
    let message = message.checked()?;
    db.write(move |tx| {
        if db::settings::load(tx)?.mail.is_none() {
            return Err(Error::forbidden("error-no-mail-server"));
        }
        for user_id in db::account::administrators(tx)? {
            post(tx, Letter::Contact { user_id, message: message.clone() })?;
        }
        Ok(())
    })
    .await
}

/// Writes a letter; none where what it tells of is gone.
pub async fn write(db: &Db, paper: Paper, letter: Letter) -> Result<Option<Written>> {
    match letter {
        Letter::Told { notification_id } => {
            db.read(move |read| write_told(read, &paper, notification_id)).await
        }
        Letter::Decided { registration_id } => {
            db.read(move |read| write_decided(read, &paper, registration_id)).await
        }
        Letter::Contact { user_id, message } => {
            db.read(move |read| write_contact(read, &paper, user_id, message)).await
        }
        Letter::Prove { of } => {
            let secret = sessions::new_secret();
            db.write(move |tx| write_proof(tx, &paper, of, &secret)).await
        }
        Letter::Invited { link_id } => {
            let secret = sessions::new_secret();
            db.write(move |tx| write_invitation(tx, &paper, link_id, &secret)).await
        }
        Letter::NewPassword { user_id } => {
            let secret = sessions::new_secret();
            let hash = sessions::hash(&secret);
            db.write(move |tx| {
                let Some(user) = reachable(tx, user_id)? else { return Ok(None) };
                invitations::insert_password_link(tx, &user, &hash)?;
                let language = language_of(&user, &paper);
                let link = format!("{}/join/{secret}", paper.address);
                Ok(Some(written(
                    &paper,
                    language,
                    user.email,
                    language.say("letter-password", &[("site", Argument::from(&paper.site_name))]),
                    language.say(
                        "letter-password-text",
                        &[("name", user.username.into()), ("link", link.into())],
                    ),
                )))
            })
            .await
        }
    }
}

/// A letter that shows whether letters arrive.
pub fn trial(paper: &Paper, language: Language, to: &str) -> Written {
    let site = [("site", Argument::from(&paper.site_name))];
    written(
        paper,
        language,
        to.to_owned(),
        language.say("letter-trial", &site),
        language.t("letter-trial-text").to_owned(),
    )
}

fn reachable(read: &Read, user_id: i64) -> Result<Option<User>> {
    Ok(db::account::by_id(read, user_id)?.filter(|user| user.blocked_at.is_none()))
}

fn language_of(user: &User, paper: &Paper) -> Language {
    user.preferences.language.as_deref().and_then(Language::from_code).unwrap_or(paper.language)
}

fn write_told(read: &Read, paper: &Paper, notification_id: i64) -> Result<Option<Written>> {
    let Some((user_id, row)) = db::notification::by_id(read, notification_id)? else { return Ok(None) };
    let Some(user) = reachable(read, user_id)? else { return Ok(None) };
    let person: Person = user.person();
    let Some(told) = told::told(read, row, &person)? else { return Ok(None) };
    let language = language_of(&user, paper);
    let (sentence, path) = told::in_words(language, &told);
    let link = format!("{}{path}", paper.address);
    let wishes = format!("{}/my/notifications", paper.address);
    let text = language.say(
        "letter-told-text",
        &[("sentence", sentence.as_str().into()), ("link", link.into()), ("wishes", wishes.into())],
    );
    Ok(Some(written(paper, language, user.email, sentence, text)))
}

/// What a visitor wrote, with their address to answer to.
fn write_contact(read: &Read, paper: &Paper, user_id: i64, message: Message) -> Result<Option<Written>> {
    let Some(user) = reachable(read, user_id)? else { return Ok(None) };
    let language = language_of(&user, paper);
    let Message { from_name, from_email, subject, body } = message;
    let about = [("site", Argument::from(&paper.site_name)), ("subject", subject.into())];
    let subject = language.say("letter-contact", &about);
    let from = [("name", Argument::from(&from_name)), ("email", Argument::from(&from_email))];
    let text = format!("{}\n\n{body}", language.say("letter-contact-text", &from));
    let reply_to = Some((from_name, from_email));
    Ok(Some(Written { reply_to, ..written(paper, language, user.email, subject, text) }))
}

/// The letter to an address that is to be shown to be somebody's; none where nothing is to be shown any more.
fn write_proof(tx: &Tx, paper: &Paper, of: AddressOf, secret: &str) -> Result<Option<Written>> {
    let (email, language, query) = match of {
        AddressOf::User(id) => {
            let Some(user) = reachable(tx, id)? else { return Ok(None) };
            let language = language_of(&user, paper);
            match (user.pending_email, user.email_verified_at) {
                (Some(pending), _) => (pending, language, format!("userId={id}&isPendingEmail=true")),
                (None, None) => (user.email, language, format!("userId={id}")),
                (None, Some(_)) => return Ok(None),
            }
        }
        AddressOf::Registration(id) => {
            let asked = db::registration::find(tx, id)?;
            let asked =
                asked.filter(|asked| asked.state == State::Waiting && asked.email_verified_at.is_none());
            let Some(asked) = asked else { return Ok(None) };
            (asked.email, paper.language, format!("registrationId={id}"))
        }
    };
    let expires_at = tx.now.plus_seconds(addresses::PROOF_SECONDS);
    db::email_proof::insert(tx, &sessions::hash(secret), of, &email, expires_at)?;
    let link = format!("{}/verify-account/email?{query}&verificationString={secret}", paper.address);
    let site = || ("site", Argument::from(&paper.site_name));
    let subject = language.say("letter-verify", &[site()]);
    let text = language.say("letter-verify-text", &[site(), ("link", link.into())]);
    Ok(Some(written(paper, language, email, subject, text)))
}

/// The letter that invites somebody. It has a secret of its own: nobody else has seen the one in it.
fn write_invitation(tx: &Tx, paper: &Paper, link_id: i64, secret: &str) -> Result<Option<Written>> {
    let link = db::one_time_link::by_id(tx, link_id, tx.now)?;
    let Some(email) = link.and_then(|link| link.email) else { return Ok(None) };
    db::one_time_link::set_hash(tx, link_id, &sessions::hash(secret))?;
    let language = paper.language;
    let site = || ("site", Argument::from(&paper.site_name));
    let address = format!("{}/join/{secret}", paper.address);
    let subject = language.say("letter-invited", &[site()]);
    let text = language.say("letter-invited-text", &[site(), ("link", address.into())]);
    Ok(Some(written(paper, language, email, subject, text)))
}

fn write_decided(read: &Read, paper: &Paper, registration_id: i64) -> Result<Option<Written>> {
    let Some(asked) = db::registration::find(read, registration_id)? else { return Ok(None) };
    let (subject, text) = match asked.state {
        State::Accepted => ("letter-accepted", "letter-accepted-text"),
        State::Rejected => ("letter-rejected", "letter-rejected-text"),
        State::Waiting => return Ok(None),
    };
    let language = paper.language;
    let site = || ("site", Argument::from(&paper.site_name));
    let link = format!("{}/login", paper.address);
    let mut text = language.say(text, &[site(), ("name", asked.username.into()), ("link", link.into())]);
    if let Some(answer) = asked.answer {
        text.push_str("\n\n");
        text.push_str(&answer);
    }
    Ok(Some(written(paper, language, asked.email, language.say(subject, &[site()]), text)))
}

fn written(paper: &Paper, language: Language, to: String, subject: String, text: String) -> Written {
    let site = [("site", Argument::from(&paper.site_name)), ("address", Argument::from(&paper.address))];
    Written {
        to,
        subject,
        reply_to: None,
        text: format!("{text}\n\n-- \n{}\n", language.say("letter-end", &site)),
    }
}
