//! A person at the keyboard without terminal, threads or disk: keys in, screen out, effects answered by a canned store.

pub(in crate::tui) mod canned;

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::view;
use super::core::drafts::{Draft, DraftKind};
use super::core::effect::{Answer, Effect};
use super::core::msg::Msg;
use super::core::views::{Agenda, Card, RenderedEntry};
use crate::config::Glyphs;
use crate::entry::{Entry, EntryId, EntryPath, Kind, Stage, Timestamp};
use crate::keymap::Keymap;
use crate::ops::capture::Captured;
use crate::ops::edit::Changed;
use crate::ops::facets::Facets;
use crate::ops::find;
use crate::ops::first_steps::FirstSteps;
use crate::ops::fresh::Caught;
use crate::ops::inbox::{Fetch, Inbox, Item};
use crate::ops::later::Due;
use crate::ops::log::{self, Logged};
use crate::ops::sync::Report;
use crate::ops::trash::Trashed;
use crate::ops::{Found, Hit, Snippet, Status};
use crate::render::{Line, Role, Span};
use crate::tui::app::{App, Session, Settings};
use crate::tui::theme::{Depth, Theme};

/// An app, its time, and the effects nobody has answered.
pub(in crate::tui) struct TestApp {
    pub(in crate::tui) app: App,
    pub(in crate::tui) at: Duration,
    pub(in crate::tui) effects: Vec<Effect>,
    /// Whether a canned store answers.
    pub(in crate::tui) answers: bool,
    /// How long a key takes.
    pub(in crate::tui) pace: Duration,
}

impl TestApp {
    /// Nothing answers; the first effects are thrown away.
    pub(in crate::tui) fn bare() -> Self {
        Self::sized(80, 24)
    }

    pub(in crate::tui) fn sized(width: u16, height: u16) -> Self {
        let (app, _) = App::new(settings(), Session::default(), (width, height));
        Self { app, at: Duration::ZERO, effects: Vec::new(), answers: false, pace: Duration::from_millis(200) }
    }

    /// With a store of a few entries that answers everything.
    pub(in crate::tui) fn stocked(width: u16, height: u16) -> Self {
        Self::with_keys(Keymap::default(), width, height)
    }

    /// The same for a person with other keys.
    pub(in crate::tui) fn with_keys(keymap: Keymap, width: u16, height: u16) -> Self {
        let settings = Settings { keymap, ..settings() };
        let (app, effects) = App::new(settings, Session::default(), (width, height));
        let pace = Duration::from_millis(200);
        let mut desk = Self { app, at: Duration::ZERO, effects: Vec::new(), answers: true, pace };
        desk.carry_out(effects);
        desk
    }

    /// The next start, with what the session says and a store that answers everything.
    pub(in crate::tui) fn again(session: &str) -> Self {
        let (app, effects) = App::new(settings(), serde_json::from_str(session).unwrap(), (80, 24));
        let pace = Duration::from_millis(200);
        let mut desk = Self { app, at: Duration::ZERO, effects: Vec::new(), answers: true, pace };
        desk.carry_out(effects);
        desk
    }

