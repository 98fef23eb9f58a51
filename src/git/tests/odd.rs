use super::*;

#[test]
fn a_filtered_file_is_never_stored_in_the_clear() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.git(&["config", "filter.crypt.clean", "tr a-z A-Z"]);
    store.git(&["config", "filter.crypt.smudge", "tr A-Z a-z"]);
    store.git(&["config", "filter.crypt.required", "true"]);
    store.put(".gitattributes", "* -text\n").put("secret/.gitattributes", "*.md filter=crypt\n");
    store.put("secret/diary.md", "my secret\n").put("open.md", "open\n");
    let repo = store.open();

    let writes = [write("secret/diary.md", "my secret\n"), write("open.md", "open\n")];
    let commit = repo.commit(&writes, "x", at()).unwrap().unwrap().id;

    assert_eq!(store.git(&["cat-file", "-p", "HEAD:secret/diary.md"]), "MY SECRET\n");
    assert_eq!(store.git(&["cat-file", "-p", "HEAD:open.md"]), "open\n");
    assert_eq!(repo.content(&commit, "secret/diary.md").unwrap(), Some(b"my secret\n".to_vec()));
    let now: [(&str, Option<&[u8]>); 2] = [("secret/diary.md", Some(b"my secret\n")), ("open.md", Some(b"open\n"))];
    assert_eq!(repo.uncommitted(&now).unwrap(), [""; 0]);
    repo.refresh_index(&["secret/diary.md".into(), "open.md".into()]).unwrap();
    assert_eq!(store.git(&["status", "--porcelain", "--untracked-files=no"]), "");
}

#[test]
fn a_failing_filter_stops_the_commit_with_its_words() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.git(&["config", "filter.crypt.clean", "false"]);
    store.git(&["config", "filter.crypt.required", "true"]);
    store.put(".gitattributes", "*.md filter=crypt\n").put("diary.md", "my secret\n");

    let failed = store.open().commit(&[write("diary.md", "my secret\n")], "x", at()).unwrap_err();

    assert!(matches!(&failed, Error::GitFailed(said) if said.contains("crypt")), "{failed:?}");
}

#[test]
fn line_ends_are_stored_as_git_would() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.put(".gitattributes", "*.txt text\n*.md -text\n");
    store.put("a.txt", "1\r\n2\r\n").put("a.md", "1\r\n");
    let repo = store.open();

    repo.commit(&[write("a.txt", "1\r\n2\r\n"), write("a.md", "1\r\n")], "x", at()).unwrap();

    assert_eq!(store.git(&["cat-file", "-p", "HEAD:a.txt"]), "1\n2\n");
    assert_eq!(store.git(&["cat-file", "-p", "HEAD:a.md"]), "1\r\n");
}

#[test]
fn signed_commits_are_made_by_git_and_fail_with_its_words() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let signer = sandbox.path("signer");
    script(
        &signer,
        "#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED D' >&2\necho '-----BEGIN PGP SIGNATURE-----'\necho x\necho '-----END PGP SIGNATURE-----'\n",
    );
    store.git(&["config", "commit.gpgSign", "true"]);
    store.git(&["config", "gpg.program", signer.to_str().unwrap()]);

    let commit = store.open().commit(&[write("tea.md", "x")], "capture: Tea", at()).unwrap().unwrap().id;

    let raw = store.git(&["cat-file", "-p", &commit.0]);
    assert!(raw.contains("gpgsig -----BEGIN PGP") && raw.ends_with("\n\ncapture: Tea"), "{raw}");
    assert_eq!(store.git(&["log", "-1", "--format=%aI"]), "2026-11-21T10:00:00+01:00\n");
    script(&signer, "#!/bin/sh\necho no key here >&2\nexit 1\n");
    let failed = store.open().commit(&[write("tea.md", "y")], "x", at()).unwrap_err();
    assert!(matches!(&failed, Error::GitFailed(said) if said.contains("sign")), "{failed:?}");
}

#[test]
fn formats_beyond_reach_are_refused_with_the_remedy() {
    let sandbox = Sandbox::new();
    for (name, option, word) in [("a", "--object-format=sha256", "SHA-256"), ("b", "--ref-format=reftable", "migrate")]
    {
        if !try_git(&sandbox.path("."), &["init", "-q", option, name]).0 {
            continue;
        }
        let failed = Repo::open(&sandbox.path(name), &sandbox.path("state")).map(drop).unwrap_err();

        assert!(matches!(&failed, Error::Unsupported { why, .. } if why.contains(word)), "{failed:?}");
    }
}

#[test]
fn linked_work_trees_and_sparse_ones_are_committed_to() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "x");
    store.act("deep/in.md", "x");
    store.git(&["reset", "-q", "--hard"]);
    store.git(&["worktree", "add", "-q", "-b", "side", sandbox.path("linked").to_str().unwrap()]);
    let linked = Store { root: sandbox.path("linked"), state: sandbox.path("state") };

    linked.act("side.md", "y");
    assert_eq!((linked.open().branch(), linked.files().len()), ("side", 3));
    store.git(&["sparse-checkout", "set", "--sparse-index", "deep"]);
    store.act("deep/more.md", "z");
    store.open().refresh_index(&["deep/more.md".into()]).unwrap();
    assert_eq!(store.git(&["status", "--porcelain"]), "");
    assert_eq!(store.files(), ["deep/in.md", "deep/more.md", "tea.md"]);
}

