//! Everything that is done in the background, a row each, and what the main thread does with the terminal.
//!
//! An answer carries what was asked, so that one that comes too late is known as such. Whatever fails before or in the
//! middle of an effect, by an error or by a panic, is an answer too.

mod table;
mod work;

use chrono::NaiveDate;

use super::command::EntryCommand;
use super::drafts::{self, Draft, DraftKind};
use super::failure::{Failure, Outcome};
use super::job::Job;
use super::views::{Agenda, Card, EditedEntry, RenderRequest, RenderedEntry};
use crate::entry::EntryPath;
use crate::ops::capture::{self, Captured, NewEntry};
use crate::ops::conflicts::{self, Conflict, Conflicts, Kept};
use crate::ops::distil::{self, Distilling, Source};
use crate::ops::edit::{self, Changed};
use crate::ops::facets::{self, Facets};
use crate::ops::feeds;
use crate::ops::fetch::{self, Fetched};
use crate::ops::find::{self, SortOrder};
use crate::ops::first_steps::{self, FirstSteps};
use crate::ops::fresh::{self, Caught, Progress};
use crate::ops::history::{self, DiffLine, Version};
use crate::ops::inbox::{self, Inbox};
use crate::ops::log::{self, Logged};
use crate::ops::outside::Copied;
use crate::ops::rename::{self, Renamed};
use crate::ops::share::suggest::Suggesting;
use crate::ops::share::{
    self, Agreed, AgreedWords, ConflictChoice, Contributed, Contribution, ContributionPreview, Order, Outgoing,
    Preview, Published, Route,
};
use crate::ops::since::{self, Meanwhile};
use crate::ops::sync::{Choice, Machine, Report, packing};
use crate::ops::team::{self, Added, Arrived, Digest, Listed, Refreshed, TeamRequest, TeamThank};
use crate::ops::trash::{self, Trashed};
use crate::ops::undo::{self, Undone};
use crate::ops::workbench::{self, Sides};
use crate::ops::{self, Named, Status, Workspace, outside};
pub(crate) use work::{Theirs, look};

/// As many folders, and tags, as a search can be narrowed to, as many entries as are offered to link to, and as many versions as anybody
/// looks through.
const FACETS: usize = 200;
const PICKED: usize = 50;
const VERSIONS: usize = 500;

/// As many conflicts as are listed.
const CONFLICTS: usize = 500;

/// Who carries an effect out: a thread of its own each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Only the newest of each sort counts.
    Read,
    /// Only the newest of each sort counts; what may take long and must not keep a search waiting.
    SlowRead,
    /// In order.
    Write,
    /// What may take long and works through the whole store.
    Maintenance,
    Net,
}

/// Where a failure is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailureShown {
    /// In the message line.
    InMessage,
    /// Where the answer would be, or nowhere.
    Shown,
}

/// What the person said to a question of a server; nothing if they would not. It may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Told(pub Option<String>);

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Told(…)" } else { "Told(None)" })
    }
}

/// How an effect ended that did not come to its answer.
#[derive(Debug)]
enum Ended {
    /// It was cancelled.
    Stopped,
    Failed(Failure),
}

impl From<ops::Error> for Ended {
    fn from(error: ops::Error) -> Self {
        match error {
            ops::Error::Stopped => Self::Stopped,
            error => Self::Failed(error.into()),
        }
    }
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Ended> for Failure {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Stopped => ops::Error::Stopped.into(),
            Ended::Failed(failure) => failure,
        }
    }
}

/// What carrying an effect out came to.
#[derive(Debug)]
pub enum Performed {
    Answered(Box<Answer>),
    /// It was cancelled.
    Stopped(Job),
}

