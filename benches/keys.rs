//! From the key press to the painted frame: the workbench's own update, search, preview and drawing, on a large store.
//!
//! `cargo bench --bench keys`; the store is the one of the bench `program` (`RIFFLE_BENCH_ENTRIES`, `RIFFLE_BENCH_DIR`). Only the
//! terminal is missing: the frame is painted into memory, as ratatui compares it with the one before. Two figures for each
//! letter: until the frame with the new results, and until the one with the preview of the first of them. Then the same for
//! a note of a megabyte with code all over it, and the counts beside the results.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench writes files, prints and may fail"
)]

#[expect(dead_code, reason = "the other bench uses all of it")]
mod corpus;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use corpus::Corpus;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use riffle::clock::Clock;
use riffle::config::{Config, Glyphs};
use riffle::keymap::Keymap;
use riffle::ops::{Workspace, facets, fresh};
use riffle::paths::Paths;
use riffle::tui::{App, Depth, Effect, Msg, Session, Theme, settings, view};

const SIZE: (u16, u16) = (120, 36);
const ROUNDS: usize = 5;
/// Finds one note, near its end.
const LONG: &str = "zyzzogeton";
const QUERIES: [&str; 20] = [
    "git rebase",
    "rust async",
    "the",
    "meeting notes",
    "docker network",
    "C++",
    "std::fs::write",
    "--filter=blob:none",
    "café",
    "天気",
    "con",
    "pro",
    "tra",
    "server error",
    "\"the of\"",
    "tag:work plan",
    "kind:note rust",
    "a",
    "unverment",
    "learn python",
];

fn main() {
    let mut desk = TestApp::open();
    let (mut results, mut previews) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for query in QUERIES {
            for (at, c) in query.char_indices() {
                let (found, shown) = desk.press(c);
                // The first round brings the index's files into memory.
                if round > 0 {
                    results.push((found, &query[..at + c.len_utf8()]));
                    previews.push((shown, &query[..at + c.len_utf8()]));
                }
            }
            desk.clear(query.chars().count());
        }
    }
    report("key press to painted results", results);
    report("key press to painted results and preview", previews);
    report("preview of a note of a megabyte", (0..ROUNDS).map(|_| (desk.long(), LONG)).collect());
    report("counts beside the results", QUERIES.iter().map(|query| (desk.counts(query), *query)).collect());
}

/// The workbench at 120 x 36 with its effects carried out at once, so that none runs beside the one that is measured.
struct TestApp {
    workspace: Workspace,
    app: App,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    started: Instant,
}

impl TestApp {
    fn open() -> Self {
        let workspace = workspace();
        fresh::catch_up(&workspace, &mut |_| true).unwrap();
        let (app, effects) = App::new(settings(&workspace, Keymap::default(), Vec::new()), Session::default(), SIZE);
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        let theme = Theme::named(None, Depth::True, Glyphs::Unicode);
        let mut desk = Self { workspace, app, terminal, theme, started: Instant::now() };
        let mut waiting = effects;
        while !waiting.is_empty() {
            waiting = waiting.drain(..).flat_map(|effect| desk.carry_out(effect)).collect::<Vec<_>>();
        }
        desk.tell_key("s");
        desk
    }

    /// Presses a key of the query: how long until the results are painted, and until the preview is.
    fn press(&mut self, c: char) -> (Duration, Duration) {
        let key = if c == ' ' { "space".to_owned() } else { c.to_string() };
        let start = Instant::now();
        let effects = self.tell(Msg::Key(key.parse().unwrap()));
        let (searches, others): (Vec<_>, Vec<_>) =
            effects.into_iter().partition(|effect| matches!(effect, Effect::Search { .. }));
        assert_eq!(searches.len(), 1, "a letter searches once: {c}");
        let mut shows: Vec<Effect> = others;
        shows.extend(searches.into_iter().flat_map(|search| self.carry_out(search)));
        self.draw();
        let found = start.elapsed();
        let mut rest = Vec::new();
        while !shows.is_empty() {
            shows = shows.drain(..).flat_map(|show| self.carry_out(show)).collect();
            rest.extend(shows.extract_if(.., |effect| matches!(effect, Effect::ShowWhole { .. })));
        }
        self.draw();
        let shown = start.elapsed();
        rest.into_iter().for_each(|rest| drop(self.carry_out(rest)));
        (found, shown)
    }

