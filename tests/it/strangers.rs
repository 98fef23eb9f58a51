//! What comes from others: their addresses, what their pages say of themselves, and a team that means harm.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{PageServer, Person, Ran, Reply, Sandbox, Screen, Team};

const PAGE: &str = "<!doctype html><html lang='qaa'><head><title>CanaryTitle of a page</title>\
    <meta name='description' content='CanaryDescription'><meta name='author' content='CanaryAuthor'>\
    <meta property='og:title' content='CanaryOg'><link rel='canonical' href='/CanaryCanonical'></head>\
    <body><article><p>CanaryText is what the page says, and it says it at some length so that it is taken for an article, \
    with commas, and with more than one sentence. Here is the other sentence, which is not short either.</p></article></body>";

fn intranet() -> PageServer {
    PageServer::start(|_| Reply::html(PAGE))
}

fn bookmark(url: &str, title: &str) -> String {
    format!("---\nid: 01k0abcdefghjkmnpqrstvwxyz\nkind: bookmark\ntitle: {title}\nurl: {url}\n---\n\nWhy.\n")
}

#[test]
fn an_address_in_a_file_that_another_program_wrote_does_not_reach_the_network_here() {
    let (sandbox, server) = (Sandbox::new(), intranet());
    sandbox.write("bookmarks/2026/theirs.md", bookmark(&server.url("/secret"), "Theirs"));

    let fetched = sandbox.riffle(&["fetch", "bookmarks/2026/theirs.md"]).ok();
    sandbox.riffle(&["fetch", "--all"]).ok();

    assert!(fetched.contains("failed") && fetched.contains("private network"), "{fetched}");
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn a_typed_address_stays_typed_for_its_entry_and_another_in_its_place_does_not() {
    let (sandbox, server) = (Sandbox::new(), intranet());
    let path = sandbox.riffle(&["bookmark", &server.url("/mine"), "--no-fetch"]).ok();
    let path = path.trim();
    sandbox.riffle(&["tag", path, "+tea"]).ok();
    sandbox.riffle(&["fetch", path]).ok();
    sandbox.riffle(&["fetch", path]).ok();
    assert_eq!(server.asked(), ["/mine", "/mine"]);

    let edited = sandbox.read(path).replace("/mine", "/other");
    sandbox.write(path, edited);
    sandbox.riffle(&["fetch", path]).ok();

    assert_eq!(server.asked(), ["/mine", "/mine"]);
}

#[test]
fn an_address_that_was_typed_on_another_machine_is_not_typed_here() {
    let (one, server) = (Sandbox::new(), intranet());
    let path = one.riffle(&["bookmark", &server.url("/mine"), "--no-fetch"]).ok();
    let other = Sandbox::new();
    other.write(path.trim(), one.read(path.trim()));

    other.riffle(&["fetch", path.trim()]).ok();
    assert_eq!(server.asked(), [""; 0]);

    one.riffle(&["fetch"]).ok();
    assert_eq!(server.asked(), ["/mine"]);
}

#[test]
fn an_adopted_page_is_never_fetched_from_a_private_address() {
    let (team, server) = (Team::founded(), intranet());
    for (number, url) in notations(&server).iter().enumerate() {
        let page = format!("---\nkind: bookmark\ntitle: Trap {number}\nurl: {url:?}\n---\n\nWhy.\n");
        team.write("Eve", &format!("bookmarks/tea/trap-{number}.md"), &page);
    }
    let jo = Person::of(&team, "Jo");

    for number in 0..notations(&server).len() {
        let mine = jo.riffle(&["adopt", &format!(".team/acme/bookmarks/tea/trap-{number}.md")]).ok();
        jo.riffle(&["tag", mine.trim(), "+seen"]).ok();
        jo.riffle(&["fetch", mine.trim()]);
    }
    jo.riffle(&["fetch"]).ok();
    jo.riffle(&["fetch", "--all"]).ok();

    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn a_page_in_the_queue_that_nobody_typed_here_is_not_asked_for_in_the_network_here() {
    let (sandbox, server) = (Sandbox::new(), intranet());
    sandbox.riffle(&["bookmark", &server.url("/secret"), "--no-fetch"]).ok();
    // As an import or a feed would leave it: a page to fetch, and nobody who typed its address.
    fs::remove_file(found(sandbox.home(), "typed.jsonl").unwrap()).unwrap();

    Screen::open(&sandbox, (80, 24)).keys("g i");
    let fetched = sandbox.riffle(&["fetch", "--all"]).ok();

    assert!(fetched.contains("failed") && fetched.contains("private network"), "{fetched}");
    assert_eq!(server.asked(), [""; 0]);
}

/// Where below a folder a file of this name lies.
fn found(folder: &Path, name: &str) -> Option<PathBuf> {
    let inside: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let here = inside.iter().find(|path| path.ends_with(name)).cloned();
    here.or_else(|| inside.iter().filter(|path| path.is_dir()).find_map(|path| found(path, name)))
}

/// The address of a server here, in the ways to write it.
fn notations(server: &PageServer) -> Vec<String> {
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    let hosts = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0x7f.0.0.0x1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "x.localhost",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "0",
        "127.0.0.1.",
        "127.127.127.127",
        "１２７.0.0.1",
        "127。0。0。1",
        "ⓛocalhost",
        "%6cocalhost",
        "127.0.0.1%2e",
    ];
    let plain = hosts.iter().map(|host| format!("http://{host}:{port}/secret"));
    let dressed = [
        format!("http://example.org@127.0.0.1:{port}/secret"),
        format!("http://ada:secret@127.0.0.1:{port}/secret"),
        format!("HTTP://127.0.0.1:{port}/secret"),
        format!("http:\\\\127.0.0.1:{port}\\secret"),
        format!("http:127.0.0.1:{port}/secret"),
        format!("  http://127.0.0.1:{port}/secret"),
        format!("http://127.0.0.1:{port}/secret#https://example.org"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://metadata.google.internal/".to_owned(),
        "http://[fe80::1]/".to_owned(),
    ];
    plain.chain(dressed).collect()
}

#[test]
fn what_a_page_says_of_itself_is_shown_and_found_and_never_published() {
    let (team, server) = (Team::founded(), intranet());
    let ada = Person::of(&team, "Ada");
    let path = ada.riffle(&["bookmark", &server.url("/tea"), "--comment", "Worth a look: green tea."]).ok();
    let path = path.trim();
    let listed = ada.riffle(&["list", "--json"]).json().remove(0);
    assert_eq!(listed["title"], "CanaryOg");

    let published = ada.publish(path);
    let dry = ada.riffle(&["publish", path, "--to", "acme", "--dry-run"]);

    for text in [&published.out, &dry.out] {
        assert!(!text.lines().any(|line| line.starts_with('+') && line.contains("Canary")), "{text}");
    }
    let all = team.git(&["log", "-p", "--all"]).out;
    assert!(!all.contains("Canary") && !all.contains("lang: qaa"), "{all}");
    assert_eq!(published.code, Some(0), "{published:?}");
    assert!(all.contains("green tea"), "{all}");
}

#[test]
fn a_bookmark_that_is_called_as_its_page_can_be_given_a_title() {
    let (sandbox, server) = (Sandbox::new(), intranet());
    let path = sandbox.riffle(&["bookmark", &server.url("/tea")]).ok();

    sandbox.riffle(&["rename", path.trim(), "Green tea"]).ok();

    let listed = sandbox.riffle(&["list", "--json"]).json().remove(0);
    assert_eq!(listed["title"], "Green tea");
    assert!(sandbox.read(listed["path"].as_str().unwrap()).contains("\ntitle: Green tea\n"));
}

#[test]
fn a_day_of_a_colleague_is_adopted_as_a_note() {
    let team = Team::founded();
    team.write("Eve", "journal/2026-11-21.md", "---\nid: 2026-11-21\nkind: journal\n---\n\n- 09:00 Not my day.\n");
    team.write("Eve", "log/eve/2026-11-20.md", "---\nid: 2026-11-20\nkind: journal\n---\n\n- 09:00 Nor that.\n");
    let jo = Person::of(&team, "Jo");
    jo.riffle(&["log", "My own day."]).ok();
    let mine = || jo.sandbox.files().into_iter().filter(|(path, _)| path.starts_with("journal/")).collect::<Vec<_>>();
    let before = mine();

    for page in ["journal/2026-11-21.md", "log/eve/2026-11-20.md"] {
        jo.riffle(&["adopt", &format!(".team/acme/{page}")]);
    }

    assert_eq!(mine(), before);
    assert!(
        jo.sandbox
            .files()
            .iter()
            .any(|(path, text)| path.starts_with("notes/") && String::from_utf8_lossy(text).contains("kind: note"))
    );
}

/// An object of a repository as it is given, however wrong.
fn object(repo: &Path, kind: &str, bytes: &[u8]) -> String {
    let mut command = Command::new("git");
    command.current_dir(repo).args(["hash-object", "-t", kind, "--literally", "-w", "--stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

/// A tree of entries in any order and of any mode.
fn tree(repo: &Path, entries: &[(&str, &[u8], &str)]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend([mode.as_bytes(), b" ", name, b"\0"].concat());
        bytes.extend((0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()));
    }
    object(repo, "tree", &bytes)
}

/// A repository whose one commit has this tree.
fn repository(folder: &Path, name: &str, make: impl FnOnce(&Path) -> String) -> String {
    let repo = folder.join(name);
    Ran::of(Command::new("git").args(["init", "-q", "--bare", "-b", "main"]).arg(&repo)).ok();
    let tree = make(&repo);
    let commit = format!(
        "tree {tree}\nauthor Eve\u{1b}]0;canary\u{7} <eve@example.org> 1 +0000\ncommitter Eve\u{1b}[7777m <e@example.org> 1 +0000\n\n\u{1b}[7777mcanary\n"
    );
    let commit = object(&repo, "commit", commit.as_bytes());
    fs::write(repo.join("refs/heads/main"), format!("{commit}\n")).unwrap();
    repo.to_str().unwrap().to_owned()
}

/// Names and modes that a repository must not bring anywhere.
const NAMES: [(&str, &[u8]); 41] = [
    ("120000", b"link.md"),
    ("160000", b"module"),
    ("100755", b"run.md"),
    ("100666", b"odd.md"),
    ("100000", b"none.md"),
    ("107777", b"all.md"),
    ("020000", b"device.md"),
    ("010000", b"pipe.md"),
    ("100644", b".git"),
    ("100644", b".GIT"),
    ("100644", b".Git"),
    ("100644", b"git~1"),
    ("100644", b".git "),
    ("100644", b".git."),
    ("100644", b".git::$INDEX_ALLOCATION"),
    ("100644", b".g\xe2\x80\x8cit"),
    ("100644", b".gi\xe2\x80\x8dt"),
    ("100644", b"\xe2\x80\xae.git"),
    ("100644", b".gitmodules"),
    ("100644", b".gitattributes"),
    ("100644", b".."),
    ("100644", b"."),
    ("100644", b"../../escaped.md"),
    ("100644", b"/tmp/escaped.md"),
    ("100644", b"a/../../escaped.md"),
    ("100644", b"C:\\escaped.md"),
    ("100644", b"..\\..\\escaped.md"),
    ("100644", b"CON.md"),
    ("100644", b"aux"),
    ("100644", b"a.md:stream"),
    ("100644", b"trailing.md."),
    ("100644", b"trailing.md "),
    ("100644", b"-rf.md"),
    ("100644", b"--help"),
    ("100644", b"new\nline.md"),
    ("100644", b"esc\x1b[7777m.md"),
    ("100644", b"del\x7f.md"),
    ("100644", b"c1\xc2\x9b7777m.md"),
    ("100644", b"\xff\xfe.md"),
    ("100644", b"bidi\xe2\x80\xaedm.md"),
    ("100644", b""),
];

/// Forty-three trees, each a repository of its own.
fn trees(folder: &Path) -> Vec<String> {
    let page = b"---\nkind: nugget\ntitle: canary\n---\n\nwords\n";
    let mut made: Vec<String> = NAMES
        .iter()
        .enumerate()
        .map(|(number, (mode, name))| {
            repository(folder, &format!("tree-{number}"), |repo| {
                let content = if mode.starts_with('1') && *mode == "120000" { &b"/etc/passwd"[..] } else { page };
                let id = object(repo, "blob", content);
                tree(repo, &[(*mode, *name, &id), ("100644", b"plain.md", &object(repo, "blob", page))])
            })
        })
        .collect();
    made.push(repository(folder, "clash", |repo| {
        let ids = [b"one".as_slice(), b"two", b"three"].map(|bytes| object(repo, "blob", bytes));
        tree(repo, &[("100644", b"A.md", &ids[0]), ("100644", b"a.md", &ids[1]), ("100644", b"a.md", &ids[2])])
    }));
    made.push(repository(folder, "deep", |repo| {
        let blob = object(repo, "blob", page);
        let leaf = tree(repo, &[("100644", b"deep.md", &blob)]);
        (0..300).fold(leaf, |inner, _| tree(repo, &[("40000", b"d", &inner)]))
    }));
    made
}

/// What is no address that may be opened.
const SCHEMES: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vscode://x",
    "-rf",
    "--help",
    "/etc/passwd",
    "../../../etc/passwd",
    "\\\\server\\share",
    "mailto:a@b?attach=/etc/passwd",
    "ssh://-oProxyCommand=touch",
    "$(touch canary)",
    "`touch canary`",
    "; touch canary",
    "| touch canary",
    "\n touch canary",
    "ext::sh -c touch",
];

/// Two hundred and thirty-two pages, as somebody would write them who means harm.
fn pages(server: &PageServer) -> Vec<(String, Vec<u8>)> {
    let mut texts: Vec<Vec<u8>> = Vec::new();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut with = |field: &str, value: &str, body: &str| {
        texts.push(format!("---\nkind: bookmark\ntitle: canary\n{field}: {value}\n---\n\n{body}\n").into_bytes());
    };
    for url in notations(server) {
        with("url", &quoted(&url), "Why.");
        with("source", &quoted(&url), &format!("![x]({url}) <{url}> [y]({url})"));
    }
    for scheme in SCHEMES {
        with("url", &quoted(scheme), &format!("[x](<{scheme}>) [[{scheme}]] ![[{scheme}]]"));
        with("via", &quoted(scheme), scheme);
    }
    for hostile in hostile_texts() {
        with("tags", &format!("[{}]", quoted(&hostile)), &hostile);
        with("aliases", &quoted(&hostile), "words");
    }
    for bomb in [
        "[".repeat(15_000),
        "- ".repeat(7_000),
        "&a [*a, *a]".to_owned(),
        "!!python/object/apply:os.system ['touch canary']".to_owned(),
        "{<<: *a}".to_owned(),
        "x".repeat(100_000),
        "!<!x> y".to_owned(),
    ] {
        with("bomb", &bomb, "words");
    }
    let laughs: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1)).collect();
    texts.push(format!("---\na0: &a0 x\n{laughs}---\n").into_bytes());
    texts.push(b"\xff\xfe\x00\x00".to_vec());
    texts.push("> ".repeat(20_000).into_bytes());
    texts.push("[".repeat(20_000).into_bytes());
    texts.push(vec![b'a'; 2 << 20]);
    while texts.len() < 232 {
        let body =
            format!("---\nkind: journal\nid: 2026-11-21\ntitle: canary {}\n---\n\n- 09:00 not mine\n", texts.len());
        texts.push(body.into_bytes());
    }
    texts.truncate(232);
    let path = |number: usize| format!("bookmarks/tea/page-{number}.md");
    texts.into_iter().enumerate().map(|(number, text)| (path(number), text)).collect()
}

/// What a terminal would obey.
fn hostile_texts() -> Vec<String> {
    let controls = (0_u32..0x20).chain(0x7f..=0x9f).chain(0x202a..=0x202e).chain(0x2066..=0x2069);
    let controls = controls.filter_map(char::from_u32).filter(|char| !matches!(char, '\n' | '\t' | '\0'));
    controls.map(|char| format!("{char}7777mcanary")).collect()
}

/// Programs that note that they were started.
fn tripwires(home: &Path) -> PathBuf {
    let folder = home.join("tripwires");
    fs::create_dir_all(&folder).unwrap();
    for name in ["xdg-open", "wslview", "open", "editor", "vi", "sh-canary", "xclip", "git-remote-ext", "ssh"] {
        let file = folder.join(name);
        fs::write(&file, format!("#!/bin/sh\necho {name} \"$@\" >> '{}'\n", home.join("tripped").display())).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

#[test]
fn of_a_team_that_means_harm_nothing_is_fetched_opened_run_or_written_outside() {
    let server = intranet();
    let jo = Person::new("Jo");
    let repos = tempfile::tempdir().unwrap();
    let folder = tripwires(jo.sandbox.home());
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let riffle = |args: &[&str]| Ran::of(jo.command(args).env("PATH", &path).env("EDITOR", folder.join("editor")));
    let outside = listed(repos.path().parent().unwrap(), "escaped");
    let before = jo.sandbox.files();

    let hostile = repository(repos.path(), "pages", |repo| {
        let blobs: Vec<(String, String)> = pages(&server)
            .iter()
            .map(|(path, text)| (path.rsplit('/').next().unwrap().to_owned(), object(repo, "blob", text)))
            .collect();
        let mut entries: Vec<(&str, &[u8], &str)> =
            blobs.iter().map(|(name, id)| ("100644", name.as_bytes(), id.as_str())).collect();
        entries.sort_by_key(|(_, name, _)| *name);
        let tea = tree(repo, &entries);
        let bookmarks = tree(repo, &[("40000", b"tea", &tea)]);
        let readme =
            object(repo, "blob", b"# \x1b]0;canary\x07 <!-- riffle:index --> [x](javascript:alert(1)) \xc2\x9b7777m\n");
        let rules = object(
            repo,
            "blob",
            b"layout = \"../../{slug}.md\"\nlicense = \"\x1b[7777m\"\nids = 7\n[people]\n\"../x\" = 1\n",
        );
        tree(
            repo,
            &[("100644", b"README.md", &readme), ("40000", b"bookmarks", &bookmarks), ("100644", b"team.toml", &rules)],
        )
    });
    riffle(&["team", "add", &hostile, "--name", "pages"]);
    for (number, url) in trees(repos.path()).iter().enumerate() {
        riffle(&["team", "add", url, "--name", &format!("tree{number}")]);
    }
    let found = riffle(&["search", "in:team", "--path", "--limit", "1000"]).ok();
    let found: Vec<&str> = found.lines().collect();
    assert!(found.len() > 100, "{}", found.len());
    for page in found.iter().step_by(3) {
        riffle(&["adopt", page]);
        riffle(&["show", page]);
    }
    for args in
        [vec!["fetch", "--all"], vec!["team", "new"], vec!["list"], vec!["doctor"], vec!["team", "list"], vec!["sync"]]
    {
        riffle(&args);
    }

    assert_eq!(server.asked(), [""; 0]);
    assert!(!jo.sandbox.home().join("tripped").exists(), "{:?}", fs::read_to_string(jo.sandbox.home().join("tripped")));
    assert_eq!(listed(repos.path().parent().unwrap(), "escaped"), outside);
    assert_only_entries_came(&jo.sandbox, &before);
}

/// The names in a folder that have a word in them.
fn listed(folder: &Path, word: &str) -> BTreeSet<String> {
    let names = fs::read_dir(folder).unwrap().map(|item| item.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(word)).collect()
}

/// What is new in the store are plain files in its own folders, and none of mine has changed.
#[track_caller]
fn assert_only_entries_came(sandbox: &Sandbox, before: &[(String, Vec<u8>)]) {
    let mut odd = String::new();
    for (path, text) in sandbox.files() {
        match before.iter().find(|(known, _)| *known == path) {
            Some((_, was)) if *was == text || path.starts_with(".riffle/") => {}
            Some(_) => writeln!(odd, "changed: {path}").unwrap(),
            None => {
                let meta = sandbox.store.join(&path).symlink_metadata().unwrap();
                let is_own =
                    ["bookmarks/", "notes/", "nuggets/", ".riffle/"].iter().any(|folder| path.starts_with(folder));
                if !is_own || !meta.is_file() || meta.permissions().mode() & 0o111 != 0 {
                    writeln!(odd, "new: {path}").unwrap();
                }
            }
        }
    }
    assert!(odd.is_empty(), "{odd}");
}
