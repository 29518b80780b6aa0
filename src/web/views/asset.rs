//! Styles, fonts, scripts and pictures: the files of assets/dist, carried inside the program.

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_embed::RustEmbed;

/// One file as it is served under `/assets/<name>?v=<version>`.
#[derive(Debug)]
pub struct Asset {
    pub bytes: &'static [u8],
    /// The same bytes compressed by gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
    pub content_type: &'static str,
    /// The first characters of the content's SHA-256: an address with it may be cached for ever.
    pub version: String,
    url: String,
}

#[derive(RustEmbed)]
#[folder = "assets/dist/"]
struct Dist;

/// The file of this name, or nothing.
pub fn asset(name: &str) -> Option<&'static Asset> {
    assets().get(name)
}

/// The address of a file, with its version, for a page.
pub fn asset_url(name: &'static str) -> &'static str {
    asset(name).map_or(name, |asset| asset.url.as_str())
}

fn assets() -> &'static HashMap<String, Asset> {
    static ASSETS: OnceLock<HashMap<String, Asset>> = OnceLock::new();
    ASSETS.get_or_init(|| {
        Dist::iter()
            .filter(|name| !name.ends_with(".gz"))
            .filter_map(|name| {
                let file = Dist::get(&name)?;
                // 5 bytes, as assets/build.mjs writes them into the style sheet for the font.
                let version: String =
                    file.metadata.sha256_hash().iter().take(5).map(|byte| format!("{byte:02x}")).collect();
                let url = format!("/assets/{name}?v={version}");
                let gzip = Dist::get(&format!("{name}.gz")).map(|file| carried(file.data));
                let content_type = content_type_of(&name);
                Some((
                    name.into_owned(),
                    Asset { bytes: carried(file.data), gzip, content_type, version, url },
                ))
            })
            .collect()
    })
}

/// In a release build the bytes are in the program already; in others they are read once and kept.
fn carried(data: std::borrow::Cow<'static, [u8]>) -> &'static [u8] {
    match data {
        std::borrow::Cow::Borrowed(bytes) => bytes,
        std::borrow::Cow::Owned(bytes) => Box::leak(bytes.into_boxed_slice()),
    }
}

fn content_type_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
