//! Every page in every state, with made-up values, in both languages: nothing is missing, nothing is left
//! unescaped. With LUCARNE_SHOW_PAGES=<folder> the pages are written there, to be looked at in a browser.

use std::fs;
use std::path::PathBuf;

use askama::Template;
use lucarne::domain::rating::Rating;
use lucarne::domain::report::{Reason, State};
use lucarne::domain::sensitive::Policy;
use lucarne::i18n::Language;
use lucarne::web::views::*;

const DAY: i64 = 86_400;
const NOW: i64 = 1_795_348_800;
/// What somebody would write who wants to break the page.
const HOSTILE: &str = r#"<script>alert("x")</script> & l’été "à" 'Sarlat'"#;

#[test]
fn every_page_is_whole_in_both_languages_and_escapes_what_people_write() {
    let folder = std::env::var_os("LUCARNE_SHOW_PAGES").map(PathBuf::from);
    for language in Language::ALL {
        let pages = pages(language);
        assert!(pages.len() >= 30, "{} pages", pages.len());
        for (name, html) in &pages {
            assert!(html.starts_with("<!DOCTYPE html>"), "{name}");
            assert!(html.trim_end().ends_with("</html>"), "{name}");
            assert!(!html.contains("<script>alert"), "{name} lets a script through");
            assert!(!html.contains("style=\"") || name.starts_with("watch"), "{name} has an inline style");
            assert!(!html.contains(" onclick"), "{name} has an inline script");
            for form in html.split("<form").skip(1) {
                let form = form.split("</form>").next().unwrap_or_default();
                let is_post = form.split('>').next().unwrap_or_default().contains("method=\"post\"");
                assert!(!is_post || form.contains("name=\"csrf\" value=\"token\""), "{name}: {form}");
            }
            assert!(untranslated(html).is_empty(), "{name} shows {:?}", untranslated(html));
            if let Some(folder) = &folder {
                fs::create_dir_all(folder).expect("the folder for the pages can be made");
                let file = folder.join(format!("{name}-{}.html", language.code()));
                fs::write(file, html).expect("the page can be written");
            }
        }
    }
}

#[test]
fn every_page_addresses_only_files_that_the_program_carries() {
    for (name, html) in pages(Language::Fr) {
        for address in html.split("/assets/").skip(1) {
            let address = address.split('"').next().unwrap_or_default();
            let (file, version) =
                address.split_once("?v=").unwrap_or_else(|| panic!("{name}: {address} has no version"));
            let found = asset(file).unwrap_or_else(|| panic!("{name}: there is no {file}"));
            assert_eq!(found.version, version, "{name}: {file}");
        }
    }
}

#[test]
fn the_style_sheet_names_its_font_by_the_address_that_the_page_preloads() {
    let style = asset("site.css").expect("the style sheet is carried");
    let text = std::str::from_utf8(style.bytes).expect("a style sheet is text");
    assert!(text.contains(asset_url("bricolage.woff2")), "run npm run build in assets/");
}

#[test]
fn a_title_cannot_end_the_data_block_for_search_engines() {
    let page = watch(layout(Language::Fr, Section::Other));
    let data = page.json_ld();
    assert!(!data.contains('<') && !data.contains('&'), "{data}");
    let read: serde_json::Value = serde_json::from_str(&data).expect("the block is JSON");
    assert_eq!(read["name"], HOSTILE);
    assert_eq!(read["duration"], "PT3723S");
}

#[test]
fn the_share_block_carries_the_start_without_scripts() {
    let mut page = watch(layout(Language::En, Section::Other));
    page.share_start = 3_723;
    assert!(page.share_address().ends_with("/w/kDhTQ8b1YfJb7yDmuV9nMz?start=1h2m3s"));
    assert!(page.embed_code().contains("?start=1h2m3s\""));
    page.share_start = 0;
    assert!(!page.embed_code().contains("start="));
}

/// Message keys that came through as themselves: words joined by hyphens, alone between tags or quotes.
fn untranslated(html: &str) -> Vec<String> {
    let keys = Language::Fr.keys();
    html.split(['>', '<', '"'])
        .filter(|piece| piece.contains('-') && keys.contains(&piece.trim()))
        .filter(|piece| {
            !html.contains(&format!("id=\"{piece}\"")) && !html.contains(&format!("class=\"{piece}\""))
        })
        .map(str::to_owned)
        .collect()
}

fn layout(language: Language, section: Section) -> Layout {
    Layout {
        language,
        site_name: "La Mémoire du Causse".into(),
        origin: "https://videos.causse.example".into(),
        path: "/videos/browse?sort=-views".into(),
        section,
        csrf: "token".into(),
        description: "Films et souvenirs du Causse".into(),
        ..Layout::default()
    }
}

fn signed_in(language: Language, section: Section) -> Layout {
    Layout {
        person: Some(Person {
            username: "camille".into(),
            display_name: "Camille Roux".into(),
            is_admin: true,
            is_moderator: true,
        }),
        ..layout(language, section)
    }
}

fn titled(mut page: Layout, title: &str) -> Layout {
    page.title = title.into();
    page
}

fn films(count: usize) -> Vec<FilmCard> {
    let titles = [
        "La fête de la Saint-Jean 2026",
        "Comment on bâtit un mur en pierre sèche",
        "Assemblée générale du 14 novembre",
        "Les brebis descendent de l’estive : une journée avec Madeleine, bergère à Rocamadour depuis 1961",
        "Le chemin de halage",
        "Chorale : répétition du concert de Noël",
        HOSTILE,
        "Recette du pastis quercynois",
    ];
    (0..count)
        .map(|place| FilmCard {
            host: (place == 2).then(|| "tube.example.org".into()),
            url: format!("/w/film{place}"),
            title: titles[place % titles.len()].into(),
            thumbnail: (place != 4).then(|| format!("/thumbnail-{}.jpg", place % 6)),
            duration_seconds: [754, 5_025, 7_260, 192, 64, 1_801][place % 6],
            channel_name: ["Les anciens", "Ateliers", "Vie de l’association"][place % 3].into(),
            channel_url: "/c/anciens/videos".into(),
            published: NOW - place as i64 * 9 * DAY,
            views: [3, 1, 1_284, 57, 0, 342][place % 6],
            privacy: if place == 5 { Privacy::Unlisted } else { Privacy::Public },
            is_audio: place == 5,
            is_sensitive: place == 3,
            flags: 1,
            summary: "Le feu, les danses et la soupe au fromage : deux heures du soir sur la place, filmées par les enfants de l’école.".into(),
        })
        .collect()
}

fn pagination() -> Pagination {
    Pagination {
        page: 2,
        pages: 7,
        previous: Some("/videos/browse?start=0".into()),
        next: Some("/videos/browse?start=48".into()),
    }
}

