//! Shared repositories that somebody made to do harm.

use git2::{ObjectType, Oid, Repository};

use super::*;

/// Where git takes programs from in a configuration; each is set to the canary.
const EXECUTABLE: [&str; 26] = [
    "core.fsmonitor",
    "core.hooksPath",
    "core.sshCommand",
    "core.gitProxy",
    "core.editor",
    "core.pager",
    "core.askPass",
    "core.alternateRefsCommand",
    "sequence.editor",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "merge.x.driver",
    "filter.x.clean",
    "filter.x.smudge",
    "filter.x.process",
    "credential.helper",
    "gpg.program",
    "gpg.ssh.program",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "remote.origin.vcs",
    "alias.fetch",
    "trailer.x.command",
    "include.path",
];

/// A program that leaves a mark when it runs.
fn canary(sandbox: &Sandbox) -> (PathBuf, PathBuf) {
    let (program, mark) = (sandbox.path("canary/run"), sandbox.path("canary/sang"));
    script(&program, &format!("#!/bin/sh\ntouch {}\nexit 0\n", mark.display()));
    (program, mark)
}

/// A tree object of these entries, as they are: git's own tools would refuse many of them.
fn raw_tree(repo: &Repository, entries: &[(&str, &[u8], Oid)]) -> Oid {
    let mut entries = entries.to_vec();
    let key = |(mode, name, _): &(&str, &[u8], Oid)| [*name, if *mode == "40000" { b"/" } else { b"" }].concat();
    entries.sort_by_key(key);
    let mut data = Vec::new();
    for (mode, name, id) in entries {
        data.extend_from_slice(mode.as_bytes());
        data.push(b' ');
        data.extend_from_slice(name);
        data.push(0);
        data.extend_from_slice(id.as_bytes());
    }
    repo.odb().unwrap().write(ObjectType::Tree, &data).unwrap()
}

/// A commit of a tree that git's tools would not make, on the branch of a repository.
fn raw_commit(repo: &Repository, branch: &str, tree: Oid) -> CommitId {
    let data =
        format!("tree {tree}\nauthor Eve <eve@example.org> 1 +0000\ncommitter Eve <eve@example.org> 1 +0000\n\nx\n");
    let id = repo.odb().unwrap().write(ObjectType::Commit, data.as_bytes()).unwrap();
    repo.reference(branch, id, true, "x").unwrap();
    id.into()
}

/// Trees that no honest repository has.
fn hostile_trees(repo: &Repository) -> Vec<(&'static str, Oid)> {
    let blob = repo.blob(b"# Evil\n").unwrap();
    let link = repo.blob(b"../../../../tmp").unwrap();
    let script = repo.blob(b"[core]\n\tfsmonitor = touch sang\n").unwrap();
    let head = repo.blob(b"ref: refs/heads/main\n").unwrap();
    let empty = raw_tree(repo, &[]);
    let page = raw_tree(repo, &[("100644", b"x.md", blob)]);
    let one = |mode, name: &[u8], id| raw_tree(repo, &[(mode, name, id)]);
    let two = |one: &[u8], other: &[u8]| raw_tree(repo, &[("100644", one, blob), ("100644", other, blob)]);
    let inner = [
        ("100644", &b"HEAD"[..], head),
        ("100644", b"config", script),
        ("40000", b"objects", empty),
        ("40000", b"refs", empty),
    ];
    let attributes = repo.blob(b"* filter=x diff=x merge=x\n").unwrap();
    let modules = repo.blob(b"[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c id\n\tupdate = !id\n").unwrap();
    vec![
        ("symlink", one("120000", b"out.md", link)),
        ("submodule", one("160000", b"sub", blob)),
        (".git", one("40000", b".git", page)),
        (".GIT", one("40000", b".GIT", page)),
        (".git for HFS", one("40000", ".g\u{200c}it".as_bytes(), page)),
        (".git for NTFS", one("40000", b"git~1", page)),
        (".git stream", one("40000", b".git::$INDEX_ALLOCATION", page)),
        ("parent", one("40000", b"..", page)),
        ("absolute", one("100644", b"/etc/evil.md", blob)),
        ("slash", one("100644", b"a/../../evil.md", blob)),
        ("case twins", two(b"Note.md", b"note.md")),
        ("composition twins", two("gr\u{fc}n.md".as_bytes(), "gru\u{308}n.md".as_bytes())),
        ("newline and escape", one("100644", b"a\n\x1b[2J.md", blob)),
        ("device", one("100644", b"CON.md", blob)),
        ("stream", one("100644", b"a:b.md", blob)),
        ("bare repository inside", one("40000", b"inner.git", raw_tree(repo, &inner))),
        ("attributes", raw_tree(repo, &[("100644", b".gitattributes", attributes), ("100644", b"x.md", blob)])),
        ("modules", one("100644", b".gitmodules", modules)),
        ("not UTF-8", one("100644", b"\xff\xfe.md", blob)),
        ("direction", one("100644", "x\u{202e}dm.exe.md".as_bytes(), blob)),
        ("odd mode", one("100600", b"x.md", blob)),
        ("same name twice", raw_tree(repo, &[("100644", b"x.md", blob), ("100644", b"x.md", link)])),
    ]
}

