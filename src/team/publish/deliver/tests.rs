//! Against real bare repositories on disk, with hooks.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::team::readme::{self, ReadmeIndex, Shown};

struct Sandbox(TempDir);

impl Sandbox {
    fn new() -> Self {
        // In memory where that can be had: every commit waits for the disk.
        let memory = tempfile::tempdir_in("/dev/shm");
        Self(memory.or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn remote(&self, files: &[Write]) -> PathBuf {
        let path = self.0.path().join("team.git");
        git::make_bare(&path, files, "begin", at()).unwrap();
        path
    }

    fn clone_of(&self, remote: &Path, name: &str) -> Bare {
        Bare::clone(remote.to_str().unwrap(), &self.0.path().join(name), Duration::from_secs(120), None).unwrap()
    }
}

fn at() -> Timestamp {
    Timestamp::parse_from_rfc3339("2026-11-21T10:00:00+01:00").unwrap()
}

fn write(path: &str, text: &str) -> Write {
    Write { path: path.into(), content: Some(text.into()) }
}

fn commit(writes: Vec<Write>) -> NewCommit {
    let author = Author { name: "Ada".into(), email: "ada@example.org".into() };
    NewCommit { writes, message: "nugget: tea".into(), author, at: at() }
}

fn send(bare: &Bare, to: &Destination, writes: &[Write]) -> Result<Delivered, git::Error> {
    deliver(bare, to, &mut |_| Ok(commit(writes.to_vec())))
}

fn hook(remote: &Path, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    let file = remote.join("hooks").join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::io::Write::write_all(&mut fs::File::create(&file).unwrap(), format!("#!/bin/sh\n{text}\n").as_bytes())
        .unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}

fn names(bare: &Bare) -> Vec<String> {
    let tip = bare.fetch().unwrap().after.unwrap();
    bare.list(&tip).unwrap().into_iter().map(|item| String::from_utf8(item.path).unwrap()).collect()
}

#[test]
fn a_parcel_arrives_whole_and_a_second_time_changes_nothing() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[]);
    let bare = sandbox.clone_of(&remote, "ada");
    let files = [write("nuggets/tea/oolong.md", "# Oolong\n"), write("media/x.txt", "x")];

    let first = send(&bare, &Destination::Main, &files).unwrap();
    let again = send(&bare, &Destination::Main, &files).unwrap();

    assert_eq!((first.branch.as_str(), &first.link, &first.commit), ("main", &None, &again.commit));
    assert_eq!(names(&sandbox.clone_of(&remote, "jo")), ["media/x.txt", "nuggets/tea/oolong.md"]);
}

#[test]
fn who_was_overtaken_builds_on_what_the_others_left() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[write("README.md", "0")]);
    let (ada, jo) = (sandbox.clone_of(&remote, "ada"), sandbox.clone_of(&remote, "jo"));
    let mut rounds = 0;

    let delivered = deliver::<git::Error>(&ada, &Destination::Main, &mut |tip| {
        rounds += 1;
        // Somebody else publishes between the look and the push.
        if rounds < 3 {
            send(&jo, &Destination::Main, &[write(&format!("jo-{rounds}.md"), "x")])?;
        }
        let seen = ada.list(tip.unwrap())?.len();
        Ok(commit(vec![write("ada.md", "x"), write("README.md", &seen.to_string())]))
    });

    assert!(delivered.is_ok(), "{delivered:?}");
    assert_eq!((rounds, names(&jo)), (3, ["README.md", "ada.md", "jo-1.md", "jo-2.md"].map(String::from).to_vec()));
    let readme = jo.content(&jo.tip().unwrap().unwrap(), "README.md", 10).unwrap();
    assert_eq!(readme.as_deref(), Some(&b"3"[..]), "what is generated is generated from the newest");
}

