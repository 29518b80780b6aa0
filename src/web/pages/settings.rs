//! The settings of the site.

use super::account::said_of;
use super::page;
use crate::actions::settings::change;
use crate::domain::sensitive::Policy;
use crate::domain::settings::{RESOLUTIONS, Settings};
use crate::domain::video::tidy_line;
use crate::error::{Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{RenditionChoice, Section, SiteSettingsPage};

pub async fn show(visit: &Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    page(&view(visit, &visit.app.settings(), None))
}

fn view(visit: &Visit, settings: &Settings, error: Option<String>) -> SiteSettingsPage {
    let sound = RenditionChoice { height: 0, is_wanted: settings.audio_only_file };
    let films = RESOLUTIONS
        .into_iter()
        .map(|height| RenditionChoice { height, is_wanted: settings.resolutions.contains(&height) });
    SiteSettingsPage {
        page: visit.layout(Section::Settings, visit.language.t("nav-settings")),
        name: settings.name.clone(),
        short_description: settings.short_description.clone(),
        description: settings.description.clone(),
        renditions: std::iter::once(sound).chain(films).collect(),
        language_code: settings.language.clone(),
        nsfw_policy: settings.nsfw_policy,
        shares: settings.shares,
        sends_mail: settings.mail.is_some(),
        error,
    }
}

pub async fn save(visit: &mut Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let form = visit.form().await?;
    let typed = form.clone();
    match change(&visit.app.db, move |settings| take_over(settings, &form)).await {
        Ok(settings) => {
            visit.app.settings_changed(settings);
            Ok(answer::see_other("/settings?done=saved"))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let mut settings = (*visit.app.settings()).clone();
            take_over(&mut settings, &typed)?;
            let mut response = page(&view(visit, &settings, Some(visit.language.said(&error.said))))?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

fn take_over(settings: &mut Settings, form: &Form) -> Result<()> {
    settings.name = tidy_line(&form.text("name"));
    settings.short_description = tidy_line(&form.text("shortDescription"));
    settings.description = form.text("description").replace("\r\n", "\n");
    settings.language = form.text("language");
    settings.nsfw_policy = Policy::from_code(&form.text("nsfwPolicy")).unwrap_or(settings.nsfw_policy);
    settings.shares = said_of(form, "shares").unwrap_or(settings.shares);
    let wanted: Vec<u32> = form.all("renditions").iter().filter_map(|height| height.parse().ok()).collect();
    settings.audio_only_file = wanted.contains(&0);
    settings.resolutions = wanted.into_iter().filter(|height| *height > 0).collect();
    settings.resolutions.sort_unstable();
    Ok(())
}
