//! Who a handle is: WebFinger (RFC 7033) and host-meta (RFC 6415).

use serde_json::json;
use warp::http::{StatusCode, header};

use crate::domain::actor::Handle;
use crate::error::{Error, Result};
use crate::federation::address::SITE;
use crate::federation::look_up::SUBSCRIBE;
use crate::federation::own;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::{db, domain::actor::Own};

/// `/.well-known/webfinger?resource=acct:name@host`, or with the id of one of ours.
pub async fn show(visit: &Visit) -> Result<Response> {
    let Some(exchange) = visit.app.federation().await? else {
        return Err(Error::not_found("error-not-found"));
    };
    let wrong = || Error::invalid("error-parameter").with("name", "resource").with("maximum", "");
    let resource = visit.request.query.get("resource").ok_or_else(wrong)?.to_owned();
    let address = exchange.address.clone();
    let found = exchange.db.read(move |read| {
        let named = match resource.strip_prefix("acct:") {
            None if resource.contains("://") => own::by_url(read, &address, &resource)?,
            None => {
                return Err(Error::invalid("error-parameter").with("name", "resource").with("maximum", ""));
            }
            Some(handle) => {
                let handle = Handle::parse(handle)?;
                if handle.host != address.host() {
                    return Ok(None);
                }
                by_name(read, &handle.name)?
            }
        };
        let Some(one) = named else { return Ok(None) };
        let name = match one {
            Own::Site => Some(SITE.to_owned()),
            Own::Account(id) => db::account::by_account(read, id)?.map(|account| account.name),
            Own::Channel(id) => db::channel::by_id(read, id)?.map(|channel| channel.handle),
        };
        Ok(name.zip(own::url(read, &address, one)?))
    });
    let (name, url) = found.await?.ok_or_else(|| Error::not_found("error-not-found"))?;
    let document = json!({
        "subject": format!("acct:{name}@{}", exchange.address.host()),
        "aliases": [url],
        "links": [
            { "rel": "self", "type": "application/activity+json", "href": url },
            // Where our members take up what stands on other servers.
            { "rel": SUBSCRIBE, "template": exchange.address.of("/remote-interaction?uri={uri}") },
        ],
    });
    let response =
        answer::bytes(StatusCode::OK, "application/jrd+json; charset=utf-8", serde_json::to_vec(&document)?);
    Ok(answer::with_header(response, header::CACHE_CONTROL, "max-age=600"))
}

fn by_name(read: &db::Read, name: &str) -> Result<Option<Own>> {
    if name == SITE {
        return Ok(Some(Own::Site));
    }
    if let Some(account) = db::account::by_name(read, name)? {
        return Ok(Some(Own::Account(account.id)));
    }
    Ok(db::channel::by_handle(read, name)?.map(|channel| Own::Channel(channel.id)))
}

/// `/.well-known/host-meta`: where WebFinger is, for those who do not know.
pub async fn host_meta(visit: &Visit) -> Result<Response> {
    let Some(exchange) = visit.app.federation().await? else {
        return Err(Error::not_found("error-not-found"));
    };
    let template = exchange.address.of("/.well-known/webfinger?resource={uri}");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" type=\"application/xrd+xml\" template=\"{template}\"/>\n</XRD>\n"
    );
    Ok(answer::bytes(StatusCode::OK, "application/xrd+xml; charset=utf-8", text))
}