#[test]
fn who_is_always_overtaken_gives_up_and_nothing_has_changed() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[write("README.md", "0")]);
    let (ada, jo) = (sandbox.clone_of(&remote, "ada"), sandbox.clone_of(&remote, "jo"));
    let mut rounds = 0;

    let failed = deliver::<git::Error>(&ada, &Destination::Main, &mut |_| {
        rounds += 1;
        send(&jo, &Destination::Main, &[write("jo.md", &rounds.to_string())])?;
        Ok(commit(vec![write("ada.md", "x")]))
    });

    assert!(matches!(failed, Err(git::Error::NotTaken { rounds: ROUNDS })), "{failed:?}");
    assert_eq!(rounds, ROUNDS);
    assert_eq!(names(&jo), ["README.md", "jo.md"]);
}

#[test]
fn a_refusal_is_told_in_the_servers_words_and_not_repeated() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[write("README.md", "0")]);
    let bare = sandbox.clone_of(&remote, "ada");
    let count = sandbox.0.path().join("count");
    hook(&remote, "pre-receive", &format!("echo x >> {}; echo Only through review >&2; exit 1", count.display()));
    let tip = bare.tip().unwrap();

    let failed = send(&bare, &Destination::Main, &[write("a.md", "x")]).unwrap_err();

    assert!(
        matches!(&failed, git::Error::Remote(Failure::Rejected(said)) if said.contains("Only through review")),
        "{failed:?}"
    );
    assert_eq!(fs::read_to_string(count).unwrap(), "x\n");
    assert_eq!((bare.fetch().unwrap().after, names(&bare)), (tip, vec!["README.md".to_owned()]));
}

#[test]
fn a_branch_is_a_new_one_and_has_the_link_that_the_server_named() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[write("README.md", "0")]);
    let bare = sandbox.clone_of(&remote, "ada");
    hook(&remote, "post-receive", "echo 'Create a pull request: https://git.example.org/a/b/pull/new/tea' >&2");
    let to = Destination::Branch("riffle/tea".into());

    let first = send(&bare, &to, &[write("a.md", "x")]).unwrap();
    let second = send(&bare, &to, &[write("a.md", "y")]).unwrap();
    // As after a crash between the push and its answer.
    let again = send(&bare, &to, &[write("a.md", "y")]).unwrap();

    assert_eq!((first.branch.as_str(), second.branch.as_str()), ("riffle/tea", "riffle/tea-2"));
    assert_eq!((again.branch, again.commit), (second.branch, second.commit));
    assert_eq!(first.link.as_deref(), Some("https://git.example.org/a/b/pull/new/tea"));
    let branches: Vec<String> = bare.remote_branches().unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(branches, ["main", "riffle/tea", "riffle/tea-2"]);
    assert_eq!(names(&bare), ["README.md"]);
}

#[test]
fn nothing_is_sent_to_a_history_that_was_rewritten() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote(&[write("README.md", "0")]);
    let bare = sandbox.clone_of(&remote, "ada");
    fs::rename(&remote, sandbox.0.path().join("old.git")).unwrap();
    git::make_bare(&remote, &[write("other.md", "0")], "another", at()).unwrap();

    let failed = send(&bare, &Destination::Main, &[write("a.md", "x")]).unwrap_err();

    assert!(matches!(&failed, git::Error::Decision(Decision::Rewritten { rescue }) if rescue.len() == 2), "{failed:?}");
    assert_eq!(names(&sandbox.clone_of(&remote, "jo")), ["other.md"]);
}

#[test]
fn what_the_maker_says_is_what_fails() {
    let sandbox = Sandbox::new();
    let bare = sandbox.clone_of(&sandbox.remote(&[]), "ada");

    let failed = deliver(&bare, &Destination::Main, &mut |tip| {
        assert_eq!(tip, None);
        Err(git::Error::Unopened { why: "a secret was found".into(), remedy: None })
    });

    assert!(matches!(failed, Err(git::Error::Unopened { .. })));
    assert_eq!(bare.fetch().unwrap().after, None);
}