table::effects! {
    by_lane(workspace, progress) {
        /// What a query finds.
        Search { generation: u64, text: String, order: SortOrder, limit: usize }
            => find::Answer, Read, InMessage "the search", find::sorted(workspace, &text, order, limit);
        /// What the teams have beside that.
        SearchTeams { generation: u64, text: String, order: SortOrder, limit: usize }
            => find::Answer, SlowRead, Shown "the search in the teams", Ok::<_, Failure>(find::beside(workspace, &text, order, limit));
        /// What the results of a search can be narrowed to.
        Facets { generation: u64, text: String }
            => Facets, SlowRead, Shown "counting the results", facets::facets(workspace, &text, FACETS);
        /// The text of an entry.
        Show { request: RenderRequest }
            => Box<RenderedEntry>, Read, Shown "reading the entry", work::page(workspace, &request);
        /// All of a text of which a part is shown already.
        ShowWhole { request: RenderRequest }
            => Box<RenderedEntry>, SlowRead, Shown "reading the entry", work::page(workspace, &request);
        /// An undecided entry.
        Card { request: RenderRequest }
            => Box<Card>, Read, Shown "reading the entry", work::card(workspace, &request);
        /// The text of the page that a bookmark is about.
        ShowPage { request: RenderRequest }
            => Box<RenderedEntry>, Read, Shown "reading the page", work::kept_page(workspace, &request);
        /// What stands beside an entry's text.
        Sides { generation: u64, path: EntryPath }
            => Box<Sides>, Read, Shown "reading links and checks", workbench::sides(workspace, &path).map(Box::new);
        /// Entries to link to.
        Pick { text: String }
            => find::Answer, Read, Shown "the search", find::search(workspace, &text, PICKED);
        /// What the teams have beside that.
        PickInTeams { text: String }
            => find::Answer, SlowRead, Shown "the search in the teams", Ok::<_, Failure>(find::beside(workspace, &text, SortOrder::Best, PICKED));
        Versions { path: EntryPath }
            => Vec<Version>, SlowRead, Shown "reading the versions", history::versions(workspace, &path, VERSIONS);
        Diff { path: EntryPath, rev: String }
            => Vec<DiffLine>, SlowRead, Shown "the comparison", history::diff(workspace, &path, &rev);
        /// Tags that exist, most used first.
        Tags
            => Vec<(String, usize)>, Read, Shown "reading the tags", find::tags(workspace);
        /// How the store stands with its remote.
        Status
            => Status, Read, InMessage "looking at the remote", work::status(workspace);
        /// The machines that the store is used on.
        Machines
            => Vec<Machine>, SlowRead, Shown "reading who made changes", ops::sync::machines(workspace);
        /// Entries of which two texts are kept.
        Conflicts
            => Conflicts, Read, InMessage "looking for conflicts", conflicts::list(workspace, CONFLICTS);
        /// Two texts of an entry, compared.
        Compare { kept: Kept }
            => Box<Conflict>, SlowRead, Shown "comparing the two texts", conflicts::read(workspace, &kept).map(Box::new);
        /// Makes this one text of both.
        Settle { conflict: Box<Conflict>, text: String }
            => Changed, Write, InMessage "settling it", conflicts::settle(workspace, &conflict, &text);
        /// Brings the index into step with the files.
        CatchUp
            => Caught, Maintenance (Index), InMessage "reading the store", fresh::catch_up(workspace, progress);
        Capture { entry: NewEntry }
            => Captured, Write, InMessage "the capture", capture::capture(workspace, &entry);
        KeepDraft { draft: Draft }
            => (), Write, InMessage "keeping the draft", drafts::keep(workspace, &draft).map(drop);
        /// Keeps a draft and answers with where it lies.
        SetAside { draft: Draft }
            => std::path::PathBuf, Write, InMessage "keeping the draft", drafts::keep(workspace, &draft);
        LoadDraft { kind: DraftKind }
            => Draft, Write, InMessage "reading the draft", Ok::<_, Failure>(drafts::load(workspace, kind.clone()));
        /// Does something with entries; messages call them by `called`.
        Do { command: EntryCommand, paths: Vec<EntryPath>, called: String }
            => Changed, Write, InMessage "this", command.perform(workspace, &paths);
        /// What is undecided.
        Inbox { generation: u64, limit: usize }
            => Inbox, Read, InMessage "reading the inbox", inbox::list(workspace, limit);
        /// A day of the log, with what a day begins with.
        Today { date: NaiveDate, today: NaiveDate }
            => Box<Agenda>, Read, InMessage "reading the day", work::agenda(workspace, date, today);
        /// What changed since the person was last here.
        Since
            => Vec<Meanwhile>, SlowRead, Shown "looking for what changed", since::since(workspace);
        /// What is in the trash, newest first.
        Trashed
            => Vec<Trashed>, Read, InMessage "reading the trash", trash::list(workspace);
        /// The text of an entry in the trash.
        ShowTrashed { request: RenderRequest }
            => Box<RenderedEntry>, Read, Shown "reading the entry", work::trashed(workspace, &request);
        /// Other bookmarks of the page of this one.
        SamePage { path: EntryPath }
            => Vec<Named>, Read, InMessage "looking for the same page", work::same_page(workspace, &path);
        Log { text: String }
            => Logged, Write, InMessage "the line", log::log(workspace, &text);
        Rename { path: EntryPath, title: String }
            => Renamed, Write (Rename), InMessage "the renaming", rename::rename(workspace, &path, Some(&title), None, progress);
        FinishEdit { editing: EditedEntry }
            => Changed, Write, InMessage "saving the edit", edit::finish(workspace, &editing.0);
        FinishNugget { distilling: Distilling }
            => Option<Captured>, Write, InMessage "saving the nugget", distil::finish(workspace, &distilling);
        Undo
            => Option<Undone>, Write, InMessage "the undo", undo::undo(workspace);
        Redo
            => Option<Undone>, Write, InMessage "the redo", undo::redo(workspace);
        /// Exchanges the store with its remote.
        Sync { chosen: Vec<Choice> }
            => Report, Net (Sync), InMessage "the sync", work::sync(workspace, &chosen, progress);
        /// The same without being asked for: what fails is tried again, and nobody is told.
        BackgroundSync
            => Report, Net, Shown "the sync", workspace.quietly(|| work::sync(workspace, &[], progress));
        /// Packs the repository's loose objects when there are many.
        Pack
            => bool, Net, Shown "packing", packing::pack(workspace, &mut || progress(Progress::default()));
        /// Looks what the teams have, without being asked for.
        WatchTeams
            => Vec<Refreshed>, Net, Shown "reading the teams", workspace.quietly(|| team::refresh(workspace, None, progress));
        /// Fetches the next page that is due; nothing where none is.
        Fetch
            => Option<Fetched>, Net, InMessage "fetching pages", fetch::next(workspace);
        Open { target: String }
            => (), Write, InMessage "opening it", outside::open(&target);
        /// Opens a file of the store with what the desktop has for it.
        OpenFile { path: EntryPath }
            => (), Write, InMessage "opening it", outside::open_file(workspace, &path);
        /// Keeps what was tried of what a person tries first.
        KeepFirstSteps { steps: FirstSteps }
            => (), Write, InMessage "keeping the first steps", first_steps::keep(workspace, steps);
        /// Keeps the session, as JSON.
        SaveSession { session: String }
            => (), Write, InMessage "keeping the session", work::leave(workspace, &session);

        /// What would leave, and what stays behind.
        Prepare { generation: u64, order: Order }
            => Box<Preview>, Read, Shown "preparing it", share::prepare(workspace, &order).map(Box::new);
        /// All that I published.
        Outgoing { generation: u64 }
            => Vec<Outgoing>, SlowRead, InMessage "reading what is published", share::published(workspace);
        /// Publishes a page as it was agreed to: another one does not leave.
        Publish { order: Order, route: Route, page: String }
            => Published, Net (Publish), InMessage "publishing", share::publish(workspace, &Agreed { order: &order, route, page: &page });
        /// Puts a note in the place of a page, which names what replaces it.
        Withdraw { entry: EntryPath, team: String, successor: Option<EntryPath> }
            => Published, Net (Publish), InMessage "taking it back", share::withdraw(workspace, &entry, &team, successor.as_ref());
        /// Takes a publication that has not left off the list.
        DropQueued { entry: EntryPath, team: String, title: String }
            => (), Write, InMessage "taking it off the list", share::drop_queued(workspace, &entry, &team);
        /// What is followed, and how much of it is unread.
        FeedSources
            => Vec<feeds::Listed>, Read, InMessage "reading what is followed", feeds::list(workspace);
        FeedItems { generation: u64, list: feeds::List, show: feeds::Show }
            => Vec<feeds::Item>, Read, InMessage "reading the items", feeds::items(workspace, &list, show, usize::MAX);
        /// Why an item is here.
        FeedReasons { path: EntryPath }
            => Vec<feeds::Reason>, SlowRead, Shown "looking why it is here", work::reasons(workspace, &path);
        MarkItems { keys: Vec<String>, mark: feeds::Mark }
            => feeds::Marked, Write, InMessage "marking it", feeds::mark(workspace, &keys, mark);
        /// Makes an entry of an item, with a line why.
        KeepItem { path: EntryPath, why: String }
            => Captured, Write, InMessage "keeping it", work::keep_item(workspace, &path, &why);
        /// Fetches the whole text of an item.
        FetchItem { path: EntryPath }
            => (), Net, InMessage "fetching its page", work::full_text(workspace, &path, progress);
        /// The groups that something can be followed in.
        FeedGroups { typed: String }
            => Vec<String>, Read, InMessage "reading the groups", feeds::groups(workspace);
        Follow { typed: String, group: String }
            => Box<feeds::Added>, Net (Feeds), InMessage "following it", work::follow(workspace, &typed, &group, progress).map(Box::new);
        ChangeSource { url: String, source: Box<feeds::Source> }
            => Changed, Write, InMessage "changing the source", feeds::change(workspace, &url, &source);
        Unfollow { source: Box<feeds::Source> }
            => Changed, Write, InMessage "following it no longer", feeds::remove(workspace, &source);
        /// Asks all sources for what is new; answers with how many items are unread by that.
        FetchFeeds
            => usize, Net (Feeds), InMessage "asking the sources", work::fetch_feeds(workspace, &feeds::Round::All, progress);
        /// Asks those whose time has come, without being asked for.
        WatchFeeds
            => usize, Net, Shown "asking the sources", work::fetch_feeds(workspace, &feeds::Round::Due, progress);
        /// The teams there are.
        Teams
            => Vec<Listed>, SlowRead, InMessage "reading the teams", team::list(workspace);
        /// What is new in these teams.
        Arrived { generation: u64, teams: Vec<String> }
            => Vec<Arrived>, SlowRead, InMessage "reading what is new", work::arrived(workspace, &teams);
        /// All that these teams have.
        TeamPages { generation: u64, teams: Vec<String> }
            => Vec<team::Page>, SlowRead, InMessage "reading the team's pages", work::team_pages(workspace, &teams);
        /// What happened in these teams in the last days.
        Week { generation: u64, teams: Vec<String> }
            => Vec<(String, Digest)>, SlowRead, InMessage "reading the week", work::weeks(workspace, &teams);
        /// What is known of a team's page.
        AboutPage { path: EntryPath }
            => team::About, SlowRead, Shown "reading who wrote it", team::about(workspace, &path);
        /// All that these teams have was looked at.
        SeeTeams { teams: Vec<String> }
            => (), Write, InMessage "marking it as seen", teams.iter().try_for_each(|name| team::seen(workspace, name));
        /// Fetches what the teams have.
        RefreshTeams
            => Vec<Refreshed>, Net (Team), InMessage "reading the teams", team::refresh(workspace, None, progress);
        /// What somebody in the teams would like to know.
        Requests
            => Vec<TeamRequest>, SlowRead, Shown "reading the requests", Ok::<_, Failure>(team::all_requests(workspace));
        /// What others thank me for.
        Thanks
            => Vec<TeamThank>, SlowRead, Shown "reading the thanks", Ok::<_, Failure>(team::thanks_to_me(workspace));
        /// What would leave for a team besides a page.
        PrepareContribution { contribution: Contribution }
            => Box<ContributionPreview>, Read, InMessage "preparing it", share::prepare_contribution(workspace, &contribution).map(Box::new);
        /// What a week of the journal has for a team.
        OfferWeek { team: String, week: share::Week }
            => Box<share::OfferedWeek>, Read, Shown "reading the journal", share::offered(workspace, &team, week).map(Box::new);
        /// What would leave of a page that was in the editor; nothing where it is as it was.
        PrepareSuggestion { suggesting: Suggesting }
            => Option<Box<ContributionPreview>>, Read, Shown "preparing it", work::suggestion(workspace, &suggesting);
        /// Forgets what was in the editor: it has arrived.
        DropSuggestion { suggesting: Suggesting }
            => (), Write, InMessage "removing the draft", share::suggest::drop_draft(&suggesting);
        /// Adds something to a team as it was agreed to: other words do not leave.
        Contribute { contribution: Contribution, words: Vec<String> }
            => Contributed, Net (Publish), InMessage "sending it", share::contribute(workspace, &AgreedWords { contribution: &contribution, words: &words });
        /// Adds the team whose repository is at an address.
        AddTeam { url: String }
            => Added, Net (Team), InMessage "adding the team", team::add(workspace, &url, None, progress);
        /// Takes an entry of a team into the store.
        Adopt { path: EntryPath }
            => Captured, Write, InMessage "adopting it", team::adopt(workspace, &path).map(|saved| saved.settle(workspace));
        /// Copies a text; `what` is what the person calls it.
        Copy { what: String, text: String }
            => Copied, SlowRead, InMessage "copying", Ok::<_, Failure>(outside::copy(workspace, &text));
        /// What an entry would be with all that its page in a team has.
        Theirs { entry: EntryPath, team: String, conflict: ConflictChoice }
            => Theirs, Read, InMessage "reading what colleagues wrote", work::theirs(workspace, &entry, &team, conflict);
    }
    by_ui {
        /// Hands the terminal to the editor.
        Edit(EntryPath),
        /// Hands the terminal to the editor for a nugget that is distilled from these.
        Distil(Vec<Source>),
        /// Hands the terminal to the editor for a page of a team.
        Suggest(EntryPath),
        /// Hands the terminal to the editor for text that is not an entry yet.
        EditDraft(Draft),
        /// Asks the terminal to take a copied text.
        CopyByTerminal(String),
        /// Hands the terminal to the editor for a piece of text, which comes back to the screen.
        EditPiece(String),
        /// Takes the mouse, or leaves it to the terminal.
        Mouse(bool),
        /// Says what a server wanted to know.
        Told(Told),
        /// Stops a job at its next safe point.
        Cancel(Job),
        Suspend,
        Redraw,
        Quit,
    }
}