/// Everything below a folder, with what it holds.
fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match item.file_type().unwrap() {
            kind if kind.is_dir() => found.extend(snapshot(&item.path())),
            _ => found.push((item.path(), fs::read(item.path()).unwrap_or_default())),
        }
    }
    found.sort();
    found
}

#[test]
fn hostile_trees_are_listed_as_they_are_and_write_nothing() {
    let sandbox = Sandbox::new();
    let (_, mark) = canary(&sandbox);
    let remote = sandbox.remote("team.git");
    fs::create_dir_all(sandbox.path("home")).unwrap();
    let theirs = Repository::open(&remote).unwrap();
    for (name, tree) in hostile_trees(&theirs) {
        raw_commit(&theirs, "refs/heads/main", tree);
        let folder = sandbox.path("cache/team");
        let outside = |path: &Path| !path.starts_with(sandbox.path("cache"));
        let before: Vec<_> = snapshot(sandbox.0.path()).into_iter().filter(|(path, _)| outside(path)).collect();

        let cloned = Bare::clone(remote.to_str().unwrap(), &folder, Duration::from_secs(60), None);
        // What git itself refuses to take is refused; what it takes, anybody can list.
        if let Ok(bare) = &cloned {
            let tip = bare.tip().unwrap().unwrap();
            assert!(!bare.list(&tip).unwrap().is_empty(), "{name}");
            bare.last_change("x.md").unwrap();
            let next = bare.commit(Some(&tip), &[write("a/b.md", "x")], "x", &bare.identity(), at()).unwrap();
            bare.push(&next, "main").ok();
        }
        let refused = matches!(&cloned, Err(Error::Remote(transport::Failure::Other(said))) if said.contains("fsck") || said.contains("error in tree"));
        assert!(cloned.is_ok() || refused, "{name}: {:?}", cloned.err());

        drop(cloned);
        let written =
            snapshot(sandbox.0.path()).into_iter().filter(|(path, _)| outside(path) && !path.starts_with(&remote));
        assert_eq!(
            written.collect::<Vec<_>>(),
            before.into_iter().filter(|(path, _)| !path.starts_with(&remote)).collect::<Vec<_>>(),
            "{name}"
        );
        assert!(!mark.exists(), "{name}");
        disk::remove_cache(&folder).unwrap();
    }
}

#[test]
fn every_hostile_tree_that_is_already_in_a_clone_is_only_data() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote("team.git");
    let bare = Bare::clone(remote.to_str().unwrap(), &sandbox.path("team"), Duration::from_secs(60), None).unwrap();
    let inside = Repository::open_bare(sandbox.path("team")).unwrap();
    for (name, tree) in hostile_trees(&inside) {
        let tip = raw_commit(&inside, "refs/remotes/origin/main", tree);

        let listed = bare.list(&tip).unwrap();

        assert!((1..=4).contains(&listed.len()), "{name}: {listed:?}");
        assert_eq!(bare.content(&tip, "out.md", 100).unwrap(), None, "a link is not followed");
    }
}

#[test]
fn a_clone_with_another_configuration_is_not_used_and_runs_nothing() {
    let sandbox = Sandbox::new();
    let (program, mark) = canary(&sandbox);
    let remote = sandbox.remote("team.git");
    let folder = sandbox.path("team");
    drop(Bare::clone(remote.to_str().unwrap(), &folder, Duration::from_secs(60), None).unwrap());
    let config = folder.join("config");
    let ours = fs::read(&config).unwrap();
    let refused = |why: &str| {
        assert!(matches!(Bare::open(&folder, None), Err(Error::Planted(_))), "{why}");
        assert!(!mark.exists(), "{why}");
    };
    for key in EXECUTABLE {
        git(&folder, &["config", "--file", config.to_str().unwrap(), key, program.to_str().unwrap()]);
        refused(key);
        disk::put(&config, &ours).unwrap();
    }
    for name in ["commondir", "config.worktree", "objects/info/alternates"] {
        disk::put(&folder.join(name), b"/elsewhere\n").unwrap();
        refused(name);
        disk::remove(&folder.join(name)).unwrap();
    }
    let other = String::from_utf8(ours.clone()).unwrap().replace("team.git", "evil.git");
    disk::put(&config, other.as_bytes()).unwrap();
    refused("another address");
    disk::put(&config, &ours).unwrap();
    assert!(Bare::open(&folder, None).is_ok());
}