fn player() -> Player {
    Player {
        uuid: "9c9de5e8-0a1e-484a-b099-e80766180a6d".into(),
        title: HOSTILE.into(),
        master_url: Some("/demo/master.m3u8".into()),
        files: vec![PlayerFile { url: "/demo/film.mp4".into(), label: "720p".into(), height: 720, bytes: 1 }],
        poster_url: Some("/thumbnail-0.jpg".into()),
        captions: vec![
            Caption { language: "fr".into(), label: "Français".into(), url: "/demo/fr.vtt".into() },
            Caption { language: "en".into(), label: "English".into(), url: "/demo/en.vtt".into() },
        ],
        duration_seconds: 60,
        width: 1280,
        height: 720,
        views_url: "/api/v1/videos/9c9de5e8-0a1e-484a-b099-e80766180a6d/views".into(),
        sharing: Some(Sharing { swarm: HOSTILE.into(), hashes_url: "/demo/hashes.json".into() }),
        ..Player::default()
    }
}

fn face() -> Face {
    Face { small: "/face-120.jpg".into(), large: "/face-600.jpg".into() }
}

fn channel_link() -> ChannelLink {
    ChannelLink {
        name: "Les anciens".into(),
        avatar: Some(face()),
        url: "/c/anciens/videos".into(),
        films: 12,
    }
}

fn follow(mine: Option<bool>) -> Follow {
    Follow { url: "/c/anciens/follow".into(), channel_name: HOSTILE.into(), followers: 12, mine }
}

fn watch(page: Layout) -> WatchPage {
    WatchPage {
        may_go_home: true,
        home_handle: String::new(),
        home_problem: None,
        block: None,
        follow: follow(page.person.as_ref().map(|_| true)),
        page,
        film: FilmPage {
            home: None,
            uuid: "9c9de5e8-0a1e-484a-b099-e80766180a6d".into(),
            url: "/w/kDhTQ8b1YfJb7yDmuV9nMz".into(),
            title: HOSTILE.into(),
            description_html: "<p>Le feu, les danses et la soupe au fromage. À 0:20 on allume ; les danses commencent à 0:45.</p><p>Images : les enfants de l’école. Montage : <a href=\"https://example.org\" rel=\"nofollow noopener\">atelier vidéo</a>.</p>".into(),
            description_text: "Le feu, les danses </script> et la soupe".into(),
            preview_url: Some("/thumbnail-0.jpg".into()),
            duration_seconds: 3_723,
            published: NOW - 20 * DAY,
            views: 1_284,
            privacy: Privacy::Public,
            planned: None,
            category: Some(8),
            licence: Some(2),
            language: Some("fr".into()),
            chapters: Vec::new(),
            tags: vec!["Saint-Jean".into(), "fête".into(), "danse & feu".into()],
            channel_name: "Les anciens".into(),
            channel_url: "/c/anciens/videos".into(),
            channel_avatar: Some(face()),
            support_html: "<p>Une <strong>adhésion</strong> par an.</p>".into(),
            account_name: "Camille Roux".into(),
            account_url: "/a/camille".into(),
            width: 1280,
            height: 720,
            downloads: vec![
                PlayerFile { url: "/d/720.mp4".into(), label: "720p".into(), height: 720, bytes: 431_000_000 },
                PlayerFile { url: "/d/480.mp4".into(), label: "480p".into(), height: 480, bytes: 190_000_000 },
            ],
        },
        player: player(),
        edit_url: Some("/my/videos/9c9de5e8/edit".into()),
        related: films(4),
        share_start: 0,
        beside: None,
        keep: Some(Keep {
            lists: vec![Choice { value: "a".into(), label: HOSTILE.into(), is_chosen: false }],
            added_to: Some(HOSTILE.into()),
            typed: HOSTILE.into(),
            error: None,
        }),
        rating: RatingBox { likes: 12, dislikes: 1, mine: Some(Rating::Like) },
        comments: comments(),
        pagination: Pagination { page: 1, pages: 2, previous: None, next: Some("?page=2".into()) },
    }
}

fn comments() -> CommentsBox {
    let author = |name: &str, is_owner| {
        Some(CommentAuthor {
            name: name.into(),
            url: "/a/someone".into(),
            username: "someone".into(),
            handle: None,
            is_owner,
        })
    };
    let comment = |id, html: &str, author| CommentRow {
        id,
        author,
        html: format!("<p>{html}</p>"),
        written: NOW - DAY,
        can_answer: true,
        can_delete: true,
        can_report: true,
        can_mute: true,
        ..CommentRow::default()
    };
    CommentsBox {
        total: 4,
        threads: vec![
            CommentRow {
                replies: vec![
                    comment(2, "Merci d’être venus.", author("Camille Roux", true)),
                    CommentRow {
                        answers: Some("Camille Roux".into()),
                        ..comment(3, "À l’année prochaine", author(HOSTILE, false))
                    },
                ],
                ..comment(1, "Quelle belle fête !", author("Paul", false))
            },
            CommentRow {
                is_held: true,
                can_approve: true,
                ..comment(4, "Première fois ici", author("Rose", false))
            },
            CommentRow { id: 5, ..CommentRow::default() },
        ],
        typed: HOSTILE.into(),
        typed_reply_to: Some(2),
        error: HOSTILE.into(),
        written: Some(3),
        ..CommentsBox::default()
    }
}

fn playlists() -> Vec<PlaylistCard> {
    let card = |title: &str, privacy| PlaylistCard {
        url: "/w/p/kDhTQ8b1YfJb7yDmuV9nMz".into(),
        title: title.into(),
        thumbnail: Some("/thumbnail-2.jpg".into()),
        films: 12,
        privacy,
    };
    vec![card("Les fêtes", Privacy::Public), card(HOSTILE, Privacy::Unlisted)]
}

fn places() -> Vec<PlaceBeside> {
    let place = |(at, film): (usize, FilmCard)| PlaceBeside {
        position: at as u64 + 1,
        url: (at != 2).then_some(film.url),
        title: film.title,
        thumbnail: film.thumbnail,
        duration_seconds: film.duration_seconds,
        is_current: at == 1,
    };
    films(8).into_iter().enumerate().map(place).collect()
}

