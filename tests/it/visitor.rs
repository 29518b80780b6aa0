//! Somebody who asks the server over HTTP: a stranger, an application with a token, a browser with cookies.

use std::net::IpAddr;
use std::sync::Once;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// Somebody with an address of their own, so that one test's wrong passwords are not another's.
#[derive(Clone)]
pub struct Visitor {
    client: reqwest::Client,
    pub origin: String,
    pub token: Option<String>,
}

/// A request that is being put together.
pub struct Asking(reqwest::RequestBuilder);

/// An answer, read to its end.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
    asked: String,
}

impl Visitor {
    /// Somebody who keeps cookies and follows no redirection unasked.
    pub fn new(origin: &str, from: IpAddr) -> Self {
        Self::with(origin, from, |builder| builder)
    }

    pub fn with(
        origin: &str,
        from: IpAddr,
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Self {
        use_one_kind_of_tls();
        let builder = reqwest::Client::builder()
            .local_address(from)
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(60));
        let client = change(builder).build().expect("these settings fit together");
        Self { client, origin: origin.to_owned(), token: None }
    }

    /// The same, with a token instead of cookies.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub fn ask(&self, method: &str, path: &str) -> Asking {
        let method = Method::from_bytes(method.as_bytes()).expect("tests name methods");
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.origin) };
        let request = self.client.request(method, url);
        Asking(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).send().await
    }

    /// The token that the forms of this browser's pages carry.
    pub async fn form_token(&self) -> String {
        let page = self.get("/about").await.expect(200).text();
        let token = page.split_once("<meta name=\"csrf\" content=\"").expect("somebody is signed in").1;
        token.split_once('"').expect("an attribute ends").0.to_owned()
    }

    /// Sends a form as a page of ours would.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token().await;
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.ask("POST", path).fields(&fields).send().await
    }

    /// Sends a form with one file as a page of ours would: the token first, the file last.
    pub async fn submit_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, Vec<u8>),
    ) -> Answer {
        let token = self.form_token().await;
        let mut form = reqwest::multipart::Form::new().text("csrf", token);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let (field, name, bytes) = file;
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        self.ask("POST", path).multipart(form.part(field.to_owned(), part)).send().await
    }
}

impl Asking {
    pub fn header(self, name: &str, value: impl AsRef<str>) -> Self {
        Self(self.0.header(name, value.as_ref()))
    }

    /// A body of `application/x-www-form-urlencoded`.
    pub fn fields(self, fields: &[(&str, &str)]) -> Self {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self(self.0.header("content-type", "application/x-www-form-urlencoded").body(body))
    }

    pub fn json(self, value: &Value) -> Self {
        Self(self.0.json(value))
    }

    pub fn multipart(self, form: reqwest::multipart::Form) -> Self {
        Self(self.0.multipart(form))
    }

    pub fn body(self, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.body(body))
    }

    pub async fn send(self) -> Answer {
        self.try_send().await.expect("the server answers")
    }

    /// For those who expect that the server may be gone.
    pub async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let (client, request) = self.0.build_split();
        let request = request?;
        let asked = format!("{} {}", request.method(), request.url().path());
        let response = client.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, body: response.bytes().await?, asked })
    }
}

impl Answer {
    /// The same answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let body = String::from_utf8_lossy(&self.body);
        let start: String = body.chars().take(2000).collect();
        assert_eq!(self.status, status, "{} was answered with: {start}", self.asked);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error} in {:?}", self.asked, self.body))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Every `Set-Cookie` of the answer.
    pub fn cookies(&self) -> Vec<String> {
        let values = self.headers.get_all("set-cookie").iter();
        values.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    }

    /// The sentence of a refusal, as RFC 9457 has it.
    #[track_caller]
    pub fn detail(&self) -> String {
        let value = self.json();
        value["detail"]
            .as_str()
            .unwrap_or_else(|| panic!("{} has no sentence: {value}", self.asked))
            .to_owned()
    }
}

fn use_one_kind_of_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Only fails where a provider is there already, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    });
}
