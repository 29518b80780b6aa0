//! Tokens, members, requests for an account.

use serde_json::{Value, json};

use super::operation::{Operation, delete, get, post, put};
use super::schema::{
    array, boolean, from, list, nullable, object, one_of, order_of, secret, shared, text, text_like, text_of,
};
use crate::domain::account::{PASSWORD_LENGTH, PASSWORD_LENGTH_MAXIMUM};

pub fn operations() -> Vec<Operation> {
    let mut all = signing_in();
    all.extend(members());
    all.extend(registrations());
    all
}

pub fn password() -> Value {
    secret(PASSWORD_LENGTH, PASSWORD_LENGTH_MAXIMUM)
}

pub fn email() -> Value {
    json!({ "type": "string", "format": "email", "maxLength": 254 })
}

fn username() -> Value {
    text_like("^[a-z0-9_.]{1,50}$")
}

fn signing_in() -> Vec<Operation> {
    let proof = || object(json!({ "currentPassword?": nullable(text()) }));
    vec![
        post("/api/v1/users/token", "Signs somebody in, or renews a token")
            .header("x-peertube-otp", text())
            .fields(object(json!({
                "client_id": text(), "client_secret": text(), "grant_type": one_of(["password", "refresh_token"]),
                "response_type?": text(), "username?": text(), "password?": text(), "refresh_token?": text(),
            })))
            .gives(shared("Tokens"))
            .refuses(&[400]),
        post("/api/v1/users/revoke-token", "Ends the token that is shown").member().gives(object(json!({}))),
        get("/api/v1/users/scoped-tokens", "The token of one's feeds").member().gives(feed_token()),
        post("/api/v1/users/scoped-tokens", "A new token for one's feeds").member().gives(feed_token()),
        post("/api/v1/users/ask-reset-password", "Sends a link to a new password")
            .json(object(json!({ "email": text() })))
            .nothing()
            .refuses(&[403]),
        post("/api/v1/users/ask-send-verify-email", "Writes to a member's address once more")
            .json(object(json!({ "email": text() })))
            .nothing()
            .refuses(&[403]),
        post("/api/v1/users/{userId}/verify-email", "Shows by the secret of a letter whose an address is")
            .json(object(json!({ "verificationString": text(), "isPendingEmail?": boolean() })))
            .nothing()
            .refuses(&[403, 409]),
        post("/api/v1/users/{userId}/reset-password", "Chooses a new password by the secret of a link")
            .json(object(json!({ "verificationString": text(), "password": password() })))
            .nothing(),
        get("/api/v1/users/{userId}/token-sessions", "Where applications are signed in")
            .member()
            .list()
            .query("sort", order_of(&["createdAt", "id", "loginDate", "lastActivityDate"]))
            .gives(list(shared("Session")))
            .refuses(&[403]),
        post("/api/v1/users/{userId}/token-sessions/{sessionId}/revoke", "Signs an application out")
            .member()
            .gives(object(json!({ "success": boolean() })))
            .refuses(&[400, 403]),
        post("/api/v1/users/{userId}/two-factor/request", "Begins to switch the second step on")
            .member()
            .json_or_nothing(proof())
            .gives(object(json!({ "otpRequest": object(json!({
                "requestToken": text(), "secret": text(), "uri": text(),
            })) })))
            .refuses(&[403]),
        post("/api/v1/users/{userId}/two-factor/confirm-request", "Switches the second step on")
            .member()
            .json(object(json!({ "requestToken": text(), "otpToken": text() })))
            .nothing()
            .refuses(&[403]),
        post("/api/v1/users/{userId}/two-factor/disable", "Switches the second step off")
            .member()
            .json_or_nothing(proof())
            .nothing()
            .refuses(&[403]),
    ]
}

fn feed_token() -> Value {
    object(json!({ "feedToken": text() }))
}

fn role() -> Value {
    one_of([0, 1, 2])
}

fn members() -> Vec<Operation> {
    let made = object(json!({ "id": from(1), "account": object(json!({ "id": from(1) })) }));
    vec![
        get("/api/v1/users", "Members")
            .moderator()
            .list()
            .query("search", text())
            .query("blocked", boolean())
            .query("sort", order_of(&["createdAt", "id", "username"]))
            .gives(list(shared("Member"))),
        post("/api/v1/users", "Adds a member")
            .moderator()
            .json(object(json!({
                "username": username(), "password": password(), "email": email(), "role": role(),
                "videoQuota?": nullable(from(-1)), "videoQuotaDaily?": nullable(from(-1)),
            })))
            .gives(object(json!({ "user": made })))
            .refuses(&[409]),
        get("/api/v1/users/autocomplete", "Names of people with these letters in them")
            .member()
            .query("!search", text())
            .gives(array(text())),
        get("/api/v1/users/{userId}", "A member").moderator().gives(shared("User")).refuses(&[400]),
        put("/api/v1/users/{userId}", "Changes a member")
            .moderator()
            .json(object(json!({
                "email?": nullable(email()), "password?": nullable(password()), "role?": nullable(role()),
                "videoQuota?": nullable(from(-1)), "videoQuotaDaily?": nullable(from(-1)),
            })))
            .nothing()
            .refuses(&[409]),
        delete("/api/v1/users/{userId}", "Deletes a member with everything of theirs")
            .moderator()
            .nothing()
            .refuses(&[400, 409]),
        post("/api/v1/users/{userId}/block", "Shuts a member out")
            .moderator()
            .json_or_nothing(object(json!({ "reason?": nullable(text()) })))
            .nothing()
            .refuses(&[409]),
        post("/api/v1/users/{userId}/unblock", "Lets a member in again")
            .moderator()
            .nothing()
            .refuses(&[400]),
    ]
}

fn registrations() -> Vec<Operation> {
    let answer = || object(json!({ "moderationResponse?": nullable(text_of(0, 3000)) }));
    vec![
        post("/api/v1/users/register", "Nobody becomes a member without being let in: refused")
            .json_or_nothing(json!({}))
            .refuses(&[403]),
        post(
            "/api/v1/users/registrations/ask-send-verify-email",
            "Writes once more to the address of somebody who asks for an account",
        )
        .json(object(json!({ "email": text() })))
        .nothing()
        .refuses(&[403]),
        post(
            "/api/v1/users/registrations/{registrationId}/verify-email",
            "Shows by the secret of a letter whose the address of a request is",
        )
        .json(object(json!({ "verificationString": text() })))
        .nothing()
        .refuses(&[403]),
        get("/api/v1/users/registrations", "Requests for an account")
            .moderator()
            .list()
            .query("search", text())
            .gives(list(shared("Registration"))),
        post("/api/v1/users/registrations/request", "Asks for an account")
            .json(object(json!({
                "username": username(), "password": password(), "email": email(), "displayName?": text_of(0, 120),
                "registrationReason": text_of(2, 3000),
            })))
            .gives(shared("Registration"))
            .refuses(&[403, 409]),
        post("/api/v1/users/registrations/{registrationId}/accept", "Lets somebody in")
            .moderator()
            .json(answer())
            .nothing()
            .refuses(&[409]),
        post("/api/v1/users/registrations/{registrationId}/reject", "Lets somebody stay outside")
            .moderator()
            .json(answer())
            .nothing()
            .refuses(&[409]),
        delete("/api/v1/users/registrations/{registrationId}", "Forgets a request")
            .moderator()
            .nothing()
            .refuses(&[400]),
    ]
}