fn add_playlists(add: &mut impl FnMut(&str, askama::Result<String>), visitor: Layout, member: Layout) {
    let beside = Beside {
        title: HOSTILE.into(),
        url: "/w/p/list".into(),
        is_public: false,
        owner_name: "Les anciens".into(),
        owner_url: "/c/anciens/videos".into(),
        edit_url: Some("/my/playlists/9c9de5e8/edit".into()),
        position: 2,
        total: 120,
        places: places(),
        previous: Some("/w/p/list?playlistPosition=1".into()),
        next: Some("/w/p/list?playlistPosition=4".into()),
        earlier: Some("/w/p/list?playlistPosition=1".into()),
        later: Some("/w/p/list?playlistPosition=51".into()),
    };
    add("watch-list", WatchPage { beside: Some(beside.clone()), ..watch(visitor.clone()) }.render());
    let embed =
        EmbedPage { page: visitor.clone(), player: player(), beside: Some(beside), ..EmbedPage::default() };
    add("embed-list", embed.render());
    add("list-empty", EmptyPlaylistPage { page: titled(visitor.clone(), HOSTILE), edit_url: None }.render());
    let of_channel = PlaylistsPage {
        page: visitor,
        name: HOSTILE.into(),
        url: "/c/anciens/videos".into(),
        lists: playlists(),
        pagination: pagination(),
    };
    add("lists", of_channel.render());
    add("lists-empty", PlaylistsPage { lists: Vec::new(), ..of_channel }.render());
    let form = PlaylistForm {
        title: HOSTILE.into(),
        description: HOSTILE.into(),
        privacy: Privacy::Private,
        channels: vec![Choice { value: "1".into(), label: HOSTILE.into(), is_chosen: true }],
        problems: Problems::of_fields(vec![("displayName", HOSTILE.into())]),
    };
    let rows = playlists().into_iter().enumerate();
    let rows = rows.map(|(at, card)| PlaylistRow { uuid: format!("list{at}"), is_later: at == 0, card });
    let mine = MyPlaylistsPage {
        page: member.clone(),
        lists: rows.collect(),
        form: form.clone(),
        pagination: Pagination::default(),
    };
    add("my-lists", mine.render());
    let rows = places().into_iter().enumerate();
    let rows =
        rows.map(|(at, place)| PlaceRow { id: at as i64, place, start: "0:30".into(), stop: "".into() });
    let edit = EditPlaylistPage {
        page: member.clone(),
        uuid: "9c9de5e8".into(),
        url: "/w/p/list".into(),
        title: HOSTILE.into(),
        is_later: false,
        form,
        thumbnail: Some("/thumbnail-2.jpg".into()),
        total: 120,
        places: rows.collect(),
        part_error: Some(HOSTILE.into()),
        pagination: pagination(),
    };
    add("list-edit", edit.render());
    add("list-edit-later", EditPlaylistPage { is_later: true, places: Vec::new(), ..edit }.render());
    let ask = DeletePlaylistPage { page: member, uuid: "9c9de5e8".into(), title: HOSTILE.into() };
    add("list-delete", ask.render());
}

fn rows() -> Vec<FilmRow> {
    let states = [
        FilmState::Preparing { share: 42, left_seconds: Some(380) },
        FilmState::Waiting { before: 1, reason: None },
        FilmState::Waiting { before: 0, reason: Some(Language::Fr.t("error-disk-full-plain").into()) },
        FilmState::Preparing { share: 71, left_seconds: None },
        FilmState::Published,
        FilmState::Failed { message: Language::Fr.t("error-file-damaged").into(), may_try_again: false },
        FilmState::Cancelled,
        FilmState::Blocked { reason: Some(HOSTILE.into()) },
    ];
    states
        .into_iter()
        .enumerate()
        .map(|(place, state)| FilmRow {
            uuid: format!("9c9de5e8-0a1e-484a-b099-e80766180a{place:02}"),
            url: format!("/w/film{place}"),
            title: films(8)[place].title.clone(),
            shared: (place == 2).then(|| HOSTILE.into()),
            thumbnail: (place == 3).then(|| "/thumbnail-3.jpg".into()),
            privacy: if place == 0 { Privacy::Private } else { Privacy::Public },
            planned: (place == 0).then_some(NOW + DAY),
            planned_privacy: Privacy::Internal,
            state,
            remark: Some(HOSTILE.into()),
            created: NOW - place as i64 * DAY,
            duration_seconds: 754,
            views: place as u64 * 17,
            bytes: 431_000_000,
        })
        .collect()
}

