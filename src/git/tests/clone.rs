//! Clones of shared repositories, against real bare repositories and their hooks.

use super::*;

use crate::git::transport::Failure;

impl Sandbox {
    /// A bare repository with a page, and a clone of it.
    fn team(&self) -> (PathBuf, Bare) {
        let remote = self.remote("team.git");
        let bare = self.clone_of(&remote, "cache/team");
        let tip = publish(&bare, None, "git/rebase.md", "# Rebase\n");
        assert_eq!(bare.tip().unwrap(), Some(tip));
        (remote, bare)
    }

    fn clone_of(&self, remote: &Path, name: &str) -> Bare {
        Bare::clone(remote.to_str().unwrap(), &self.path(name), Duration::from_secs(60), None).unwrap()
    }
}

fn ada() -> Author {
    Author { name: "Ada".into(), email: "ada@example.org".into() }
}

fn commit(bare: &Bare, onto: Option<&CommitId>, path: &str, text: &str) -> CommitId {
    bare.commit(onto, &[write(path, text)], &format!("nugget: {path}"), &ada(), at()).unwrap()
}

/// Commits and pushes without looking first.
fn publish(bare: &Bare, onto: Option<&CommitId>, path: &str, text: &str) -> CommitId {
    let made = commit(bare, onto, path, text);
    bare.push(&made, &bare.branch()).unwrap();
    made
}

fn paths(bare: &Bare) -> Vec<String> {
    let listed = bare.list(&bare.tip().unwrap().unwrap()).unwrap();
    listed.iter().map(|item| String::from_utf8_lossy(&item.path).into_owned()).collect()
}

fn hook(remote: &Path, name: &str, text: &str) {
    script(&remote.join("hooks").join(name), &format!("#!/bin/sh\n{text}\n"));
}

#[test]
fn what_one_person_publishes_another_reads_without_a_file_of_it() {
    let sandbox = Sandbox::new();
    let (remote, ada) = sandbox.team();
    let jo = sandbox.clone_of(&remote, "jo");
    let tip = publish(&ada, ada.tip().unwrap().as_ref(), "git/bisect.md", "# Bisect\n");

    let fetched = jo.fetch().unwrap();

    assert_eq!((fetched.after.as_ref(), fetched.rewritten), (Some(&tip), false));
    assert_eq!(paths(&jo), ["git/bisect.md", "git/rebase.md"]);
    let listed = jo.list(&tip).unwrap();
    assert_eq!((listed[0].mode, listed[0].size), (0o100_644, 9));
    assert_eq!(jo.blob(&listed[0].blob, 9).unwrap().as_deref(), Some(&b"# Bisect\n"[..]));
    assert_eq!(jo.blob(&listed[0].blob, 8).unwrap(), None);
    assert_eq!(jo.content(&tip, "git/rebase.md", 100).unwrap().as_deref(), Some(&b"# Rebase\n"[..]));
    assert_eq!(jo.content(&tip, "git", 100).unwrap(), None);
    assert_eq!(jo.content(&tip, "../x", 100).unwrap(), None);
    let changed = jo.changed(fetched.before.as_ref(), &tip).unwrap();
    assert_eq!(
        changed.iter().map(|it| (it.path.as_slice(), it.before.is_some())).collect::<Vec<_>>(),
        [(&b"git/bisect.md"[..], false)]
    );
    assert!(!sandbox.path("jo/git").exists(), "nothing is checked out");
    git(&remote, &["fsck", "--strict"]);
}

#[test]
fn a_remote_without_commits_gets_its_first_one_on_main() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote("team.git");
    let bare = sandbox.clone_of(&remote, "team");
    assert_eq!((bare.tip().unwrap(), bare.branch()), (None, "main".to_owned()));
    assert_eq!(bare.fetch().unwrap(), Fetched::default());

    publish(&bare, None, "a/b.md", "x");

    assert_eq!(git(&remote, &["ls-tree", "-r", "--name-only", "main"]), "a/b.md\n");
}

#[test]
fn the_branch_is_the_one_that_the_remote_names() {
    let sandbox = Sandbox::new();
    git(sandbox.0.path(), &["init", "-q", "--template=", "--bare", "-b", "trunk", "team.git"]);
    let store = sandbox.store("ada");
    store.act("a/b.md", "x");
    git(&store.root, &["push", "-q", sandbox.path("team.git").to_str().unwrap(), "main:trunk", "main:other"]);

    let bare = sandbox.clone_of(&sandbox.path("team.git"), "team");

    assert_eq!(bare.branch(), "trunk");
    assert_eq!(Bare::open(&sandbox.path("team"), None).unwrap().branch(), "trunk");
    let branches: Vec<String> = bare.remote_branches().unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(branches, ["other", "trunk"]);
}

#[test]
fn a_first_commit_on_a_branch_of_another_name_is_found() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote("team.git");
    let bare = sandbox.clone_of(&remote, "team");
    let store = sandbox.store("ada");
    store.act("a/b.md", "x");
    git(&store.root, &["push", "-q", remote.to_str().unwrap(), "main:master"]);

    let fetched = bare.fetch().unwrap();

    assert!(fetched.after.is_some());
    assert_eq!((bare.branch(), paths(&bare)), ("master".to_owned(), vec!["a/b.md".to_owned()]));
}