    /// The last letter of a search that finds the long note until its preview is painted.
    fn long(&mut self) -> Duration {
        let times: Vec<Duration> = LONG.chars().map(|c| self.press(c).1).collect();
        self.clear(LONG.chars().count());
        times.last().copied().unwrap_or_default()
    }

    fn counts(&self, query: &str) -> Duration {
        let start = Instant::now();
        facets::facets(&self.workspace, query, 12).unwrap();
        start.elapsed()
    }

    fn clear(&mut self, letters: usize) {
        for _ in 0..letters {
            self.tell_key("backspace");
        }
    }

    /// A key that is not measured, with all that follows from it.
    fn tell_key(&mut self, key: &str) {
        let mut waiting = self.tell(Msg::Key(key.parse().unwrap()));
        while !waiting.is_empty() {
            waiting = waiting.drain(..).flat_map(|effect| self.carry_out(effect)).collect::<Vec<_>>();
        }
        self.draw();
    }

    fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        self.app.update(self.started.elapsed(), msg)
    }

    /// Carries an effect out; what follows from the answer. The store does not change, so nothing is caught up with.
    fn carry_out(&mut self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::CatchUp => Vec::new(),
            effect => match effect.perform(&self.workspace, &mut |_| true) {
                Some(performed) => self.tell(performed.into()),
                None => Vec::new(),
            },
        }
    }

    fn draw(&mut self) {
        let (app, theme) = (&self.app, &self.theme);
        let painted = self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(position) = view::draw(app, theme, area, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        });
        painted.unwrap();
    }
}

/// The generated store, written once.
fn workspace() -> Workspace {
    let base =
        std::env::var_os("RIFFLE_BENCH_DIR").map_or_else(|| std::env::temp_dir().join("riffle-bench"), PathBuf::from);
    let (size, home) = (corpus::size(), base.join(corpus::size().to_string()));
    let store = home.join("store");
    let written = home.join("keys").join("written");
    if !home.join("filled").exists() && !written.exists() {
        let corpus = Corpus::new();
        for number in 0..size {
            let entry = corpus.entry(number);
            let file = store.join(entry.path.as_str());
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, &entry.text).unwrap();
        }
        std::fs::write(store.join("long.md"), long_note()).unwrap();
        std::fs::create_dir_all(home.join("keys")).unwrap();
        std::fs::write(written, "").unwrap();
    }
    let place = |name: &str| home.join("keys").join(name);
    let paths = Paths { config: place("config"), cache: place("cache"), state: place("state"), data: place("data") };
    Workspace::open(&store, paths, Config::default(), Clock::System).unwrap()
}

fn long_note() -> String {
    let code = "```rust\nfn main() {\n    let x = \"text\"; // comment\n}\n```\n\n";
    let part =
        format!("## A part\n\n{}\n\nSee [[other]] and [[gone]].\n\n{code}", "Some words of a paragraph. ".repeat(40));
    let body = part.repeat(1_000_000 / part.len());
    format!("---\ntitle: Long\n---\n{body}The {LONG} is a bug.\n\n{}", part.repeat(10))
}

fn report(label: &str, mut times: Vec<(Duration, &str)>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].0;
    println!("{label:<44} p50 {:>9.2?}  p99 {:>9.2?}  max {:>9.2?}", at(0.5), at(0.99), at(1.0));
    let worst: Vec<String> = times.iter().rev().take(12).map(|(time, text)| format!("{text} {time:.1?}")).collect();
    println!("    slowest: {}", worst.join(", "));
}
