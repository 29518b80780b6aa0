//! Who may watch a film, as the forms of pages ask it: one choice, passwords, and a moment from which it holds. Until
//! then nobody else watches.

use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::video::{Description, Privacy};
use crate::domain::video_password;
use crate::error::{Error, Result};
use crate::web::request::Form;

/// Takes over what a page says beside the choice itself, which `about` has already. `before` is who might watch and
/// what was planned until now.
pub fn take_over(
    about: &mut Description,
    form: &Form,
    before: (Privacy, Option<Schedule>),
    now: Moment,
) -> Result<()> {
    if let Some(text) = form.get("passwords") {
        about.new_passwords = (about.privacy == Privacy::Protected).then(|| video_password::typed(text));
    }
    let Some(typed) = form.get("publishAt") else { return Ok(()) };
    // A film for oneself has no date on which it opens.
    if typed.trim().is_empty() || about.privacy == Privacy::Private {
        about.schedule = None;
        return Ok(());
    }
    let at = moment(form).ok_or_else(|| Error::invalid("error-schedule-moment"))?;
    let (privacy, planned) = before;
    if let Some(planned) = planned.filter(|planned| is_same(*planned, at, about.privacy)) {
        (about.privacy, about.schedule) = (privacy, Some(planned));
        return Ok(());
    }
    if at <= now {
        return Err(Error::invalid("error-schedule-past"));
    }
    about.schedule = Some(Schedule { at: at.0, privacy: Some(about.privacy) });
    about.privacy = Privacy::Private;
    Ok(())
}

/// The moment that a form names: by the clock of the device, as our script has worked it out, or else in universal
/// time, as the page says where it has no script.
pub fn moment(form: &Form) -> Option<Moment> {
    let typed = form.filled("publishAt")?;
    match form.filled("publishMoment") {
        Some(exact) => Moment::parse(exact),
        // HTML, section 2.3.5.5: the seconds may be left out.
        None if typed.len() == "2026-12-01T18:00".len() => Moment::parse(&format!("{typed}:00Z")),
        None => Moment::parse(&format!("{typed}Z")),
    }
}

/// Whether a form says what is planned already; it knows no seconds.
fn is_same(planned: Schedule, at: Moment, privacy: Privacy) -> bool {
    planned.at / 60_000 == at.0 / 60_000 && planned.privacy == Some(privacy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(at: &str, exact: &str) -> Form {
        Form::of(&[("publishAt", at), ("publishMoment", exact)])
    }

    #[test]
    fn a_moment_is_the_device_s_or_universal() {
        let noon = Moment::parse("2026-12-01T12:00:00Z");
        assert_eq!(moment(&form("2026-12-01T12:00", "")), noon);
        assert_eq!(moment(&form("2026-12-01T12:00:00", "")), noon);
        assert_eq!(moment(&form("2026-12-01T13:00", "2026-12-01T12:00:00.000Z")), noon);
        for (at, exact) in [("", "2026-12-01T12:00:00Z"), ("tomorrow", ""), ("2026-12-01T12:00", "soon")] {
            assert_eq!(moment(&form(at, exact)), None);
        }
    }

    #[test]
    fn until_its_moment_a_film_is_private_and_what_is_planned_stays() {
        let now = Moment::parse("2026-11-01T12:00:00Z").expect("it is a time");
        let typed = form("2026-12-01T12:00", "");
        let mut about = Description { privacy: Privacy::Internal, ..Description::default() };
        take_over(&mut about, &typed, (Privacy::Public, None), now).expect("it is in the future");
        let planned = about.schedule.expect("it has been planned");
        assert_eq!((about.privacy, planned.privacy), (Privacy::Private, Some(Privacy::Internal)));

        let mut again = Description { privacy: Privacy::Internal, ..about.clone() };
        let before = (Privacy::Unlisted, Some(Schedule { at: planned.at + 30_000, ..planned }));
        take_over(&mut again, &typed, before, now).expect("nothing has changed");
        assert_eq!((again.privacy, again.schedule), before);

        let late = Moment(planned.at + 1);
        let open = Description { privacy: Privacy::Unlisted, ..Description::default() };
        assert!(take_over(&mut open.clone(), &typed, (Privacy::Public, None), late).is_err());
        take_over(&mut about, &typed, before, late).expect("for a private film none is meant");
        assert_eq!((about.privacy, about.schedule), (Privacy::Private, None));
    }
}