#[test]
fn who_is_overtaken_is_told_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let (remote, ada) = sandbox.team();
    let jo = sandbox.clone_of(&remote, "jo");
    let old = jo.tip().unwrap();
    let tip = publish(&ada, old.as_ref(), "ada.md", "x");

    let late = commit(&jo, old.as_ref(), "jo.md", "x");
    let failed = jo.push(&late, "main").unwrap_err();

    assert!(matches!(failed, Error::Remote(Failure::NonFastForward)), "{failed:?}");
    assert_eq!(git(&remote, &["rev-parse", "main"]).trim(), tip.0);
    assert_eq!(jo.tip().unwrap(), old);
}

#[test]
fn a_servers_hooks_refuse_in_their_own_words() {
    let sandbox = Sandbox::new();
    let (remote, bare) = sandbox.team();
    let tip = bare.tip().unwrap();
    let next = commit(&bare, tip.as_ref(), "x.md", "x");
    for name in ["pre-receive", "update"] {
        hook(&remote, name, "printf 'No \\033[31msecrets, please\\n' >&2; exit 1");

        let failed = bare.push(&next, "main").unwrap_err();

        let Error::Remote(Failure::Rejected(said)) = failed else { panic!("{failed:?}") };
        assert!(said.contains("No [31msecrets, please") && !said.contains('\u{1b}'), "{said}");
        assert_eq!(bare.tip().unwrap(), tip);
        fs::remove_file(remote.join("hooks").join(name)).unwrap();
    }
    hook(&remote, "post-receive", "echo Thank you >&2");
    assert_eq!(bare.push(&next, "main").unwrap().said, "Thank you");
}

#[test]
fn a_rewritten_history_is_kept_and_not_taken_before_the_person_says_so() {
    let sandbox = Sandbox::new();
    let (remote, ada) = sandbox.team();
    let first = ada.tip().unwrap();
    let lost = publish(&ada, first.as_ref(), "lost.md", "x");
    let jo = sandbox.clone_of(&remote, "jo");
    git(&remote, &["update-ref", "refs/heads/main", &first.as_ref().unwrap().0]);
    let new = publish(&ada, first.as_ref(), "new.md", "x");

    for _ in 0..2 {
        let fetched = jo.fetch().unwrap();
        assert!(fetched.rewritten);
        assert_eq!((fetched.before, fetched.after), (Some(lost.clone()), Some(new.clone())));
        assert_eq!(jo.tip().unwrap(), Some(lost.clone()));
    }
    let pins = git(&sandbox.path("jo"), &["for-each-ref", "--format=%(refname) %(objectname)", "refs/riffle/rescue"]);
    assert!(pins.contains(&lost.0) && pins.contains(&new.0), "{pins}");

    jo.accept_rewritten(&new).unwrap();
    assert!(!jo.fetch().unwrap().rewritten);
    assert_eq!(paths(&jo), ["git/rebase.md", "new.md"]);
}

#[test]
fn another_repository_in_the_place_of_the_remote_is_noticed() {
    let sandbox = Sandbox::new();
    let (remote, bare) = sandbox.team();
    fs::rename(&remote, sandbox.path("elsewhere.git")).unwrap();
    let gone = bare.fetch().unwrap_err();
    assert!(matches!(gone, Error::Remote(Failure::NotFound(_))), "{gone:?}");

    sandbox.remote("team.git");
    let empty = bare.fetch().unwrap_err();
    assert!(matches!(&empty, Error::Decision(Decision::Gone(branch)) if branch == "main"), "{empty:?}");

    let store = sandbox.store("eve");
    store.act("evil.md", "x");
    git(&store.root, &["push", "-q", remote.to_str().unwrap(), "main"]);
    let fetched = bare.fetch().unwrap();
    assert!(fetched.rewritten);
    assert_eq!(paths(&bare), ["git/rebase.md"]);
}

#[test]
fn a_clone_that_fails_leaves_nothing_and_one_that_died_is_cleared_away() {
    let sandbox = Sandbox::new();
    let clone = |url: &str| Bare::clone(url, &sandbox.path("cache/team"), Duration::from_secs(60), None).map(drop);
    let left = sandbox.path("cache/.riffle-4194999-0.tmp");
    fs::create_dir_all(left.join("objects")).unwrap();

    for url in [sandbox.path("none.git").to_str().unwrap(), "ext::sh -c id", "", "a\nb"] {
        assert!(clone(url).is_err(), "{url}");
        assert_eq!(fs::read_dir(sandbox.path("cache")).map_or(0, Iterator::count), usize::from(left.exists()), "{url}");
    }
    assert!(!left.exists());

    let remote = sandbox.remote("team.git");
    clone(remote.to_str().unwrap()).unwrap();
    let again = clone(remote.to_str().unwrap()).unwrap_err();
    assert!(matches!(again, Error::Disk(disk::Error::Exists(_))), "{again:?}");
}