#[test]
fn hooks_do_not_run_and_are_named() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    script(&store.file(".git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n");

    store.act("tea.md", "x");

    assert!(store.open().notes().iter().any(|note| note.contains("pre-commit")));
}

#[test]
fn damaged_repositories_are_errors_and_the_files_stay() {
    let sandbox = Sandbox::new();
    for (file, bytes) in
        [(".git/HEAD", ""), (".git/refs/heads/main", ""), (".git/refs/heads/main", "zz"), (".git/config", "[x")]
    {
        let store = sandbox.store(&format!("n{}", file.len() + bytes.len()));
        store.act("tea.md", "green");
        store.put(file, bytes);

        let opened = Repo::open(&store.root, &store.state);
        if let Ok(Some(repo)) = opened {
            drop(repo.commit(&[write("tea.md", "black")], "x", at()));
            drop(repo.refresh_index(&["tea.md".into()]));
        }

        assert_eq!(store.text("tea.md"), "green");
    }
}

#[test]
fn an_answer_that_never_comes_ends_and_says_so() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let ssh = sandbox.path("ssh");
    script(&ssh, "#!/bin/sh\nexec sleep 1000\n");
    store.git(&["config", "core.sshCommand", ssh.to_str().unwrap()]);
    store.git(&["config", "ssh.variant", "ssh"]);
    store.git(&["remote", "add", "origin", "ssh://example.invalid/notes"]);
    store.act("tea.md", "x");
    let mut repo = store.open();
    repo.set_stall(Duration::from_millis(400));

    let failed = repo.fetch(&repo.remote().unwrap().unwrap(), &mut || true).unwrap_err();

    assert!(matches!(failed, Error::Remote(transport::Failure::TimedOut(_))), "{failed:?}");
}

#[test]
fn an_exchange_that_is_stopped_ends_at_once_with_its_program() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let ssh = sandbox.path("ssh");
    script(&ssh, "#!/bin/sh\nexec sleep 1000\n");
    store.git(&["config", "core.sshCommand", ssh.to_str().unwrap()]);
    store.git(&["config", "ssh.variant", "ssh"]);
    store.git(&["remote", "add", "origin", "ssh://example.invalid/notes"]);
    store.act("tea.md", "x");
    let repo = store.open();
    let mut asked = 0;
    let mut go_on = || {
        asked += 1;
        asked < 3
    };

    let failed = repo.fetch(&repo.remote().unwrap().unwrap(), &mut go_on).unwrap_err();

    assert!(matches!(failed, Error::Process(crate::process::Error::Stopped(_))), "{failed:?}");
    assert!(!repo.is_interrupted());
}

#[test]
fn the_persons_ssh_command_is_kept_and_told_not_to_ask() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    let (ssh, said) = (sandbox.path("my ssh"), sandbox.path("said"));
    script(
        &ssh,
        &format!(
            "#!/bin/sh\necho \"$@\" > '{}'\necho 'me@x: Permission denied (publickey).' >&2\nexit 255\n",
            said.display()
        ),
    );
    store.git(&["config", "core.sshCommand", &format!("'{}' -i key", ssh.display())]);
    store.git(&["config", "ssh.variant", "ssh"]);
    store.git(&["remote", "add", "origin", "ssh://example.invalid/notes"]);
    let repo = store.open();

    let failed = repo.fetch(&repo.remote().unwrap().unwrap(), &mut || true).unwrap_err();

    assert!(matches!(failed, Error::Remote(transport::Failure::SignIn(_))), "{failed:?}");
    let said = fs::read_to_string(said).unwrap();
    assert!(said.starts_with("-i key -o BatchMode=yes -o ConnectTimeout=10"), "{said}");
}

#[test]
fn a_lock_of_a_dead_program_is_moved_aside_and_a_live_one_is_left() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("notes");
    store.act("tea.md", "1");
    let lock = store.file(".git/refs/heads/main.lock");

    let held = fs::File::create(&lock).unwrap();
    let failed = store.open().commit(&[write("tea.md", "2")], "x", at()).unwrap_err();
    assert!(matches!(&failed, Error::Held(path) if *path == lock), "{failed:?}");
    drop(held);

    assert!(store.open().commit(&[write("tea.md", "2")], "x", at()).unwrap().is_some());
    assert!(!lock.exists());
}

#[test]
fn a_store_that_the_repository_around_it_ignores_has_no_history() {
    let sandbox = Sandbox::new();
    let home = sandbox.store("home");
    home.put(".gitignore", "/notes/\n").put("notes/tea.md", "x").put("kept/tea.md", "x");

    assert!(Repo::open(&home.file("notes"), &home.state).unwrap().is_none());
    assert!(Repo::open(&home.file("kept"), &home.state).unwrap().is_some());
}