#[test]
fn hooks_and_settings_that_appear_while_a_clone_is_open_run_nothing() {
    let sandbox = Sandbox::new();
    let (program, mark) = canary(&sandbox);
    let remote = sandbox.remote("team.git");
    let folder = sandbox.path("team");
    let bare = Bare::clone(remote.to_str().unwrap(), &folder, Duration::from_secs(60), None).unwrap();
    for hook in ["reference-transaction", "pre-push", "post-checkout", "post-merge", "pre-auto-gc", "post-index-change"]
    {
        script(&folder.join("hooks").join(hook), &fs::read_to_string(&program).unwrap());
    }
    for key in ["core.fsmonitor", "core.gitProxy", "core.editor", "core.pager", "diff.external"] {
        git(&folder, &["config", "--file", folder.join("config").to_str().unwrap(), key, program.to_str().unwrap()]);
    }

    let first = bare.commit(None, &[write("a/b.md", "x")], "x", &bare.identity(), at()).unwrap();
    bare.push(&first, "main").unwrap();
    bare.fetch().unwrap();
    bare.remote_branches().unwrap();

    assert!(!mark.exists());
}

#[test]
fn bombs_are_read_within_bounds() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote("team.git");
    let bare = Bare::clone(remote.to_str().unwrap(), &sandbox.path("team"), Duration::from_secs(60), None).unwrap();
    let inside = Repository::open_bare(sandbox.path("team")).unwrap();
    let blob = inside.blob(b"x").unwrap();
    let list = |tree: Oid| bare.list(&raw_commit(&inside, "refs/remotes/origin/main", tree)).unwrap();

    // Ten folders of ten folders of ten folders …: a thousand million files in 10 objects.
    let mut wide = raw_tree(&inside, &[("100644", b"x.md", blob)]);
    for _ in 0..9 {
        let names: Vec<[u8; 1]> = (b'a'..=b'j').map(|name| [name]).collect();
        let entries: Vec<(&str, &[u8], Oid)> = names.iter().map(|name| ("40000", &name[..], wide)).collect();
        wide = raw_tree(&inside, &entries);
    }
    assert!((1..=LIST_LIMIT + 1).contains(&list(wide).len()));

    let mut deep = raw_tree(&inside, &[("100644", b"x.md", blob)]);
    for _ in 0..5_000 {
        deep = raw_tree(&inside, &[("40000", b"d", deep)]);
    }
    let listed = list(deep);
    assert_eq!((listed.len(), listed[0].mode), (1, 0o040_000));

    let names: Vec<String> = (0..=LIST_LIMIT + 10).map(|count| format!("{count:06}.md")).collect();
    let entries: Vec<(&str, &[u8], Oid)> = names.iter().map(|name| ("100644", name.as_bytes(), blob)).collect();
    assert_eq!(list(raw_tree(&inside, &entries)).len(), LIST_LIMIT + 1);
}

#[test]
fn a_blob_of_200_megabytes_is_measured_and_not_read() {
    let sandbox = Sandbox::new();
    let remote = sandbox.remote("team.git");
    let theirs = Repository::open(&remote).unwrap();
    let blob = theirs.blob(&vec![0; 200 << 20]).unwrap();
    raw_commit(&theirs, "refs/heads/main", raw_tree(&theirs, &[("100644", b"huge.md", blob)]));

    let bare = Bare::clone(remote.to_str().unwrap(), &sandbox.path("team"), Duration::from_secs(60), None).unwrap();

    let tip = bare.tip().unwrap().unwrap();
    let listed = bare.list(&tip).unwrap();
    assert_eq!(listed[0].size, 200 << 20);
    assert_eq!(bare.blob(&listed[0].blob, 1_000_000).unwrap(), None);
    assert_eq!(bare.content(&tip, "huge.md", 1_000_000).unwrap(), None);
}
