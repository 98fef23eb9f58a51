//! Histories of a team: two people with Riffle, one of them on two machines, publish, bring up to date, move and withdraw pages,
//! and one with plain git edits, renames, removes and reverts them. No word that a page had goes unless somebody took it away.

use std::collections::BTreeSet;

use git2::{Commit, FileMode, Repository};
use riffle::entry::{EntryPath, Kind};
use riffle::ops::capture::{self, NewEntry};
use riffle::ops::share::{self, Agreed, ConflictChoice, Order, Route};
use riffle::ops::team::{self, Audience, Founding, License};
use tempfile::TempDir;

use super::dice::Dice;
use super::machine::Machine;
use super::text::{Edit, Form, Words, words};

struct Company {
    folder: TempDir,
    repo: Repository,
    /// Ada's, Jo's, and Ada's other one.
    people: Vec<Machine>,
    /// Entries by their authors, with the path of each.
    entries: Vec<(usize, EntryPath)>,
    dice: Dice,
    words: Words,
    /// Words that the pages had, and that nobody took from them.
    shown: BTreeSet<String>,
    tells: bool,
}

impl Company {
    fn begin(number: u64, tells: bool) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let team = folder.path().join("team.git");
        let repo = super::remote(&team);
        let of_ada = folder.path().join("ada.git");
        super::remote(&of_ada);
        let people = vec![Machine::first(folder.path(), &of_ada), Machine::alone(folder.path(), "jo", "Jo")];
        let founding = Founding { title: "What we know", license: License::CcBy, audience: Audience::default() };
        let url = team.to_str().unwrap();
        team::init(&people[0].workspace(), url, Some("acme"), &founding, &mut |_| true).unwrap();
        team::add(&people[1].workspace(), url, Some("acme"), &mut |_| true).unwrap();
        let mut company = Self {
            folder,
            repo,
            people,
            entries: Vec::new(),
            dice: Dice::of(number.wrapping_mul(31).wrapping_add(7)),
            words: Words::default(),
            shown: BTreeSet::new(),
            tells,
        };
        for author in [0, 0, 1] {
            company.write_entry(author);
        }
        company.sync(0);
        let other = Machine::another(company.folder.path(), 1, &of_ada);
        team::add(&other.workspace(), url, Some("acme"), &mut |_| true).unwrap();
        company.people.push(other);
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
        let draft = NewEntry {
            // Lines that touch each other meet in one hunk; those apart do not.
            text: format!("Finding number {number}\n\n{}", lines.join(if self.dice.chance(60) { "" } else { "\n" })),
            kind: Some(Kind::Nugget),
            tags: vec!["git".into()],
            ..NewEntry::default()
        };
        let captured = capture::capture(&self.people[author].workspace(), &draft).unwrap();
        self.entries.push((author, captured.path.clone()));
        self.publish((author, captured.path), None);
    }

    fn live(mut self) {
        for _ in 0..12 + self.dice.below(10) {
            match self.dice.below(14) {
                0..=2 => self.edit(),
                3..=5 => {
                    let entry = self.entry();
                    self.publish(entry, None);
                }
                6 => {
                    let entry = self.entry();
                    let topic = *self.dice.pick(&["git", "tools", "work"]);
                    self.publish(entry, Some(topic));
                }
                7..=9 => self.edit_by_hand(),
                10 => self.move_by_hand(),
                11 | 12 => {
                    let machine = *self.dice.pick(&[0, 2]);
                    self.sync(machine);
                }
                _ => self.rare(),
            }
            self.check();
        }
    }

    /// An entry, with one of the machines of its author.
    fn entry(&mut self) -> (usize, EntryPath) {
        let (author, path) = self.dice.pick(&self.entries).clone();
        (if author == 0 && self.people.len() > 2 { *self.dice.pick(&[0, 2]) } else { author }, path)
    }

    /// A machine of Ada's exchanges with her other one. Of what could not be joined, one text is not the entry's any more.
    fn sync(&mut self, machine: usize) {
        let report = self.people[machine].sync().unwrap();
        self.tell(&format!("{machine} syncs: {:?}", report.conflicts));
        let (copies, others): (Vec<_>, Vec<_>) =
            self.people[machine].files().into_iter().partition(|(path, _)| path.contains("~conflict-"));
        let text = |files: Vec<(String, Vec<u8>)>| -> String {
            files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
        };
        let others = text(others);
        self.words.removed.extend(words(&text(copies)).into_iter().filter(|word| !others.contains(word)));
    }

    /// An author edits an entry of theirs.
    fn edit(&mut self) {
        let (author, path) = self.entry();
        let Some(text) = self.people[author].read(path.as_str()) else { return };
        let edit = *self.dice.pick(&[Edit::Append, Edit::Correct, Edit::Correct, Edit::RemoveSeveral]);
        let after = edit.apply(&text, Form::Prose, &mut self.dice, &mut self.words);
        self.people[author].write(path.as_str(), &after);
        self.tell(&format!("{author} {edit:?} {path}: {after:?}"));
    }

    /// What `riffle publish --yes` does: agrees to what is shown, and leaves a conflict to the person.
    fn publish(&mut self, (author, path): (usize, EntryPath), topic: Option<&str>) {
        let workspace = self.people[author].workspace();
        team::refresh(&workspace, None, &mut |_| true).ok();
        let conflict = if self.dice.chance(10) { ConflictChoice::Theirs } else { ConflictChoice::Ask };
        let order = Order {
            entry: Some(path.clone()),
            team: "acme".into(),
            topic: topic.map(str::to_owned),
            conflict,
            ..Order::default()
        };
        let preview = match share::prepare(&workspace, &order) {
            Ok(preview) => preview,
            Err(error) => return self.tell(&format!("{author} cannot publish {path}: {error:?}")),
        };
        let agreed = Agreed { order: &order, route: Route::Main, page: &preview.text };
        let done = share::publish(&workspace, &agreed).map(|done| done.path);
        self.tell(&format!("{author} publishes {path} {topic:?} {conflict:?}: {done:?}\n{}", preview.text));
    }

    /// Pages of the team, without README and templates.
    fn pages(&self) -> Vec<(String, String)> {
        let tree = self.tip().tree().unwrap();
        let all = super::world::leaves(&self.repo, &tree).into_iter();
        let all = all.filter(|(path, ..)| path.ends_with(".md") && path.starts_with("nuggets/"));
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
        self.take(&text, &after);
        self.commit_by_hand(&[(&path, Some(&after))]);
    }

    /// What is in no page any more went by somebody's will.
    fn take(&mut self, before: &str, after: &str) {
        self.shown.retain(|word| !before.contains(word.as_str()) || after.contains(word.as_str()));
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
                    self.take(&text, "");
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
                self.take(&before, &now);
                self.tell("mina reverts");
            }
            _ => {
                let (author, path) = self.entry();
                let before = self.pages();
                let done = share::withdraw(&self.people[author].workspace(), &path, "acme", None);
                self.tell(&format!("{author} withdraws {path}: {done:?}"));
                if let Ok(done) = done {
                    // It was asked for, and what goes is said.
                    if let Some((_, text)) = before.iter().find(|(path, _)| *path == done.path) {
                        self.take(text, "");
                    }
                }
            }
        }
    }

    fn check(&mut self) {
        let pages = self.all_pages();
        let is_lost = |word: &&String| !pages.contains(word.as_str()) && !self.words.removed.contains(*word);
        let lost: Vec<&String> = self.shown.iter().filter(is_lost).collect();
        assert!(lost.is_empty(), "words went that nobody took away: {lost:?}");
        assert!(!pages.contains("<<<<<<<") && !pages.contains(">>>>>>>"), "marks of a conflict");
        self.shown = words(&pages).into_iter().collect();
    }
}

pub(super) fn live(number: u64, tells: bool) {
    Company::begin(number, tells).live();
}