#[test]
fn a_fetch_that_grows_too_large_is_ended() {
    let sandbox = Sandbox::new();
    let (remote, ada) = sandbox.team();
    let mut jo = sandbox.clone_of(&remote, "jo");
    let before = jo.tip().unwrap();
    // Does not get smaller when it is packed.
    let mut seed = 1_u64;
    let noise: String = (0..400_000)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b' ' + u8::try_from(seed >> 58).unwrap())
        })
        .collect();
    publish(&ada, before.as_ref(), "large.md", &noise);

    jo.set_largest_fetch(100_000);
    let failed = jo.fetch().unwrap_err();

    assert!(matches!(failed, Error::TooLarge { .. }), "{failed:?}");
    assert_eq!(jo.tip().unwrap(), before);
}

#[test]
fn who_wrote_a_page_is_whoever_committed_it() {
    let sandbox = Sandbox::new();
    let (_, bare) = sandbox.team();
    let tip = bare.tip().unwrap();
    let jo = Author { name: "Jo".into(), email: "jo@example.org".into() };
    let forged = [write("git/rebase.md", "---\nauthors: [Grace]\n---\n# Rebase\n")];
    let next = bare.commit(tip.as_ref(), &forged, "nugget: Rebase\n\nEntry-Id: x", &jo, at()).unwrap();
    bare.push(&next, "main").unwrap();
    publish(&bare, Some(&next), "other.md", "x");

    let last = bare.last_change("git/rebase.md").unwrap();

    assert_eq!(last.clone().unwrap().committer, jo.clone());
    let last = last.unwrap();
    assert_eq!((last.commit, last.subject.as_str(), last.when), (next.clone(), "nugget: Rebase", at()));
    assert_eq!(bare.last_change("none.md").unwrap(), None);
}

#[test]
fn a_commit_names_no_path_that_leads_elsewhere_and_keeps_the_modes_of_files() {
    let sandbox = Sandbox::new();
    let (remote, bare) = sandbox.team();
    for path in ["../x", "/x", ".git/config", "a/.GIT/x", "a//b", "", "x\ny"] {
        assert!(
            matches!(bare.commit(None, &[write(path, "x")], "m", &ada(), at()), Err(Error::Outside(_))),
            "{path:?}"
        );
    }
    assert!(matches!(bare.push(&bare.tip().unwrap().unwrap(), "a b"), Err(Error::Outside(_))));
    let store = sandbox.store("jo");
    git(&store.root, &["pull", "-q", remote.to_str().unwrap(), "main"]);
    store.put("run.md", "x");
    git(&store.root, &["add", "."]);
    git(&store.root, &["update-index", "--chmod=+x", "run.md"]);
    git(&store.root, &["commit", "-qm", "x"]);
    git(&store.root, &["push", "-q", remote.to_str().unwrap(), "HEAD:main"]);
    let tip = bare.fetch().unwrap().after;

    let next = publish(&bare, tip.as_ref(), "run.md", "y");

    assert!(git(&remote, &["ls-tree", "main", "run.md"]).starts_with("100755"));
    assert!(bare.has_changes(&next).unwrap());
    assert!(!bare.has_changes(&commit(&bare, Some(&next), "run.md", "y")).unwrap());
}

#[test]
fn who_merged_a_page_is_not_who_wrote_it() {
    let sandbox = Sandbox::new();
    let (remote, bare) = sandbox.team();
    let store = sandbox.store("jo");
    let jo = |args: &[&str]| git(&store.root, &[&["-c", "user.name=Jo"], args].concat());
    jo(&["pull", "-q", remote.to_str().unwrap(), "main"]);
    jo(&["checkout", "-qb", "side"]);
    store.put("side.md", "x");
    jo(&["add", "."]);
    git(&store.root, &["-c", "user.name=Grace", "commit", "-qm", "side"]);
    jo(&["checkout", "-q", "main"]);
    store.put("main.md", "x");
    jo(&["add", "."]);
    jo(&["commit", "-qm", "main"]);
    jo(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    jo(&["push", "-q", remote.to_str().unwrap(), "main"]);
    bare.fetch().unwrap();

    assert_eq!(bare.last_change("side.md").unwrap().unwrap().subject, "side");
}

#[test]
fn what_a_killed_fetch_left_is_in_nobodys_way() {
    let sandbox = Sandbox::new();
    let (_, bare) = sandbox.team();
    let tip = bare.tip().unwrap().unwrap();
    let folder = sandbox.path("cache/team");
    git(&folder, &["update-ref", "refs/riffle/incoming-4194999-0", &tip.0]);
    disk::put(&folder.join("refs/remotes/origin/main.lock"), b"").unwrap();

    let next = publish(&bare, Some(&tip), "next.md", "x");
    bare.fetch().unwrap();

    assert_eq!(bare.tip().unwrap(), Some(next));
    assert_eq!(git(&folder, &["for-each-ref", "--format=%(refname)"]).trim(), "refs/remotes/origin/main");
}

#[test]
fn a_clone_that_is_gone_is_told_from_one_that_was_tampered_with() {
    let sandbox = Sandbox::new();
    let gone = Bare::open(&sandbox.path("none"), None);

    assert!(matches!(gone, Err(Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound));
}
