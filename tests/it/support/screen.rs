//! The workbench without a terminal: keys in by name, effects carried out inline on a real store, the screen out as text.

use std::path::Path;
use std::time::Duration;

use chrono::DateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use riffle::clock::Clock;
use riffle::config::{Config, Glyphs};
use riffle::keymap::Keymap;
use riffle::ops::outside::Copied;
use riffle::ops::{self, Workspace};
use riffle::paths::Paths;
use riffle::tui::{self, Answer, App, Depth, EditorExit, Effect, Msg, Theme, view};
use unicode_width::UnicodeWidthStr;

use super::Sandbox;
use super::sandbox::NOW;

/// A person at the keyboard.
pub(crate) struct Screen {
    pub(crate) app: App,
    pub(crate) workspace: Workspace,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    pub(crate) at: Duration,
    /// Where the terminal's cursor was put by the last drawing.
    pub(crate) cursor: Option<Position>,
    /// What the editor adds to a file it is given.
    pub(crate) editor_adds: &'static str,
    /// What would have reached beyond the store: the clipboard, the browser.
    pub(crate) outside: Vec<Effect>,
    /// Whether the program has ended.
    pub(crate) left: bool,
}

impl Screen {
    /// Opens the store of a sandbox on a screen of so many columns and rows.
    pub(crate) fn open(sandbox: &Sandbox, (columns, rows): (u16, u16)) -> Self {
        Self::open_syncing(sandbox, (columns, rows), false)
    }

    /// The same, where the store may be exchanged without being asked for.
    pub(crate) fn open_syncing(sandbox: &Sandbox, (columns, rows): (u16, u16), background_sync: bool) -> Self {
        let workspace = workspace(sandbox);
        let mut settings = tui::settings(&workspace, Keymap::default(), Vec::new());
        settings.background_sync = background_sync;
        let session = ops::outside::session(&workspace).and_then(|text| serde_json::from_str(&text).ok());
        let (app, effects) = App::new(settings, session.unwrap_or_default(), (columns, rows));
        let mut screen = Self {
            app,
            workspace,
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
            theme: Theme::named(None, Depth::True, Glyphs::Unicode),
            at: Duration::ZERO,
            cursor: None,
            editor_adds: "more\n",
            outside: Vec::new(),
            left: false,
        };
        screen.carry_out(effects);
        screen
    }

    /// Presses keys named as in keymap files, with spaces between them; each takes a while, as with a person.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.at += Duration::from_millis(150);
            self.tell(Msg::Key(key.parse().unwrap()));
        }
        self
    }

    /// Types a text, a key for each character.
    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for char in text.chars() {
            let key = if char == ' ' { "space".to_owned() } else { char.to_string() };
            self.keys(&key);
        }
        self
    }

    /// Lets time pass until whatever the program waits for is due.
    pub(crate) fn wait(&mut self, millis: u64) -> &mut Self {
        self.at += Duration::from_millis(millis);
        self.tell(Msg::Late)
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.tell(Msg::Resized { width: columns, height: rows })
    }

    pub(crate) fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = self.app.update(self.at, msg);
        self.carry_out(effects);
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Edit(path) => {
                    let left = match ops::edit::begin(&self.workspace, &path) {
                        Ok(session) => {
                            add(&session.file, self.editor_adds);
                            EditorExit::Done(session)
                        }
                        Err(error) => EditorExit::Failed(format!("{error}.")),
                    };
                    self.tell(Msg::Edited(left));
                }
                Effect::EditDraft(draft) => {
                    self.tell(Msg::DraftEdited(Ok(Some(draft.text + self.editor_adds))));
                }
                Effect::Copy { what, text } => {
                    self.tell(Msg::from(Answer::Copy { what, text, outcome: Ok(Copied::ByTerminal) }));
                }
                Effect::Open { .. } | Effect::OpenFile { .. } | Effect::CopyByTerminal(_) => self.outside.push(effect),
                Effect::Distil(sources) => {
                    let left = match ops::distil::begin(&self.workspace, &sources) {
                        Ok(distilling) => {
                            add(&distilling.file, self.editor_adds);
                            EditorExit::Done(distilling)
                        }
                        Err(error) => EditorExit::Failed(format!("{error}.")),
                    };
                    self.tell(Msg::Written(left));
                }
                Effect::Suggest(page) => {
                    let left = match ops::share::suggest::begin(&self.workspace, &page) {
                        Ok(suggesting) => {
                            add(&suggesting.file, self.editor_adds);
                            EditorExit::Done(suggesting)
                        }
                        Err(error) => EditorExit::Failed(format!("{error}.")),
                    };
                    self.tell(Msg::PageEdited(left));
                }
                Effect::Quit => self.left = true,
                Effect::Mouse(_) | Effect::Cancel(_) | Effect::Told(_) | Effect::Suspend | Effect::Redraw => {}
                inside => {
                    if let Some(performed) = inside.perform(&self.workspace, &mut |_| true) {
                        self.tell(performed.into());
                    }
                }
            }
        }
    }

    pub(crate) fn draw(&mut self) -> &Buffer {
        let (app, theme, cursor) = (&self.app, &self.theme, &mut self.cursor);
        let draw = |frame: &mut ratatui::Frame| *cursor = view::draw(app, theme, frame.area(), frame.buffer_mut());
        self.terminal.draw(draw).unwrap();
        self.terminal.backend().buffer()
    }

    /// What is on the screen, row by row.
    pub(crate) fn rows(&mut self) -> Vec<String> {
        let buf = self.draw();
        let row = |y| {
            let mut row = String::new();
            let mut x = 0;
            while x < buf.area.width {
                let symbol = buf[(x, y)].symbol();
                row.push_str(symbol);
                x += u16::try_from(symbol.width()).unwrap().max(1);
            }
            row
        };
        (0..buf.area.height).map(row).collect()
    }

    pub(crate) fn text(&mut self) -> String {
        self.rows().join("\n")
    }

    /// Fails if words are on the screen.
    #[track_caller]
    pub(crate) fn hides(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        assert!(!text.contains(words), "{words:?} is on the screen:\n{text}");
        self
    }

    /// Panics with the screen if it does not show these words.
    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        assert!(text.contains(words), "{words:?} is not on the screen:\n{text}");
        self
    }

    /// The row of the screen on which the cursor is.
    pub(crate) fn cursor_row(&mut self) -> String {
        let rows = self.rows();
        rows[usize::from(self.cursor.unwrap().y)].clone()
    }

    /// The title of the selected entry.
    pub(crate) fn selected(&self) -> &str {
        self.app.subject().map_or("", |subject| subject.title)
    }
}

/// The sandbox's store as the program opens it.
pub(crate) fn workspace(sandbox: &Sandbox) -> Workspace {
    let place = |name: &str| sandbox.home().join(name);
    let paths = Paths {
        config: place(".config/riffle"),
        cache: place(".cache/riffle"),
        state: place(".local/state/riffle"),
        data: place(".local/share/riffle"),
    };
    let clock = Clock::Fixed(DateTime::parse_from_rfc3339(NOW).unwrap());
    Workspace::open(&sandbox.store, paths, Config::default(), clock).unwrap()
}

fn add(file: &Path, text: &str) {
    let old = std::fs::read_to_string(file).unwrap_or_default();
    std::fs::write(file, old + text).unwrap();
}
