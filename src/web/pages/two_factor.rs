//! The second step of signing in, switched on and off by the person.

use qrcode::QrCode;
use qrcode::render::svg;
use warp::http::header;

use super::page;
use crate::actions::two_factor::{self, Request};
use crate::db;
use crate::domain::account::Person;
use crate::domain::totp;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;
use crate::web::views::{Section, TwoFactorPage};

pub async fn show(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

async fn view(visit: &Visit) -> Result<TwoFactorPage> {
    let person = visit.signed_in()?.clone();
    let found = visit.app.db.read(move |read| {
        let user = db::account::by_id(read, person.user_id)?;
        let user = user.ok_or_else(|| Error::not_found("error-not-found"))?;
        Ok((user, db::two_factor::count_recovery_codes(read, person.user_id)?))
    });
    let (user, left) = found.await?;
    Ok(TwoFactorPage {
        page: visit.layout(Section::Account, visit.language.t("two-factor")),
        username: user.username,
        is_on: user.has_two_factor,
        codes_left: left.max(0) as u64,
        ..TwoFactorPage::default()
    })
}

/// Shows the secret, once the person has shown their password.
pub async fn begin(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let outcome = match proved(visit, &person, form.text("password")).await {
        Ok(()) => two_factor::request(&visit.app.db, &person, person.user_id).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(asked) => told_once(&with_request(visit, view(visit).await?, &asked)?),
        Err(error) => refused(visit, view(visit).await?, error),
    }
}

async fn proved(visit: &Visit, person: &Person, password: String) -> Result<()> {
    let shown = auth::sign_in(visit, &person.username, password).await;
    shown.map(drop).map_err(|error| match error.said.key {
        "error-login" => Error::new(Kind::Forbidden, "error-password-wrong"),
        _ => error,
    })
}

fn with_request(visit: &Visit, view: TwoFactorPage, asked: &Request) -> Result<TwoFactorPage> {
    let address = totp::address(&asked.secret, &visit.app.host(), &asked.email);
    let code = QrCode::new(address.as_bytes());
    let code = code.map_err(|error| Error::internal(format!("drawing a QR code: {error}")))?;
    let picture = code.render::<svg::Color>().min_dimensions(240, 240).build();
    // What stands in a page has no declaration of its own.
    let picture = picture.find("<svg").map_or_else(String::new, |start| picture[start..].to_owned());
    let secret = totp::written(&asked.secret);
    let groups: Vec<&str> = (0..secret.len()).step_by(4).map(|at| &secret[at..at + 4]).collect();
    Ok(TwoFactorPage { picture, secret: groups.join(" "), request: asked.token.clone(), ..view })
}

/// Switches it on with the first code, and tells the recovery codes.
pub async fn confirm(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, token) = (&visit.app.db, form.text("request"));
    let outcome = auth::counted(visit, &person.username, async {
        two_factor::confirm(db, &person, person.user_id, &token, form.text("code")).await
    });
    match outcome.await {
        Ok(()) => {
            let codes = two_factor::new_recovery_codes(db, &person).await?;
            told_once(&TwoFactorPage { codes, ..view(visit).await? })
        }
        Err(error) => match two_factor::asked(db, &person, &token).await {
            Ok(asked) => {
                let view = with_request(visit, view(visit).await?, &asked)?;
                refused(visit, view, error)
            }
            Err(_) => refused(visit, view(visit).await?, error),
        },
    }
}

pub async fn new_codes(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let outcome = match proved(visit, &person, form.text("password")).await {
        Ok(()) => two_factor::new_recovery_codes(&visit.app.db, &person).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(codes) => told_once(&TwoFactorPage { codes, ..view(visit).await? }),
        Err(error) => refused(visit, view(visit).await?, error),
    }
}

pub async fn switch_off(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let outcome = match proved(visit, &person, form.text("password")).await {
        Ok(()) => two_factor::disable(&visit.app.db, &person, person.user_id).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(answer::see_other("/my/account?done=two-factor-off")),
        Err(error) => refused(visit, view(visit).await?, error),
    }
}

fn refused(visit: &Visit, view: TwoFactorPage, error: Error) -> Result<Response> {
    if error.kind == Kind::Internal {
        return Err(error);
    }
    let mut response = told_once(&TwoFactorPage { error: Some(visit.language.said(&error.said)), ..view })?;
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}

/// A page with secrets, which no cache keeps.
fn told_once(view: &TwoFactorPage) -> Result<Response> {
    Ok(answer::with_header(page(view)?, header::CACHE_CONTROL, "no-store"))
}
