//! Histories of a team: two people with Riffle publish, bring up to date, move and withdraw pages, and one with plain git edits,
//! renames, removes and reverts them. No line that somebody else committed goes without being shown.

use std::collections::BTreeSet;

use git2::{Commit, FileMode, Repository};
use riffle::entry::{EntryPath, Kind};
use riffle::ops::capture::{self, Draft};
use riffle::ops::share::{self, Agreed, Clash, Order, Route};
use riffle::ops::team::{self, Audience, Founding, License};
use tempfile::TempDir;

use super::dice::Dice;
use super::machine::Machine;
use super::text::{Edit, Form, Words, words};

struct Company {
    _folder: TempDir,
    repo: Repository,
    people: Vec<Machine>,
    /// Entries by their authors, with the path of each.
    entries: Vec<(usize, EntryPath)>,
    dice: Dice,
    words: Words,
    /// Words that came from the hand of the one without Riffle, and are not taken away by that hand.
    by_hand: BTreeSet<String>,
    tells: bool,
}

impl Company {
    fn begin(number: u64, tells: bool) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let url = folder.path().join("team.git");
        let repo = super::remote(&url);
        let people: Vec<Machine> = ["ada", "jo"].map(|name| Machine::alone(folder.path(), name)).into();
        let founding = Founding { title: "What we know", license: License::CcBy, audience: Audience::default() };
        let url = url.to_str().unwrap();
        team::init(&people[0].workspace(), url, Some("acme"), &founding, &mut |_| true).unwrap();
        team::add(&people[1].workspace(), url, Some("acme"), &mut |_| true).unwrap();
        let mut company = Self {
            _folder: folder,
            repo,
            people,
            entries: Vec::new(),
            dice: Dice::of(number.wrapping_mul(31).wrapping_add(7)),
            words: Words::default(),
            by_hand: BTreeSet::new(),
            tells,
        };
        for author in [0, 0, 1] {
            company.write_entry(author);
        }
        company
    }

    fn tell(&self, what: &str) {
        if self.tells {
            eprintln!("{what}");
        }
    }

    fn write_entry(&mut self, author: usize) {
        let number = self.entries.len();
        let lines: Vec<String> = (0..6).map(|_| format!("{} is what we saw.\n", self.words.new_word())).collect();
        let draft = Draft {
            // Lines that touch each other meet in one hunk; those apart do not.
            text: format!("Finding number {number}\n\n{}", lines.join(if self.dice.chance(60) { "" } else { "\n" })),
            kind: Some(Kind::Nugget),
            tags: vec!["git".into()],
            ..Draft::default()
        };
        let captured = capture::capture(&self.people[author].workspace(), &draft).unwrap();
        self.entries.push((author, captured.path));
        self.publish(number, None);
    }

    fn live(mut self) {
        for _ in 0..12 + self.dice.below(10) {
            match self.dice.below(12) {
                0..=2 => self.edit(),
                3..=5 => {
                    let which = self.dice.below(self.entries.len());
                    self.publish(which, None);
                }
                6 => {
                    let which = self.dice.below(self.entries.len());
                    let topic = *self.dice.pick(&["git", "tools", "work"]);
                    self.publish(which, Some(topic));
                }
                7..=9 => self.edit_by_hand(),
                10 => self.move_by_hand(),
                _ => self.rare(),
            }
            self.check();
        }
    }

    /// An author edits an entry of theirs.
    fn edit(&mut self) {
        let (author, path) = self.dice.pick(&self.entries).clone();
        let Some(text) = self.people[author].read(path.as_str()) else { return };
        let edit = *self.dice.pick(&[Edit::Append, Edit::Correct, Edit::Correct, Edit::RemoveSeveral]);
        let after = edit.apply(&text, Form::Prose, &mut self.dice, &mut self.words);
        self.people[author].write(path.as_str(), &after);
        self.tell(&format!("{author} {edit:?} {path}: {after:?}"));
    }

    /// What `riffle publish --yes` does: agrees to what is shown, and leaves a conflict to the person.
    fn publish(&mut self, which: usize, topic: Option<&str>) {
        let (author, path) = self.entries[which].clone();
        let workspace = self.people[author].workspace();
        team::refresh(&workspace, None, &mut |_| true).ok();
        let clash = if self.dice.chance(10) { Clash::Theirs } else { Clash::Ask };
        let order = Order {
            entry: Some(path.clone()),
            team: "acme".into(),
            topic: topic.map(str::to_owned),
            clash,
            ..Order::default()
        };
        let preview = match share::prepare(&workspace, &order) {
            Ok(preview) => preview,
            Err(error) => return self.tell(&format!("{author} cannot publish {path}: {error:?}")),
        };
        let agreed = Agreed { order: &order, route: Route::Main, page: &preview.text };
        let done = share::publish(&workspace, &agreed).map(|done| done.path);
        self.tell(&format!("{author} publishes {path} {topic:?} {clash:?}: {done:?}\n{}", preview.text));
    }

    /// Pages of the team, README left aside.
    fn pages(&self) -> Vec<(String, String)> {
        let tree = self.tip().tree().unwrap();
        let all = super::world::leaves(&self.repo, &tree).into_iter();
        let all = all.filter(|(path, ..)| path.ends_with(".md") && path.contains('/') && !path.starts_with('.'));
        all.map(|(path, _, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
    }

    fn all_pages(&self) -> String {
        self.pages().into_iter().map(|(_, text)| text).collect()
    }

    fn tip(&self) -> Commit<'_> {
        self.repo.find_reference("refs/heads/main").unwrap().peel_to_commit().unwrap()
    }

    /// Commits one path by hand; `None` removes it.
    fn commit_by_hand(&self, writes: &[(&str, Option<&str>)]) {
        let tip = self.tip();
        let mut update = git2::build::TreeUpdateBuilder::new();
        for (path, text) in writes {
            match text {
                Some(text) => update.upsert(*path, self.repo.blob(text.as_bytes()).unwrap(), FileMode::Blob),
                None => update.remove(*path),
            };
        }
        let tree = update.create_updated(&self.repo, &tip.tree().unwrap()).unwrap();
        self.commit_tree(&self.repo.find_tree(tree).unwrap(), &tip);
        self.tell(&format!("mina {writes:?}"));
    }

    fn commit_tree(&self, tree: &git2::Tree<'_>, tip: &Commit<'_>) {
        let who = git2::Signature::new("Mina", "mina@example.org", &git2::Time::new(1_795_000_000, 0)).unwrap();
        self.repo.commit(Some("refs/heads/main"), &who, &who, "by hand", tree, &[tip]).unwrap();
    }

    fn edit_by_hand(&mut self) {
        let pages = self.pages();
        if pages.is_empty() {
            return;
        }
        let (path, text) = self.dice.pick(&pages).clone();
        let edit = *self.dice.pick(&[Edit::Add, Edit::Append, Edit::Correct, Edit::Correct, Edit::RemoveSeveral]);
        let after = edit.apply(&text, Form::Prose, &mut self.dice, &mut self.words);
        self.take_by_hand(&text, &after);
        self.commit_by_hand(&[(&path, Some(&after))]);
    }

    fn take_by_hand(&mut self, before: &str, after: &str) {
        for word in words(before) {
            if !after.contains(&word) {
                self.by_hand.remove(&word);
            }
        }
        self.by_hand.extend(words(after).into_iter().filter(|word| !before.contains(word.as_str())));
    }

    fn move_by_hand(&mut self) {
        let pages = self.pages();
        if pages.is_empty() {
            return;
        }
        let (path, text) = self.dice.pick(&pages).clone();
        let to = path.replace(".md", "-moved.md");
        self.commit_by_hand(&[(&path, None), (&to, Some(&text))]);
    }

    /// A page is removed by hand, the last commit reverted by hand, or a page withdrawn by its author.
    fn rare(&mut self) {
        match self.dice.below(3) {
            0 => {
                let pages = self.pages();
                if !pages.is_empty() {
                    let (path, text) = self.dice.pick(&pages).clone();
                    self.take_by_hand(&text, "");
                    self.commit_by_hand(&[(&path, None)]);
                }
            }
            1 => {
                let before = self.all_pages();
                let tip = self.tip();
                if let Ok(parent) = tip.parent(0) {
                    self.commit_tree(&parent.tree().unwrap(), &tip);
                }
                drop(tip);
                let now = self.all_pages();
                self.take_by_hand(&before, &now);
                self.tell("mina reverts");
            }
            _ => {
                let (author, path) = self.dice.pick(&self.entries).clone();
                let before = self.pages();
                let done = share::withdraw(&self.people[author].workspace(), &path, "acme", None);
                self.tell(&format!("{author} withdraws {path}: {done:?}"));
                if let Ok(done) = done {
                    // It was asked for, and what goes is said.
                    let gone = before.iter().find(|(path, _)| *path == done.path).map(|(_, text)| words(text));
                    let gone: BTreeSet<String> = gone.unwrap_or_default().into_iter().collect();
                    self.by_hand.retain(|word| !gone.contains(word));
                }
            }
        }
    }

    fn check(&self) {
        let pages = self.all_pages();
        let lost: Vec<&String> = self.by_hand.iter().filter(|word| !pages.contains(word.as_str())).collect();
        assert!(lost.is_empty(), "a colleague's words went without being shown: {lost:?}");
        assert!(!pages.contains("<<<<<<<") && !pages.contains(">>>>>>>"), "marks of a conflict");
    }
}

pub(super) fn live(number: u64, tells: bool) {
    Company::begin(number, tells).live();
}