const PUBLISHERS: usize = 20;
const ENTRIES: usize = 50;
/// How many entries one publication has: each costs several starts of git.
const AT_ONCE: usize = 10;

/// The commit of one publisher on a tip: pages, and the index of all pages there are then.
fn pages(bare: &Bare, tip: &CommitId, topic: &str, numbers: std::ops::Range<usize>) -> Result<NewCommit, git::Error> {
    let date = at().date_naive();
    let page = |path: &str| {
        let (topic, name) = path.trim_end_matches(".md").rsplit_once('/').unwrap();
        Shown { title: name.to_uppercase(), path: path.into(), topic: topic.rsplit('/').next().unwrap().into(), date }
    };
    let new: Vec<Shown> = numbers.map(|number| page(&format!("nuggets/{topic}/n{number}.md"))).collect();
    let readme = String::from_utf8(bare.content(tip, "README.md", 1 << 20)?.unwrap()).unwrap();
    let listed = bare.list(tip)?.into_iter().map(|item| String::from_utf8(item.path).unwrap());
    let mut all: Vec<Shown> = listed.filter(|path| path != "README.md").map(|path| page(&path)).collect();
    all.extend_from_slice(&new[1..]);
    all.push(new[0].clone());
    let listings: Vec<readme::Listing<'_>> = all.iter().map(readme::Listing::of).collect();
    let ReadmeIndex::Updated(readme) = readme::edited(&readme, &listings, &[]) else { panic!("no index") };
    let mut writes: Vec<Write> = new.iter().map(|page| write(&page.path, &format!("# {}\n", page.title))).collect();
    writes.push(write("README.md", &readme));
    Ok(commit(writes))
}

#[test]
fn twenty_publishers_at_once_lose_nothing_and_merge_nothing() {
    let sandbox = Sandbox::new();
    let remote =
        sandbox.remote(&[write("README.md", &format!("# Team\n\n{}\n{}\nOurs\n", readme::BEGIN, readme::END))]);
    let config = fs::read_to_string(remote.join("config")).unwrap();
    let strict = "[receive]\n\tdenyNonFastForwards = true\n\tdenyDeletes = true\n\tautogc = false\n";
    crate::disk::put(&remote.join("config"), (config + strict).as_bytes()).unwrap();

    std::thread::scope(|scope| {
        for publisher in 0..PUBLISHERS {
            let bare = sandbox.clone_of(&remote, &format!("p{publisher}"));
            scope.spawn(move || {
                for start in (0..ENTRIES).step_by(AT_ONCE) {
                    let mut make = |tip: Option<&CommitId>| {
                        pages(&bare, tip.unwrap(), &format!("t{publisher}"), start..start + AT_ONCE)
                    };
                    // What was not taken stays queued and is tried again.
                    let sent = (0..5)
                        .map(|_| deliver(&bare, &Destination::Main, &mut make))
                        .find(|sent| !matches!(sent, Err(git::Error::NotTaken { .. })));
                    sent.unwrap().unwrap();
                }
            });
        }
    });

    let bare = sandbox.clone_of(&remote, "last");
    let tip = bare.tip().unwrap().unwrap();
    assert_eq!(bare.list(&tip).unwrap().len(), PUBLISHERS * ENTRIES + 1);
    let readme = String::from_utf8(bare.content(&tip, "README.md", 1 << 20).unwrap().unwrap()).unwrap();
    assert_eq!(readme::known(&readme).len(), PUBLISHERS * ENTRIES);
    assert_eq!(readme.matches("\n### ").count(), PUBLISHERS);
    assert!(readme.starts_with("# Team\n\n") && readme.ends_with("\nOurs\n") && !readme.contains("<<<"));
    let mut commits = 0;
    bare.messages(None, &tip, &mut |_, _| {
        commits += 1;
        Ok(true)
    })
    .unwrap();
    assert_eq!(commits, PUBLISHERS * ENTRIES / AT_ONCE + 1);
}