    /// Presses keys, named as in keymap files, separated by spaces.
    pub(in crate::tui) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.at += self.pace;
            self.tell(Msg::Key(key.parse().unwrap()));
        }
        self
    }

    /// Types a text, a key for each character.
    pub(in crate::tui) fn type_text(&mut self, text: &str) -> &mut Self {
        let named = |char: char| if char == ' ' { "space".to_owned() } else { char.to_string() };
        let keys: Vec<String> = text.chars().map(named).collect();
        self.keys(&keys.join(" "))
    }

    pub(in crate::tui) fn wait(&mut self, millis: u64) -> &mut Self {
        self.at += Duration::from_millis(millis);
        self.tell(Msg::Late)
    }

    pub(in crate::tui) fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = self.app.update(self.at, msg);
        self.carry_out(effects);
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match self.answers.then(|| canned(&effect)).flatten() {
                Some(msg) => {
                    self.tell(msg);
                }
                None => self.effects.push(effect),
            }
        }
    }

    /// Takes the effects since the last time.
    pub(in crate::tui) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(in crate::tui) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.tell(Msg::Resized { width, height })
    }

    pub(in crate::tui) fn draw(&self) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, self.app.shared.size.0, self.app.shared.size.1);
        let mut buf = Buffer::empty(area);
        let cursor = view::draw(&self.app, &theme(), area, &mut buf);
        (buf, cursor)
    }

    /// The screen as text.
    pub(in crate::tui) fn screen(&self) -> String {
        let (buf, _) = self.draw();
        let rows = (0..buf.area.height).map(|y| {
            let mut row = String::new();
            let mut x = 0;
            while x < buf.area.width {
                let symbol = buf[(x, y)].symbol();
                row.push_str(symbol);
                x += u16::try_from(crate::tui::widget::text::width(symbol)).unwrap().max(1);
            }
            row.trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The row of the terminal's cursor, as text.
    pub(in crate::tui) fn cursor_row(&self) -> String {
        let y = self.draw().1.unwrap().y;
        self.screen().lines().nth(y.into()).unwrap().to_owned()
    }

    pub(in crate::tui) fn message(&self) -> &str {
        self.app.shared.messages.now().map_or("", |message| &message.text)
    }
}

pub(in crate::tui) fn theme() -> Theme {
    Theme::named(None, Depth::True, Glyphs::Unicode)
}

pub(in crate::tui) fn settings() -> Settings {
    Settings {
        store: "notes".into(),
        keymap: Keymap::default(),
        which_key_after: Duration::from_millis(400),
        confirm_quit: false,
        background_sync: false,
        background_feeds: false,
        search_url: Some("https://e.org/?q={query}".into()),
        mouse: false,
        born: moment("2026-11-21T10:00:00+01:00"),
        label: None,
        first_steps: FirstSteps::default().put_away(),
        no_history: None,
        complaints: Vec::new(),
    }
}

pub(in crate::tui) fn moment(text: &str) -> Timestamp {
    Timestamp::parse_from_rfc3339(text).unwrap()
}

pub(in crate::tui) fn path(text: &str) -> EntryPath {
    EntryPath::new(text).unwrap()
}

pub(in crate::tui) fn hit(name: &str) -> Hit {
    let path = path(&format!("notes/2026/{name}.md"));
    Hit {
        id: EntryId::Path(path.clone()),
        path,
        kind: Kind::Note,
        stage: None,
        title: name.to_owned(),
        title_marks: Vec::new(),
        tags: Vec::new(),
        date: None,
        is_conflict: false,
        changed: None,
        score: 1.0,
        snippet: Snippet::default(),
    }
}

pub(in crate::tui) fn found(names: &[&str]) -> find::Answer {
    let hits: Vec<Hit> = names.iter().map(|name| hit(name)).collect();
    find::Answer { found: Found { total: hits.len(), entries: 1482, hits }, ..find::Answer::default() }
}

type Stocked = (&'static str, Kind, Option<Stage>, &'static [&'static str], &'static str, &'static str);

/// The entries of the canned store: title, kind, stage, tags, date, a line of text.
const STOCK: [Stocked; 9] = [
    (
        "Blobless clones make CI clones 5x faster",
        Kind::Nugget,
        Some(Stage::Growing),
        &["git", "ci"],
        "2026-11-21T08:00:00+01:00",
        "… with partial clone our CI went from 4m10 to 0m52 (monorepo, 3.1 GB) …",
    ),
    (
        "Shallow clones in CI",
        Kind::Note,
        Some(Stage::Growing),
        &["git"],
        "2026-11-09T08:00:00+01:00",
        "… a partial clone suits blame-heavy work better …",
    ),
    (
        "git backfill after a partial clone",
        Kind::Nugget,
        Some(Stage::Evergreen),
        &["git", "ops/nightly"],
        "2026-11-16T08:00:00+01:00",
        "… fetches the missing blobs of a partial clone in batches …",
    ),
    (
        "Saturday 21 November",
        Kind::Journal,
        None,
        &[],
        "2026-11-21T09:05:00+01:00",
        "… reading up on partial clones for the CI slowdown …",
    ),
    (
        "Partial Clone – git-scm.com",
        Kind::Bookmark,
        Some(Stage::Inbox),
        &["git"],
        "2026-11-18T16:12:00+01:00",
        "… is a performance optimization that allows Git to function without …",
    ),
    (
        "部分克隆的工作原理",
        Kind::Note,
        Some(Stage::Seed),
        &["git", "中文"],
        "2026-08-02T10:00:00+02:00",
        "… partial clone 部分克隆 …",
    ),
    (
        "Docs rot is an ownership problem",
        Kind::Note,
        Some(Stage::Growing),
        &["docs"],
        "2026-05-02T10:00:00+02:00",
        "… clone of an older note …",
    ),
    ("Retry budgets", Kind::Note, Some(Stage::Seed), &[], "2025-05-02T10:00:00+02:00", "… partial failures …"),
    (
        "A very long title that says everything there is to say about partial clones, filters, promisors and how they came to be",
        Kind::Note,
        None,
        &["git", "history", "filters", "promisors", "object-storage"],
        "2019-05-02T10:00:00+02:00",
        "… partial clone …",
    ),
];

fn stock() -> Vec<Hit> {
    let hits = STOCK.iter().zip(1..).map(|((title, kind, stage, tags, date, text), number)| {
        let marks = |text: &str| text.match_indices("partial clone").map(|(at, word)| at..at + word.len()).collect();
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let snippet = Snippet { text: (*text).to_owned(), marks: marks(text), line: 7 };
        let path = path(&format!("notes/2026/entry-{number}.md"));
        let (kind, stage, date) = (*kind, *stage, Some(moment(date)));
        Hit { path, kind, stage, title: (*title).to_owned(), title_marks: marks(title), tags, date, snippet, ..hit("") }
    });
    hits.collect()
}

fn canned(effect: &Effect) -> Option<Msg> {
    if let Some(msg) = canned::answer(effect) {
        return Some(msg);
    }
    let effect = effect.clone();
    let answer = match effect {
        Effect::Search { generation, text, order, limit } => {
            let found = found_by(&text);
            Answer::Search {
                generation,
                text,
                order,
                limit,
                outcome: Ok(find::Answer { found, ..find::Answer::default() }),
            }
        }
        Effect::Facets { generation, text } => Answer::Facets { generation, text, outcome: Ok(facets()) },
        Effect::Show { request } => Answer::Show { outcome: Ok(Box::new(page(&request.path, request.width))), request },
        Effect::Inbox { generation, limit } => Answer::Inbox { generation, limit, outcome: Ok(inbox()) },
        Effect::Card { request } => Answer::Card { outcome: Ok(Box::new(card(&request.path, request.width))), request },
        Effect::Today { date, today } => Answer::Today { date, today, outcome: Ok(Box::new(agenda(date, today))) },
        Effect::Log { text } => {
            let logged =
                Logged { path: path("journal/today.md"), time: time(10, 0), text: text.clone(), warnings: vec![] };
            Answer::Log { text, outcome: Ok(logged) }
        }
        Effect::Do { command, paths, called } => {
            let outcome = Ok(Changed { paths: paths.clone(), warnings: Vec::new() });
            Answer::Do { command, paths, called, outcome }
        }
        Effect::Tags => Answer::Tags { outcome: Ok(vec![("git".into(), 15), ("ci".into(), 8), ("docs".into(), 3)]) },
        Effect::Status => {
            Answer::Status { outcome: Ok(Status { remote: Some("origin".into()), ahead: 1, ..Status::default() }) }
        }
        Effect::CatchUp => Answer::CatchUp { outcome: Ok(Caught::default()) },
        Effect::SetAside { draft } => Answer::SetAside { draft, outcome: Ok("drafts/capture.md".into()) },
        Effect::KeepDraft { draft } => Answer::KeepDraft { draft, outcome: Ok(()) },
        Effect::KeepFirstSteps { steps } => Answer::KeepFirstSteps { steps, outcome: Ok(()) },
        Effect::SaveSession { session } => Answer::SaveSession { session, outcome: Ok(()) },
        Effect::Capture { entry } => {
            let captured = Captured {
                id: EntryId::Path(path("notes/2026/new.md")),
                path: path("notes/2026/new.md"),
                kind: Kind::Note,
                url: None,
                title: entry.text.lines().next().unwrap_or_default().to_owned(),
                warnings: Vec::new(),
            };
            Answer::Capture { entry, outcome: Ok(captured) }
        }
        Effect::Since => Answer::Since { outcome: Ok(Vec::new()) },
        Effect::Trashed => Answer::Trashed { outcome: Ok(trashed()) },
        Effect::ShowTrashed { request } => {
            Answer::ShowTrashed { outcome: Ok(Box::new(page(&request.path, request.width))), request }
        }
        Effect::Sync { chosen } => Answer::Sync { chosen, outcome: Ok(Report { sent: 1, ..Report::default() }) },
        _ => return None,
    };
    Some(answer.into())
}

/// What was taken away today, some weeks ago, and nearly a month ago.
fn trashed() -> Vec<Trashed> {
    let days = ["2026-11-21T08:00:00+01:00", "2026-11-02T08:00:00+01:00", "2026-10-24T08:00:00+02:00"];
    let gone = |(hit, day): (Hit, &str)| Trashed { path: hit.path, title: hit.title, when: moment(day) };
    stock().into_iter().skip(1).zip(days).map(gone).collect()
}

fn found_by(text: &str) -> Found {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = |hit: &Hit| {
        let all = format!("{} {}", hit.title, hit.snippet.text).to_lowercase();
        words.iter().all(|word| all.contains(word))
    };
    let mut hits: Vec<Hit> = stock().into_iter().filter(fits).collect();
    if words.is_empty() {
        hits.iter_mut().for_each(|hit| (hit.title_marks, hit.snippet.marks) = (Vec::new(), Vec::new()));
    }
    Found { total: hits.len(), entries: 1482, hits }
}

fn facets() -> Facets {
    let folders = [("notes/", 1100), ("journal/", 17), ("nuggets/", 9)];
    let tags = [("git", 15), ("ci", 8), ("docs", 3)];
    Facets {
        kinds: vec![(Kind::Note, 1100), (Kind::Bookmark, 31), (Kind::Nugget, 9), (Kind::Journal, 17)],
        stages: vec![(Stage::Seed, 14), (Stage::Growing, 7), (Stage::Evergreen, 2)],
        folders: folders.map(|(folder, count)| (folder.to_owned(), count)).to_vec(),
        tags: tags.map(|(tag, count)| (tag.to_owned(), count)).to_vec(),
    }
}

/// The items of the canned inbox: title, kind, date, address, text of the page.
type Undecided = (&'static str, Kind, &'static str, Option<&'static str>, Option<&'static str>);

const UNDECIDED: [Undecided; 6] = [
    (
        "Partial Clone",
        Kind::Bookmark,
        "2026-11-18T16:12:00+01:00",
        Some("https://git-scm.com/docs/partial-clone"),
        Some(
            "The partial clone feature is a performance optimization for Git that allows Git to function without having a complete copy of the repository.",
        ),
    ),
    ("Ask Jo who owns the sign-on runbook", Kind::Note, "2026-11-19T09:00:00+01:00", None, None),
    ("systemd-analyze critical-chain", Kind::Note, "2026-11-19T11:00:00+01:00", None, None),
    (
        "The state of the page cache",
        Kind::Bookmark,
        "2026-11-20T08:00:00+01:00",
        Some("https://lwn.example/page-cache"),
        None,
    ),
    ("部分克隆的工作原理", Kind::Note, "2026-11-20T18:00:00+01:00", None, None),
    (
        "A very long title of something that was captured in a hurry and says everything at once",
        Kind::Note,
        "2026-11-21T09:10:00+01:00",
        None,
        None,
    ),
];

fn inbox() -> Inbox {
    let item = |(row, number): (&Undecided, usize)| Item {
        path: path(&format!("inbox/item-{number}.md")),
        kind: row.1,
        title: row.0.to_owned(),
        date: Some(moment(row.2)),
    };
    Inbox { items: UNDECIDED.iter().zip(1..).map(item).collect(), total: UNDECIDED.len() }
}

fn card(of: &EntryPath, width: usize) -> Card {
    let stem = of.stem().rsplit('-').next().unwrap();
    let row = UNDECIDED[stem.parse::<usize>().unwrap() - 1];
    let mut entry = page(&path("notes/2026/entry-1.md"), width).entry;
    (entry.path, entry.title, entry.kind, entry.url) = (of.clone(), row.0.into(), row.1, row.3.map(str::to_owned));
    (entry.date, entry.stage, entry.tags) = (Some(moment(row.2)), Some(Stage::Inbox), Vec::new());
    let words = if row.1 == Kind::Note { lines(width) } else { Vec::new() };
    let page = row.4.map(|text| wrapped(Role::Text, text, width));
    let related = stock().into_iter().take(2).collect();
    Card { entry, via: Some("Mina".into()), page, fetch: Fetch::NotWanted, words, related, same_page: Vec::new() }
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

/// A day of which only today and the one before have lines.
fn agenda(date: NaiveDate, today: NaiveDate) -> Agenda {
    let line = |(hour, minute, text, surprise, line): (u32, u32, &str, bool, usize)| log::Line {
        time: Some(time(hour, minute)),
        text: text.to_owned(),
        surprise,
        todo: None,
        line,
    };
    let lines = [
        (9, 5, "Reading up on partial clones for the CI slowdown #ci", false, 6),
        (9, 40, "Tried --filter=blob:none: clone 4m10 to 0m52. Surprise: blame is slow afterwards.", false, 7),
        (11, 20, "Dead end: shallow clone and submodules break our deploy", true, 8),
    ];
    let of_day = |date: NaiveDate| match (today - date).num_days() {
        0 => lines.map(line).to_vec(),
        1 => lines[..1].iter().copied().map(line).collect(),
        _ => Vec::new(),
    };
    let day = log::Day { date, path: path(&format!("journal/{date}.md")), lines: of_day(date) };
    let strip = (0..7).rev().map(|ago| today - TimeDelta::days(ago)).map(|day| (day, of_day(day).len())).collect();
    let weeks = vec![3, 0, 5, 8, 2, 0, 0, 4, 6, 9, 12, 7];
    let due =
        |title: &str, day: &str| Due { path: path("notes/due.md"), title: title.to_owned(), day: day.parse().unwrap() };
    let due = vec![due("Blame is slow in blobless clones", "2026-11-18"), due("Retry budgets", "2026-11-21")];
    Agenda { day, strip, weeks, due, drafts: vec![Draft::new(DraftKind::Capture, "half a thought about caches")] }
}

pub(in crate::tui) fn page(path: &EntryPath, width: usize) -> RenderedEntry {
    let hit = stock().into_iter().find(|hit| hit.path == *path).unwrap_or_else(|| hit(path.stem()));
    let text = format!("# {}\n", hit.title);
    let entry = Entry {
        path: path.clone(),
        id: hit.id,
        kind: hit.kind,
        stage: hit.stage,
        title: hit.title,
        date: hit.date,
        tags: hit.tags,
        aliases: Vec::new(),
        url: (hit.kind == Kind::Bookmark).then(|| "https://git-scm.com/docs/partial-clone".to_owned()),
        fields: serde_json::Map::new(),
        body: 0..text.len(),
        text,
        problem: None,
    };
    let (properties, todos, links) = (Vec::new(), Vec::new(), Vec::new());
    RenderedEntry { entry, words: 104, properties, lines: lines(width), is_whole: true, todos, links }
}

/// A text as `render` leaves it: wrapped to the width, code left as it is.
fn lines(width: usize) -> Vec<Line> {
    let text = [
        (Role::Text, "Use a partial clone for CI: our clone went from 4m10 to 0m52 (monorepo, 3.1 GB, 2026-03-02)."),
        (Role::Text, ""),
        (Role::Code, "  $ git clone --filter=blob:none https://git.acme.example/platform/monorepo.git --single-branch"),
        (Role::Text, ""),
        (
            Role::Text,
            "Trade-off. git blame and git log -S fetch blobs on demand and feel slow; run git backfill nightly.",
        ),
        (Role::Text, ""),
        (Role::Heading, "When not to use it"),
        (Role::Text, ""),
        (Role::Text, "• offline builds"),
        (Role::Text, "• submodules with their own filters"),
    ];
    text.into_iter().flat_map(|(role, text)| wrapped(role, text, width)).collect()
}

fn wrapped(role: Role, text: &str, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut row = String::new();
    for word in text.split_inclusive(' ') {
        if role != Role::Code && row.chars().count() + word.trim_end().chars().count() > width {
            lines.push(line(role, std::mem::take(&mut row)));
        }
        row.push_str(word);
    }
    lines.push(line(role, row));
    lines
}

fn line(role: Role, text: String) -> Line {
    Line { spans: vec![Span { text, role }], wide: role == Role::Code, ..Line::default() }
}