fn pages(language: Language) -> Vec<(String, String)> {
    let words = "<p>Depuis 1998, l’association recueille les gestes, les fêtes et les histoires du Causse. Ces films sont à tout le monde : regardez-les, montrez-les.</p><p>Prochaine projection : <strong>samedi 5 décembre à 18 h</strong>, salle des fêtes.</p>".to_owned();
    let visitor = |section| layout(language, section);
    let member = |section| signed_in(language, section);
    let channels = vec![
        Choice { value: "1".into(), label: "Les anciens".into(), is_chosen: true },
        Choice { value: "2".into(), label: "Ateliers".into(), is_chosen: false },
    ];
    let notice = |kind, text: &str| Notice { kind, text: text.into(), action: None };
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, html: askama::Result<String>| {
        all.push((name.to_owned(), html.unwrap_or_else(|error| panic!("{name}: {error}"))));
    };

    let featured = films(1).pop();
    let home = HomePage {
        has_friends: true,
        page: visitor(Section::Home),
        words_html: words.clone(),
        featured,
        latest: films(8).split_off(1),
    };
    add("home", home.render());
    add(
        "home-dark",
        HomePage { page: Layout { theme: Theme::Dark, ..member(Section::Home) }, ..home.clone() }.render(),
    );
    add("home-empty", HomePage { page: visitor(Section::Home), ..HomePage::default() }.render());
    add(
        "home-empty-member",
        HomePage { page: member(Section::Home), words_html: words.clone(), ..HomePage::default() }.render(),
    );
    add("home-no-words", HomePage { words_html: String::new(), ..home }.render());

    let browse = BrowsePage {
        scope: Scope::default(),
        host: None,
        has_friends: true,
        page: titled(visitor(Section::Videos), language.t("browse-title")),
        sort: Sort::Views,
        total: 152,
        films: films(8),
        pagination: pagination(),
    };
    add("browse", browse.render());
    add("browse-empty", BrowsePage { page: member(Section::Videos), ..BrowsePage::default() }.render());
    let searched =
        Layout { query: HOSTILE.into(), ..titled(visitor(Section::Other), language.t("search-title")) };
    add(
        "search",
        SearchPage {
            page: searched.clone(),
            total: 3,
            films: films(3),
            pagination: Pagination::default(),
            channels: vec![channel_link()],
            lists: playlists(),
            tag: HOSTILE.into(),
            is_asked: true,
            filters: SearchFilters {
                is_open: true,
                since: Since::Week,
                length: Length::Short,
                categories: choices_of_categories(language, Some(2)),
                licences: choices_of_licences(language, None),
                languages: choices_of_languages(language, Some("fr")),
                sort: Some(Sort::Hot),
            },
        }
        .render(),
    );
    add(
        "overview",
        OverviewPage {
            page: titled(visitor(Section::Videos), language.t("overview-title")),
            parts: vec![OverviewPart {
                title: HOSTILE.into(),
                url: "/search?tagsOneOf=x".into(),
                films: films(4),
            }],
        }
        .render(),
    );
    let row = PersonRow {
        id: 3,
        username: "camille".into(),
        display_name: HOSTILE.into(),
        email: "camille@causse.example".into(),
        role_key: "role-moderator",
        is_blocked: true,
        is_muted: true,
        used_bytes: 3_400_000_000,
        quota_bytes: Some(10_000_000_000),
        last_login: Some(NOW - 3 * DAY),
    };
    let made = |is_invitation| MadeLink {
        address: "https://videos.causse.example/join/0123456789abcdef".into(),
        note: HOSTILE.into(),
        is_invitation,
    };
    let subject = ReportSubject {
        key: "report-of-comment",
        name: HOSTILE.into(),
        url: Some("/w/x#comment-3".into()),
        quote: Some(HOSTILE.into()),
    };
    let ask = ReportNewPage {
        page: titled(member(Section::Other), language.t("report-title")),
        subject: subject.clone(),
        field: "comment",
        value: "3".into(),
        reasons: Reason::ALL.map(|reason| (reason, reason == Reason::Rights)).into(),
        reason: HOSTILE.into(),
        problems: Problems::of_fields(vec![("reason", language.t("error-report-short").into())]),
        ..ReportNewPage::default()
    };
    add("report-new", ReportNewPage { is_film: true, ..ask }.render());
    let report = ReportRow {
        id: 7,
        subject,
        reasons: vec![Reason::Rights, Reason::Hateful],
        reason: HOSTILE.into(),
        messages: 2,
        when: NOW - DAY,
        reporter: Some(HOSTILE.into()),
        ..ReportRow::default()
    };
    let gone = ReportRow {
        subject: ReportSubject { url: None, quote: None, key: "report-of-video", ..report.subject.clone() },
        reporter: None,
        state: State::Accepted,
        ..report.clone()
    };
    let reports = ReportsPage {
        page: titled(member(Section::Reports), language.t("nav-reports")),
        rows: vec![report.clone(), gone.clone()],
        is_kept: true,
        state: Some(State::Pending),
        pagination: pagination(),
    };
    add("reports", reports.clone().render());
    add("reports-mine-none", ReportsPage { rows: Vec::new(), is_kept: false, ..reports }.render());
    let messages =
        [(true, None), (false, Some(HOSTILE.to_owned()))].map(|(by_moderator, author)| ReportMessage {
            id: 1,
            author,
            by_moderator,
            text: HOSTILE.into(),
            when: NOW,
            can_delete: by_moderator,
        });
    let report = ReportPage {
        page: titled(member(Section::Reports), language.t("report-one")),
        row: report,
        start: Some(61),
        end: Some(90),
        is_kept: true,
        flagged: Some((HOSTILE.into(), "/a/x".into(), Some("/admin/people/2".into()))),
        of_flagged: 3,
        of_reporter: 1,
        note: HOSTILE.into(),
        messages: messages.into(),
        typed: HOSTILE.into(),
        problems: Problems::of_fields(vec![("message", language.t("error-report-short").into())]),
    };
    add("report", report.clone().render());
    add("report-mine", ReportPage { row: gone, is_kept: false, flagged: None, ..report }.render());
    let people = PeoplePage {
        page: titled(member(Section::People), language.t("nav-people")),
        people: vec![
            row.clone(),
            PersonRow { id: 4, is_blocked: false, is_muted: false, quota_bytes: None, ..row.clone() },
        ],
        total: 2,
        pagination: pagination(),
        words: HOSTILE.into(),
        asking: vec![AskingRow {
            id: 1,
            username: "rose".into(),
            display_name: HOSTILE.into(),
            email: "rose@causse.example".into(),
            is_verified: true,
            reason: HOSTILE.into(),
            when: NOW - DAY,
        }],
        invitations: vec![InvitationRow {
            id: 1,
            note: HOSTILE.into(),
            email: "rose@causse.example".into(),
            role_key: "role-member",
            until: NOW,
        }],
        made: Some(made(true)),
        takes_requests: true,
        sends_mail: true,
        is_admin: true,
        error: Some(HOSTILE.into()),
    };
    add("people", people.render());
    let person = PersonPage {
        page: titled(member(Section::People), HOSTILE),
        person: row,
        role: 1,
        quota_typed: "10".into(),
        blocked_reason: HOSTILE.into(),
        films: 12,
        is_admin: true,
        is_oneself: false,
        has_two_factor: true,
        made: Some(made(false)),
        error: None,
    };
    add("person", person.render());
    for (name, door) in [
        ("join", Door::Invitation),
        ("join-ask", Door::Request),
        ("join-sent", Door::Sent),
        ("join-password", Door::Password),
    ] {
        let page = titled(visitor(Section::Login), language.t("join-do"));
        add(name, JoinPage { page, door, username: "rose".into(), ..JoinPage::default() }.render());
    }
    let told = |is_read| NotificationRow {
        text: HOSTILE.into(),
        url: "/w/x".into(),
        when: NOW,
        is_read,
        asked: is_read.then(asked),
    };
    let notifications = NotificationsPage {
        page: Layout { unread: 1, ..titled(member(Section::Notifications), language.t("nav-notifications")) },
        rows: vec![told(false), told(true)],
        has_unread: true,
        pagination: pagination(),
        wishes: vec![Wish {
            name: "newFollow",
            label_key: "notify-follower",
            is_wished: true,
            is_wished_by_mail: false,
        }],
        has_mail: false,
    };
    add("notifications", notifications.render());
    let subscriptions = SubscriptionsPage {
        page: titled(member(Section::Subscriptions), language.t("nav-subscriptions")),
        channels: vec![FollowedChannel { link: channel_link(), follow_url: "/c/anciens/follow".into() }],
        followed: 1,
        films: films(4),
        pagination: pagination(),
        feed: Some("https://videos.causse.example/feeds/subscriptions.xml?accountId=3&token=x".into()),
    };
    add("subscriptions", subscriptions.render());
    let none = SubscriptionsPage { page: member(Section::Subscriptions), ..SubscriptionsPage::default() };
    add("subscriptions-empty", none.render());
    let watched = |(id, film)| WatchedFilm { id, film, seconds: 40 };
    let history = HistoryPage {
        page: titled(member(Section::History), language.t("nav-history")),
        is_kept: true,
        films: (1..).zip(films(4)).map(watched).collect(),
        pagination: pagination(),
    };
    add("history", history.render());
    add("history-empty", HistoryPage { page: member(Section::History), ..HistoryPage::default() }.render());
    add("search-nothing", SearchPage { page: searched, is_asked: true, ..SearchPage::default() }.render());
    add("search-start", SearchPage { page: visitor(Section::Other), ..SearchPage::default() }.render());
    let channel = ChannelPage {
        home: None,
        page: titled(visitor(Section::Other), "Les anciens"),
        follow: follow(None),
        id: 7,
        name: "Les anciens".into(),
        handle: "anciens@videos.causse.example".into(),
        description_html: words.clone(),
        support_html: words.clone(),
        avatar: Some(face()),
        banner: Some(Banner { small: "/banner-600.jpg".into(), large: "/banner-1920.jpg".into() }),
        edit_url: Some("/my/channels/anciens/edit".into()),
        account_name: "Camille Roux".into(),
        account_url: "/a/camille".into(),
        total: 152,
        films: films(4),
        pagination: pagination(),
        lists: playlists(),
        lists_url: Some("/c/anciens/video-playlists".into()),
    };
    add("channel", channel.render());
    add(
        "channel-empty",
        ChannelPage {
            films: vec![],
            total: 0,
            pagination: Pagination::default(),
            avatar: None,
            banner: None,
            support_html: String::new(),
            edit_url: None,
            ..channel
        }
        .render(),
    );
    let row = |handle: &str, name: &str, films| ChannelRow {
        handle: handle.into(),
        name: name.into(),
        avatar: (films > 1).then(face),
        films,
        followers: films - 1,
        owner: (films == 3).then(|| HOSTILE.into()),
    };
    let own = MyChannelsPage {
        page: titled(member(Section::Channels), language.t("nav-channels")),
        channels: vec![row("anciens", "Les anciens", 12), row("chorale", HOSTILE, 1)],
        shared: vec![row("fanfare", HOSTILE, 3)],
        asked: vec![asked()],
        deleted: vec![DeletedChannel { handle: "a".into(), name: HOSTILE.into(), until: NOW + 6 * DAY }],
        maximum: 20,
    };
    add("my-channels", own.render());
    add(
        "my-channels-full",
        MyChannelsPage { maximum: 2, deleted: vec![], shared: vec![], asked: vec![], ..own.clone() }.render(),
    );
    let give = FilmGivePage {
        page: titled(member(Section::Mine), language.t("give-film-title")),
        uuid: "9c9de5e8".into(),
        url: "/w/film".into(),
        title: HOSTILE.into(),
        offer: None,
        next: HOSTILE.into(),
        problems: Problems::of_fields(vec![("next", HOSTILE.into())]),
    };
    add("film-give", give.render());
    add("film-offered", FilmGivePage { offer: Some((7, HOSTILE.into())), ..give }.render());
    let said = |is_held, username: &str| CommentOnFilm {
        id: 7,
        url: "/w/film#comment-7".into(),
        film: HOSTILE.into(),
        author: HOSTILE.into(),
        username: username.into(),
        html: words.clone(),
        written: NOW,
        is_held,
    };
    let comments = AllCommentsPage {
        page: titled(member(Section::Comments), language.t("all-comments-mine")),
        path: "/my/comments",
        is_mine: true,
        shows_all: false,
        total: 2,
        rows: vec![said(true, "rose"), said(true, "rose@ailleurs.example")],
        pagination: pagination(),
    };
    add("all-comments-held", comments.render());
    add("all-comments-none-held", AllCommentsPage { rows: vec![], ..comments.clone() }.render());
    let whole = AllCommentsPage {
        shows_all: true,
        is_mine: false,
        path: "/admin/comments",
        rows: vec![said(false, "")],
        ..comments
    };
    add("all-comments", whole.render());
    add("all-comments-none", AllCommentsPage { rows: vec![], ..whole }.render());
    let block = BlockBox {
        id: "kDhTQ8b1YfJb7yDmuV9nMz".into(),
        is_blocked: true,
        reason: HOSTILE.into(),
        may_decide: false,
        problems: Problems::default(),
    };
    let reader = || member(Section::Videos);
    add("watch-blocked", WatchPage { block: Some(block.clone()), ..watch(reader()) }.render());
    let decides = BlockBox { may_decide: true, ..block };
    add("watch-blocked-team", WatchPage { block: Some(decides.clone()), ..watch(reader()) }.render());
    let wrong = Problems::of_fields(vec![("reason", HOSTILE.into())]);
    let open = BlockBox { is_blocked: false, problems: wrong, ..decides };
    add("watch-block", WatchPage { block: Some(open), ..watch(reader()) }.render());
    let blocked = BlockedFilmsPage {
        page: titled(member(Section::Reports), language.t("blocked-title")),
        rows: vec![BlockedFilm {
            url: "/w/film".into(),
            title: HOSTILE.into(),
            channel: HOSTILE.into(),
            reason: HOSTILE.into(),
            since: NOW,
        }],
        pagination: pagination(),
    };
    add("blocked", blocked.render());
    add("blocked-none", BlockedFilmsPage { rows: vec![], ..blocked }.render());
    let follower = |avatar| FollowerRow {
        name: HOSTILE.into(),
        handle: "rose@ailleurs.example".into(),
        url: "/a/rose".into(),
        avatar,
        since: NOW,
    };
    let followers = FollowersPage {
        page: titled(member(Section::Channels), language.t("followers-title")),
        handle: "anciens".into(),
        name: HOSTILE.into(),
        total: 40,
        rows: vec![follower(None), follower(Some(face()))],
        pagination: pagination(),
    };
    add("followers", followers.render());
    add("followers-none", FollowersPage { total: 0, rows: vec![], ..followers }.render());
    let form = ChannelForm {
        handle: HOSTILE.into(),
        display_name: HOSTILE.into(),
        description: HOSTILE.into(),
        support: HOSTILE.into(),
    };
    let new = ChannelFormPage {
        page: titled(member(Section::Channels), language.t("channel-new")),
        form,
        host: "videos.causse.example".into(),
        problems: Problems::of_fields(vec![("name", HOSTILE.into()), ("support", HOSTILE.into())]),
        ..ChannelFormPage::default()
    };
    add("channel-new", new.render());
    let edit = ChannelFormPage {
        handle: Some("anciens".into()),
        keepers: vec!["Camille".into(), HOSTILE.into()],
        avatar: Some(face()),
        banner: Some(Banner { small: "/banner-600.jpg".into(), large: "/banner-1920.jpg".into() }),
        problems: Problems::of_whole(HOSTILE.into()),
        ..new
    };
    add("channel-edit-shared", edit.render());
    add("channel-edit", ChannelFormPage { may_be_deleted: true, is_owner: true, ..edit.clone() }.render());
    add("channel-edit-last", ChannelFormPage { is_owner: true, ..edit }.render());
    let keeper = |id, is_pending: bool, is_oneself| Keeper {
        id,
        name: HOSTILE.into(),
        username: "rose".into(),
        avatar: is_pending.then(face),
        is_pending,
        is_oneself,
    };
    let done =
        |url: Option<&str>| ActivityRow { text: HOSTILE.into(), url: url.map(str::to_owned), when: NOW };
    let team = TeamPage {
        page: titled(member(Section::Channels), language.t("team-title")),
        handle: "anciens".into(),
        name: HOSTILE.into(),
        owner: keeper(0, false, true),
        keepers: vec![keeper(4, false, false), keeper(5, true, false)],
        is_owner: true,
        offer: None,
        may_be_given: true,
        activities: vec![done(Some("/w/x")), done(None)],
        pagination: pagination(),
        typed: HOSTILE.into(),
        problems: Problems::of_fields(vec![("name", HOSTILE.into())]),
    };
    add("team", team.render());
    add("team-offered", TeamPage { offer: Some((7, HOSTILE.into())), ..team.clone() }.render());
    add("team-last", TeamPage { may_be_given: false, activities: vec![], ..team.clone() }.render());
    let kept = TeamPage { is_owner: false, keepers: vec![keeper(4, false, true)], ..team };
    add("team-kept", TeamPage { owner: keeper(0, false, false), ..kept }.render());
    for films in [0, 1, 12] {
        let page = ChannelGivePage {
            page: titled(member(Section::Channels), language.t("give-title")),
            handle: "anciens".into(),
            name: HOSTILE.into(),
            films,
            next: HOSTILE.into(),
            problems: Problems::of_fields(vec![("next", HOSTILE.into()), ("name", HOSTILE.into())]),
        };
        add(&format!("channel-give-{films}"), page.render());
    }
    for films in [0, 1, 12] {
        let page = ChannelDeletePage {
            page: titled(member(Section::Channels), language.t("channel-delete")),
            handle: "anciens".into(),
            name: HOSTILE.into(),
            films,
            error: (films > 1).then(|| language.t("error-channel-name").into()),
        };
        add(&format!("channel-delete-{films}"), page.render());
    }
    let muted = MutedPage {
        page: titled(member(Section::Account), language.t("muted-title")),
        rows: [None, Some(face())]
            .map(|avatar| MutedRow {
                username: "camille".into(),
                name: HOSTILE.into(),
                avatar,
                since: NOW - DAY,
            })
            .into(),
        pagination: pagination(),
    };
    add("muted", muted.clone().render());
    add("muted-none", MutedPage { rows: Vec::new(), pagination: Pagination::default(), ..muted }.render());
    for is_muted in [false, true] {
        let page = titled(member(Section::Other), HOSTILE);
        let username = "camille".to_owned();
        let account = AccountPage {
            page,
            username,
            may_mute: true,
            is_muted,
            name: HOSTILE.into(),
            ..AccountPage::default()
        };
        add(&format!("account-muted-{is_muted}"), account.render());
    }
    add(
        "account",
        AccountPage {
            page: titled(visitor(Section::Other), "Camille Roux"),
            id: 7,
            name: "Camille Roux".into(),
            handle: "camille@videos.causse.example".into(),
            description_html: words.clone(),
            avatar: Some(face()),
            channels: vec![channel_link()],
            total: 12,
            films: films(3),
            pagination: Pagination::default(),
            ..AccountPage::default()
        }
        .render(),
    );
    add_playlists(&mut add, visitor(Section::Videos), member(Section::Playlists));
    let about = AboutPage {
        shares: true,
        page: titled(visitor(Section::About), language.t("about-title")),
        words_html: words.clone(),
        takes_messages: true,
        films: 1_284,
        people: 7,
        media_bytes: 84_300_000_000,
        version: "0.1.0".into(),
        source_url: Some("https://example.org/source".into()),
    };
    add("about", about.render());
    add(
        "about-empty",
        AboutPage {
            page: member(Section::About),
            words_html: String::new(),
            takes_messages: false,
            source_url: None,
            ..about
        }
        .render(),
    );
    let login = LoginPage {
        page: titled(visitor(Section::Login), language.t("login-title")),
        return_to: "/publish".into(),
        ..LoginPage::default()
    };
    add("login", login.render());
    add(
        "login-wrong",
        LoginPage { error: Some(language.t("error-login").into()), username: HOSTILE.into(), ..login }
            .render(),
    );
    let second = LoginCodePage {
        page: titled(visitor(Section::Login), language.t("login-code-title")),
        step: "x".into(),
        error: Some(language.t("error-two-factor-wrong").into()),
        return_to: "/publish".into(),
    };
    add("login-code", second.render());
    for (name, is_sent) in [("lost", false), ("lost-sent", true)] {
        let title = language.t(if is_sent { "lost-sent-title" } else { "lost-title" });
        add(name, LostPage { page: titled(visitor(Section::Login), title), is_sent }.render());
    }
    let contact = ContactPage {
        page: titled(visitor(Section::About), language.t("about-contact")),
        from_name: HOSTILE.into(),
        from_email: HOSTILE.into(),
        subject: HOSTILE.into(),
        body: HOSTILE.into(),
        problems: Problems::of_fields(vec![("body", language.t("error-contact-body").into())]),
        ..ContactPage::default()
    };
    add("contact", contact.render());
    add("contact-sent", ContactPage { is_sent: true, ..contact }.render());
    for (name, is_done, error) in [
        ("verify", false, None),
        ("verify-done", true, None),
        ("verify-wrong", false, Some(HOSTILE.to_owned())),
    ] {
        let page = titled(visitor(Section::Login), language.t("verify-title"));
        let verify =
            VerifyPage { page, secret: "s".into(), user: Some(1), registration: None, is_done, error };
        add(name, verify.render());
    }
    for status in [403, 404, 500, 503, 413] {
        let said = (status == 413).then(|| language.t("error-too-large-plain").to_owned());
        let reference = (status == 500).then(|| "7f3a-22".to_owned());
        add(
            &format!("error-{status}"),
            ErrorPage { page: visitor(Section::Other), status, said, reference }.render(),
        );
    }

    add("watch", watch(titled(visitor(Section::Other), HOSTILE)).render());
    let mut alone = watch(Layout { theme: Theme::Dark, ..member(Section::Other) });
    alone.film.privacy = Privacy::Private;
    alone.film.planned = Some(NOW + DAY);
    alone.film.description_html = String::new();
    alone.related.clear();
    add("watch-private-dark", alone.render());
    let mut preparing = watch(visitor(Section::Other));
    preparing.player.state = PlayerState::Preparing { share: 37, left_seconds: Some(250) };
    add("watch-preparing", preparing.clone().render());
    preparing.player.state = PlayerState::Failed { message: language.t("error-file-damaged").into() };
    add("watch-failed", preparing.render());
    let shut = EmbedErrorPage { page: visitor(Section::Other), said: language.t("embed-gone") };
    add("embed-shut", shut.render());
    for error in [None, Some(language.t("error-film-password-wrong").to_owned())] {
        let name = if error.is_some() { "password-wrong" } else { "password" };
        let action = "/w/kDhTQ8b1YfJb7yDmuV9nMz?start=5\"".to_owned();
        let title = language.t("film-password-title");
        let asked = PasswordPage {
            page: titled(visitor(Section::Videos), title),
            action: action.clone(),
            error: error.clone(),
        };
        add(name, asked.render());
        let framed = EmbedPasswordPage {
            page: visitor(Section::Other),
            action,
            error,
            api: Some(HOSTILE.into()),
            waits: true,
        };
        add(&format!("embed-{name}"), framed.render());
    }
    let embed = EmbedPage {
        page: visitor(Section::Other),
        player: player(),
        watch_url: "/w/x".into(),
        shows_title: true,
        shows_link: true,
        beside: None,
    };
    add("embed", embed.render());
    add(
        "embed-bare",
        EmbedPage {
            shows_title: false,
            shows_link: false,
            player: Player {
                hides_controls: true,
                start_seconds: Some(5),
                stop_seconds: Some(9),
                caption_language: Some("fr".into()),
                cover: Some(Cover { reasons: vec!["film-violent"], words: HOSTILE.into() }),
                outside: Some(Outside {
                    scope: HOSTILE.into(),
                    position: Some(2),
                    previous: Some("/previous".into()),
                    next: None,
                }),
                ..player()
            },
            ..embed
        }
        .render(),
    );

    let publish = PublishPage {
        page: titled(member(Section::Publish), language.t("publish-title")),
        channels: channels.clone(),
        limit_bytes: Some(8_000_000_000),
        quota_left_bytes: Some(3_200_000_000),
        free_bytes: 84_300_000_000,
        ..PublishPage::default()
    };
    add("publish", publish.render());
    add(
        "publish-error",
        PublishPage { error: Some(language.t("error-file-empty").into()), ..publish.clone() }.render(),
    );
    add("publish-folders", PublishPage { may_use_folders: true, ..publish.clone() }.render());
    add("publish-full", PublishPage { is_disk_full: true, ..publish }.render());
    let folder = FolderPage {
        page: titled(member(Section::Publish), language.t("folder-title")),
        roots: "/media, /run/media".into(),
        maximum: 500,
        channels: channels.clone(),
        free_bytes: 84_300_000_000,
        ..FolderPage::default()
    };
    add("publish-folder-empty", folder.clone().render());
    let films = [(false, true), (true, false)].map(|(is_known, is_chosen)| FolderFilm {
        path: format!("/media/{HOSTILE}.mp4"),
        name: HOSTILE.into(),
        bytes: 812_000_000,
        modified: NOW - DAY,
        is_known,
        is_chosen,
    });
    let folders = vec![FolderRow { name: format!("CLE / {HOSTILE}"), films: films.into() }];
    let error = Some(language.t("error-import-none").into());
    add("publish-folder", FolderPage { folders, is_cut: true, error, ..folder }.render());
    let mut mine_layout = titled(member(Section::Mine), language.t("nav-mine"));
    mine_layout.notices = vec![
        Notice {
            kind: NoticeKind::Plain,
            text: language.say("mine-deleted-notice", &[("title", HOSTILE.into())]),
            action: Some(NoticeAction {
                path: "/my/videos/x/undelete".into(),
                label: language.t("notice-undo").into(),
            }),
        },
        notice(NoticeKind::Good, language.t("settings-saved")),
    ];
    let deleted = vec![FilmRow { state: FilmState::Deleted { until: NOW + 6 * DAY }, ..rows().remove(1) }];
    add(
        "mine",
        MyFilmsPage {
            page: mine_layout,
            films: rows(),
            uploads: [false, true]
                .map(|is_going| UploadRow {
                    title: HOSTILE.into(),
                    is_going,
                    id: "x".into(),
                    arrived_bytes: 1_000_000,
                    bytes: 9_000_000,
                })
                .into(),
            offers: vec![FilmOffer { id: 7, text: HOSTILE.into(), bytes: 9_000_000 }],
            channels: ["1", "2"]
                .map(|value| Choice { value: value.into(), label: HOSTILE.into(), is_chosen: false })
                .into(),
            imports: vec![UploadRow { title: HOSTILE.into(), id: "y".into(), ..UploadRow::default() }],
            deleted,
            used_bytes: 12_400_000_000,
            quota_bytes: Some(50_000_000_000),
            pagination: pagination(),
        }
        .render(),
    );
    add("mine-empty", MyFilmsPage { page: member(Section::Mine), ..MyFilmsPage::default() }.render());
    add(
        "edit",
        EditPage {
            page: titled(member(Section::Mine), language.t("edit-title")),
            seen: "0123456789abcdef".into(),
            uuid: "9c9de5e8".into(),
            url: "/w/film".into(),
            form: FilmForm {
                title: HOSTILE.into(),
                description: HOSTILE.into(),
                chapters: String::new(),
                tags: "fête, été".into(),
                comments: lucarne::domain::comment::CommentsPolicy::RequiresApproval,
                privacy: Privacy::Protected,
                passwords: HOSTILE.into(),
                publish_at: Some(NOW + DAY),
                support: HOSTILE.into(),
                shown_first: "1998-07-12".into(),
                may_be_kept: true,
                is_sensitive: true,
                is_violent: true,
                is_explicit: false,
                warning: HOSTILE.into(),
            },
            planned: Some(NOW + DAY),
            thumbnail: Some("/thumbnail-1.jpg".into()),
            captions: vec![CaptionRow {
                language: "fr".into(),
                label: "Français".into(),
                url: "/demo/fr.vtt".into(),
            }],
            categories: choices_of_categories(language, Some(8)),
            licences: choices_of_licences(language, Some(2)),
            languages: choices_of_languages(language, Some("frk")),
            caption_languages: choices_of_languages(language, Some(language.code())),
            channels: channels.clone(),
            caption_error: None,
            problems: Problems::of_fields(vec![("name", language.t("error-title-length").into())]),
        }
        .render(),
    );

    add(
        "account-settings",
        AccountSettingsPage {
            shares: true,
            site_shares: true,
            page: titled(member(Section::Account), language.t("nav-account")),
            username: "camille".into(),
            display_name: "Camille Roux".into(),
            email: "camille@causse.example".into(),
            description: HOSTILE.into(),
            avatar: Some(face()),
            problems: Problems::of_fields(vec![("email", language.t("error-email").into())]),
            password_problems: Problems::of_whole(language.t("error-password-short").into()),
            delete_problems: Problems::default(),
            pending_email: Some("camille@ailleurs.example".into()),
            may_verify: true,
            nsfw_policy: Some(Policy::Warn),
            nsfw_kinds: vec![(1, "film-violent", None), (2, "film-explicit-sex", Some(Policy::Hide))],
            has_two_factor: true,
            sessions: vec![
                SessionRow {
                    name: "b1".into(),
                    device: HOSTILE.into(),
                    since: NOW,
                    used: NOW,
                    is_this: true,
                    ..SessionRow::default()
                },
                SessionRow {
                    name: "a1".into(),
                    is_application: true,
                    since: NOW,
                    used: NOW,
                    ..SessionRow::default()
                },
            ],
        }
        .render(),
    );
    let two_factor = TwoFactorPage {
        page: titled(member(Section::Account), language.t("two-factor")),
        username: "camille".into(),
        ..TwoFactorPage::default()
    };
    add("two-factor", two_factor.clone().render());
    let error = Some(language.t("error-two-factor-code").to_owned());
    let picture = "<svg viewBox=\"0 0 1 1\"></svg>".to_owned();
    let (secret, request) = ("GEZD GNBV".to_owned(), "x".to_owned());
    add(
        "two-factor-request",
        TwoFactorPage { picture, secret, request, error, ..two_factor.clone() }.render(),
    );
    add("two-factor-on", TwoFactorPage { is_on: true, codes_left: 1, ..two_factor.clone() }.render());
    add("two-factor-codes", TwoFactorPage { codes: vec!["abcd-efgh".into()], ..two_factor }.render());
    let mail = MailPage {
        page: titled(member(Section::Settings), language.t("mail-title")),
        own: "camille@causse.example".into(),
        ..MailPage::default()
    };
    add("mail", mail.clone().render());
    let problems = Problems::of_fields(vec![("host", language.t("error-mail-host").into())]);
    add(
        "mail-wrong",
        MailPage { host: HOSTILE.into(), username: HOSTILE.into(), problems, ..mail.clone() }.render(),
    );
    add(
        "mail-on",
        MailPage { is_on: true, host: "smtp.example.org".into(), has_password: true, ..mail }.render(),
    );
    add(
        "settings",
        SiteSettingsPage {
            shares: true,
            page: titled(member(Section::Settings), language.t("nav-settings")),
            name: "La Mémoire du Causse".into(),
            short_description: "Films et souvenirs du Causse".into(),
            description: HOSTILE.into(),
            renditions: [0, 240, 360, 480, 720, 1080]
                .map(|height| RenditionChoice { height, is_wanted: height % 240 == 0 })
                .to_vec(),
            language_code: language.code().into(),
            nsfw_policy: Policy::Blur,
            sends_mail: true,
            error: None,
        }
        .render(),
    );
    let admin = AdminPage {
        page: titled(member(Section::Admin), language.t("nav-admin")),
        tasks: vec![Task {
            text: language.t("admin-disk-low").into(),
            link: Some((language.t("admin-see").into(), "/my/videos".into())),
        }],
        disk: Disk {
            used_bytes: 212_000_000_000,
            free_bytes: 38_000_000_000,
            kept_bytes: 1_000_000_000,
            room_bytes: 18_500_000_000,
            media_bytes: 184_000_000_000,
        },
        jobs_waiting: 3,
        jobs_running: 1,
        failed: vec![FailedJob {
            id: 12,
            what: language.t("state-preparing").into(),
            about: HOSTILE.into(),
            about_url: Some("/w/x".into()),
            when: NOW,
            message: language.t("error-worker-timeout").into(),
            details: "worker: no progress for 120 s <stderr>".into(),
            may_try_again: true,
            attempts: 3,
        }],
        films: 152,
        people: 7,
        uptime_seconds: 180_000,
        version: "0.1.0".into(),
        encoder: Some("x264".into()),
    };
    add("admin", admin.render());
    let federation = FederationPage {
        page: titled(member(Section::Admin), language.t("nav-federation")),
        handle: Some("peertube@videos.causse.example".into()),
        followers: 3,
        rows: [(true, false, None), (false, true, Some(HOSTILE)), (false, false, None)]
            .map(|(waits, is_refused, reason)| SiteFollowerRow {
                handle: "peertube@tube.example".into(),
                page: "https://tube.example/accounts/peertube".into(),
                since: NOW - DAY,
                waits,
                is_refused,
                reason: reason.map(Into::into),
            })
            .into(),
        approves_followers: true,
        blocked: vec!["spam.example".into()],
        lines: [
            (true, None),
            (false, Some("Invalid: error-federation-refused host=b.example (status 403: no)")),
        ]
        .map(|(is_heard, problem)| JournalLine {
            at: NOW - DAY,
            is_heard,
            host: "tube.example".into(),
            what: format!("Follow https://tube.example/{HOSTILE}"),
            problem: problem.map(Into::into),
            said: problem.map(|_| "Ce serveur ou ce compte n’est pas écouté ici."),
        })
        .into(),
        ..FederationPage::default()
    };
    add("federation", federation.render());
    let off = FederationPage { page: member(Section::Admin), ..FederationPage::default() };
    add("federation-off", off.render());
    let moved =
        FederationPage { known_as: Some("https://old.example".into()), problem: Some("Non.".into()), ..off };
    add("federation-moved", moved.render());
    add("admin-well", AdminPage { page: member(Section::Admin), ..AdminPage::default() }.render());
    for step in SetupStep::ALL {
        let wrong = (step == SetupStep::Code).then(|| ("code", language.t("error-setup-code").to_owned()));
        add(
            &format!("setup-{}", step.code()),
            SetupPage {
                page: Layout {
                    site_name: "Lucarne".into(),
                    ..titled(visitor(Section::Other), language.t("setup-title"))
                },
                step,
                problems: Problems::of_fields(wrong.into_iter().collect()),
                code: String::new(),
                site_name: "La Mémoire du Causse".into(),
                site_words: "Bienvenue".into(),
                site_url: "http://localhost:9000".into(),
                found_at: "http://localhost:9000".into(),
                url_is_fixed: false,
                username: "camille".into(),
                display_name: "Camille Roux".into(),
                email: "camille@causse.example".into(),
            }
            .render(),
        );
    }
    all
}

/// Something that waits for an answer.
fn asked() -> AskedRow {
    AskedRow {
        text: HOSTILE.into(),
        yes: AnswerWay { path: "/my/channels/anciens/team/4/accept".into(), label_key: "asked-accept" },
        no: AnswerWay { path: "/my/channels/anciens/team/4/reject".into(), label_key: "asked-decline" },
    }
}
