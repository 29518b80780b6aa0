//! What each page is made of: one plain struct for each template, filled by the page handlers.
//!
//! The structs hold owned texts, numbers and lists, never a row of the database, so that a page can be
//! shown with made-up values (tests/it/views.rs shows every page in every state). They write dates, sizes
//! and counts in the reader's language through `Layout`; they decide nothing about who may see what.
//! Texts that end in `_html` have been cleaned before; everything else is escaped by the template.

mod admin;
mod asset;
mod browse;
mod channels;
mod comments;
mod federation;
mod film;
mod following;
mod friends;
mod layout;
mod people;
mod playlists;
mod problems;
mod publish;
mod reports;
mod search;
mod setup;
mod team;
mod watch;

pub use admin::{
    AccountSettingsPage, AdminPage, Disk, FailedJob, MailPage, RenditionChoice, SessionRow, SiteSettingsPage,
    Task, TwoFactorPage,
};
pub use asset::{Asset, asset, asset_url};
pub use browse::{
    AboutPage, AccountPage, BrowsePage, ChannelLink, ChannelPage, ContactPage, ErrorPage, HomePage,
    LoginCodePage, LoginPage, OverviewPage, OverviewPart, Pagination, Scope, Sort,
};
pub use channels::{
    Banner, ChannelDeletePage, ChannelForm, ChannelFormPage, ChannelRow, DeletedChannel, Face, FollowerRow,
    FollowersPage, MyChannelsPage,
};
pub use comments::{AllCommentsPage, CommentAuthor, CommentOnFilm, CommentRow, CommentsBox, RatingBox};
pub use federation::{FederationPage, JournalLine, SiteFollowerRow};
pub use film::{FilmCard, Privacy};
pub use following::{
    Follow, FollowedChannel, HistoryPage, NotificationRow, NotificationsPage, SubscriptionsPage, WatchedFilm,
    Wish,
};
pub use friends::{
    FriendInvitation, FriendInvitedPage, FriendPage, FriendRow, FriendsPage, Friendship, NewFriendPage,
    TakesForm,
};
pub use layout::{Layout, Notice, NoticeAction, NoticeKind, Person, Section, Theme};
pub use people::{
    AskingRow, Door, InvitationRow, JoinPage, LostPage, MadeLink, MutedPage, MutedRow, PeoplePage,
    PersonPage, PersonRow, VerifyPage,
};
pub use playlists::{
    Beside, DeletePlaylistPage, EditPlaylistPage, EmptyPlaylistPage, Keep, MyPlaylistsPage, PlaceBeside,
    PlaceRow, PlaylistCard, PlaylistForm, PlaylistRow, PlaylistsPage,
};
pub use problems::Problems;
pub use publish::{
    CaptionRow, Choice, EditPage, FilmForm, FilmGivePage, FilmOffer, FilmRow, FilmState, FolderFilm,
    FolderPage, FolderRow, MyFilmsPage, PublishPage, UploadRow, choices_of_categories, choices_of_languages,
    choices_of_licences,
};
pub use reports::{
    BlockBox, BlockedFilm, BlockedFilmsPage, ReportMessage, ReportNewPage, ReportPage, ReportRow,
    ReportSubject, ReportsPage,
};
pub use search::{Length, SearchFilters, SearchPage, Since};
pub use setup::{SetupPage, SetupStep};
pub use team::{ActivityRow, AnswerWay, AskedRow, ChannelGivePage, Keeper, TeamPage};
pub use watch::{
    Caption, ChapterRow, Cover, EmbedErrorPage, EmbedPage, EmbedPasswordPage, FilmHome, FilmPage, Outside,
    PasswordPage, Player, PlayerFile, PlayerState, Sharing, Storyboard, WatchPage,
};
