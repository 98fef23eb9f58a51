//! Checks store, index and repository.

mod state;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use ulid::Ulid;

use crate::entry::{Entry, EntryId, Kind, Problem, Stamps, date, front_matter};
use crate::git::{self, HeldLock, Holder, Repo};
use crate::ops::error::chain;
use crate::ops::{Error, Status, Workspace, fresh, leftovers, new_path, sync, unsent};
use crate::process::GoOn;
use crate::store::habits::Links;
use crate::store::scan::{self, others, others::Others};
use crate::text::counted;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    Warning,
    Problem,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: &'static str,
    pub state: State,
    pub detail: String,
    pub remedy: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, detail: impl Into<String>) -> Self {
        Self { check, state: State::Ok, detail: detail.into(), remedy: None }
    }

    pub(in crate::ops) fn warning(check: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { check, state: State::Warning, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    fn problem(check: &'static str, detail: impl Into<String>, remedy: Option<String>) -> Self {
        Self { check, state: State::Problem, detail: detail.into(), remedy }
    }
}

/// Runs all checks. Reads every entry; writes nothing.
pub fn check(workspace: &Workspace) -> Result<Vec<Finding>, Error> {
    let mut findings = entries(workspace)?;
    findings.push(index(workspace));
    findings.extend(repository(workspace));
    findings.extend(leftovers(workspace));
    findings.extend(held(workspace));
    findings.extend(drafts(workspace));
    findings.extend(state::findings(workspace));
    Ok(findings)
}

/// Puts right what is damaged in the repository, from the files, its log and the remote.
pub fn repair(workspace: &Workspace, go_on: &mut GoOn<'_>) -> Result<(), Error> {
    match workspace.repo()? {
        Some(repo) if repo.damage().is_some() => Ok(repo.repair_all(go_on).map(drop)?),
        Some(_) | None => Ok(()),
    }
}

/// Every file that is shown but never written, and everything that could not be read.
fn entries(workspace: &Workspace) -> Result<Vec<Finding>, Error> {
    let scan = scan::scan(workspace.store(), &Stamps::default())?;
    let mut findings = vec![Finding::ok(
        "store",
        format!("{} in {}", counted(scan.entries, "entry", "entries"), workspace.root().display()),
    )];
    findings.extend(naming(workspace));
    findings.extend(others::find(workspace.store()).into_iter().map(no_entries));
    findings.extend(scan.problems.into_iter().map(|what| Finding::problem("store", what, None)));
    let mut ids: HashMap<String, String> = HashMap::new();
    for path in scan.touched {
        match workspace.store().read(&path) {
            Ok(entry) => {
                findings.extend(form(&entry));
                let id = entry.id.to_string();
                if let Some(first) = ids.insert(id.clone(), path.to_string()) {
                    let detail = format!("{first} and {path} have the same id {id}");
                    findings.push(Finding::problem("entry", detail, Some("remove the `id` line of the copy".into())));
                }
            }
            Err(error) => findings.push(Finding::problem("entry", chain(&error), None)),
        }
    }
    Ok(findings)
}

/// What was found of another program's settings, by what new files would be called.
fn naming(workspace: &Workspace) -> Vec<Finding> {
    let habits = workspace.store().habits();
    let naming = &habits.naming;
    if naming.program.is_empty() {
        return Vec::new();
    }
    let (now, day, id) = (workspace.clock.now(), workspace.clock.now().date_naive(), EntryId::Ulid(Ulid::nil()));
    let today = new_path::of(workspace, Kind::Journal, now, &day.to_string(), &EntryId::Day(day));
    let note = new_path::of(workspace, Kind::Note, now, "My note", &id);
    let mut told = vec![format!("today's journal is {today}"), format!("a note \u{201c}My note\u{201d} is {note}")];
    told.extend(habits.templates.as_ref().map(|folder| format!("templates are in {folder}")));
    told.extend(naming.attachments.as_ref().map(|folder| format!("attachments are in {folder}")));
    told.extend((habits.links == Links::Markdown).then(|| "links are [title](path.md)".to_owned()));
    let found = Finding::ok("settings", format!("as {} has it: {}", naming.program, told.join("; ")));
    let problems = naming.problems.iter().map(|what| Finding::warning("settings", what, "`[paths]` in config.toml"));
    std::iter::once(found).chain(problems).collect()
}

/// Markdown files that somebody may look for among the entries.
fn no_entries(others: Others) -> Finding {
    let files =
        if others.files == 1 { "1 Markdown file is".into() } else { format!("{} Markdown files are", others.files) };
    Finding::ok("store", format!("{files} no entry in {}: {}", others.place, others.why))
}

/// Whether a file is a template, whose front matter has words in it that stand for others.
fn is_template(entry: &Entry) -> bool {
    let folder = entry.path.folder().to_lowercase();
    let front = &entry.text[..entry.text.floor_char_boundary(front_matter::MAX_BYTES)];
    ["template", "archetypes"].iter().any(|name| folder.contains(name))
        && ["{{", "<%"].iter().any(|mark| front.contains(mark))
}

/// What is wrong with an entry's file, or unusual: front matter of other programs, which is only read; keys that stand twice.
fn form(entry: &Entry) -> Vec<Finding> {
    if is_template(entry) {
        return Vec::new();
    }
    let remedy = format!("`riffle edit \"{}\"`", entry.path);
    let at = |problem: &Problem| format!("{}:{}: {}", entry.path, problem.line, problem.what);
    let other = front_matter::split(&entry.text).foreign.map(|foreign| foreign.problem());
    let twice = front_matter::doubled(&entry.text).map(|twice| Finding::warning("entry", at(&twice), &remedy));
    let problem = entry.problem.as_ref().map(|problem| match other.as_ref() == Some(problem) {
        true => Finding::warning("entry", at(problem), &remedy),
        false => Finding::problem("entry", at(problem), Some(remedy.clone())),
    });
    let hashed = front_matter::hashed(&entry.text).map(|hashed| Finding::warning("entry", at(&hashed), &remedy));
    let undated = date::unread(entry).map(|(key, words)| {
        let detail = format!(
            "{}: `{key}: {words}` is not a date that Riffle can read; `after:` and `before:` leave it out",
            entry.path
        );
        Finding::warning("entry", detail, &remedy)
    });
    problem.into_iter().chain(twice).chain(hashed).chain(undated).collect()
}

fn index(workspace: &Workspace) -> Finding {
    match workspace.index() {
        Ok(_) if let Some(why) = workspace.unkept_index() => {
            Finding::warning("index", format!("in memory alone: {why}"), "make the cache folder writable")
        }
        Ok(index) if fresh::is_whole(workspace) => Finding::ok("index", counted(index.entries(), "entry", "entries")),
        Ok(_) => Finding::warning("index", "not built yet", "the next search builds it"),
        Err(error) => Finding::problem("index", chain(&error), Some("`riffle doctor --repair` builds it anew".into())),
    }
}

fn repository(workspace: &Workspace) -> Vec<Finding> {
    let repo = match workspace.repo() {
        Ok(Some(repo)) => repo,
        Ok(None) => {
            let remedy = format!("`riffle init {}` turns them on; it rewrites no file", workspace.root().display());
            return vec![Finding::warning("git", "no repository: history, undo and sync are off", remedy)];
        }
        Err(error) => return vec![Finding::problem("git", chain(&error), error.hint().map(|hint| hint.shell))],
    };
    let mut findings: Vec<Finding> = repo
        .notes()
        .into_iter()
        .map(|note| Finding::warning("git", note, "nothing to do; this is how Riffle works with it"))
        .collect();
    let damage = repo.damage();
    findings.extend(damage.iter().map(|damage| {
        let detail = format!("{} {}", damage.file.display(), damage.what);
        Finding::problem("git", detail, Some(damage.remedy.clone()))
    }));
    findings.extend(repo.locks().into_iter().map(lock));
    findings.extend(unsent(workspace, repo));
    match repo.ready().map_err(Error::from).and_then(|()| sync::status(workspace)) {
        Ok(status) => findings.push(remote(&status)),
        // It is told already.
        Err(Error::Git(git::Error::Damaged(_))) if damage.is_some() => {}
        Err(error) => findings.push(Finding::problem("git", chain(&error), error.hint().map(|hint| hint.shell))),
    }
    findings
}

/// How the store stands with its remote.
fn remote(status: &Status) -> Finding {
    let Some(remote) = &status.remote else {
        let remedy = "`git remote add origin URL`, then `riffle sync`";
        return Finding::warning("git", "no remote: this is the only copy", remedy);
    };
    let held = if status.held.is_empty() { String::new() } else { format!(", {} held back", status.held.len()) };
    Finding::ok("git", format!("{remote}: {} to send, {} to receive{held}", status.ahead, status.behind))
}

/// What no sync carries.
fn unsent(workspace: &Workspace, repo: &Repo) -> Vec<Finding> {
    match unsent::all(workspace, repo) {
        Ok(all) => all
            .into_iter()
            .map(|it| Finding::warning("unsent", format!("{} is not sent: {}", it.path, it.why), it.why.remedy()))
            .collect(),
        // What is damaged is said by the check that follows.
        Err(_) => Vec::new(),
    }
}

/// What a Riffle was writing when it was killed, and what is kept of such.
fn leftovers(workspace: &Workspace) -> Vec<Finding> {
    let shown = |file: PathBuf| file.strip_prefix(workspace.root()).unwrap_or(&file).display().to_string();
    let half = leftovers::find(workspace).into_iter().map(|file| {
        let detail = format!("{} was being written by a Riffle that was killed", shown(file));
        Finding::warning("leftover", detail, "the next sync takes it away and keeps as a draft what is nowhere else")
    });
    let kept = leftovers::folder(workspace);
    let is_kept = fs::read_dir(&kept).is_ok_and(|mut names| names.next().is_some());
    let kept = is_kept.then(|| {
        let detail = format!("{} holds what was being written, and is not text", kept.display());
        Finding::warning("leftover", detail, "look at it; what you do not need may go")
    });
    half.chain(kept).collect()
}

/// A lock on the repository: somebody's at work, or of a program that was killed.
fn lock(lock: HeldLock) -> Finding {
    let file = lock.file.display();
    match lock.by {
        Holder::Nobody => Finding::warning(
            "lock",
            format!("{file} was left by a program that was killed"),
            "the next sync, or an act that waits for it, moves it to riffle-locks-aside",
        ),
        Holder::Program { number, words } => Finding::warning(
            "lock",
            format!("{file} is held by `{words}`, process {number}"),
            "commits wait until that is done; end it if it hangs",
        ),
        Holder::Unknown => Finding::warning(
            "lock",
            format!("{file} may be held by a program that cannot be seen from here"),
            "it is moved away once it is old and no git runs; if you know that none does, remove it",
        ),
    }
}

/// What other machines have and this one cannot write.
fn held(workspace: &Workspace) -> Vec<Finding> {
    let held = workspace.repo().ok().flatten().map(|repo| repo.held()).unwrap_or_default();
    let remedy = "it stays in the history and goes on to other machines; give it another name where it can be written";
    let finding = |held: sync::Held| Finding::warning("sync", format!("{}: {}", held.path, held.why), remedy);
    held.into_iter().map(finding).collect()
}

fn drafts(workspace: &Workspace) -> Vec<Finding> {
    let names = workspace.kept_drafts();
    let place = workspace.state().join("drafts");
    let remedy = format!("Today in the workbench lists them; they are files in {}", place.display());
    match names.as_slice() {
        [] => vec![],
        names => vec![Finding::warning("drafts", format!("kept: {}", names.join(", ")), remedy)],
    }
}
