//! A site for people without git: what is in it, where it may lie, and that a real browser finds its way in it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::page_server::{PageServer, Reply};
use crate::support::{Person, Ran, Sandbox, Team};

const POT: &str = "---\nkind: nugget\ntitle: The pot\ndate: 2026-11-19\n---\n# The pot\n\n![pot](../../media/pot.png)\n\n## Use\n\nDaily.\n";
const TEA: &str = "---\nkind: nugget\ntitle: Green tea\ndate: 2026-11-20\ntags: [drink]\n---\n# Green tea\n\nAt 80 degrees, in [a pot](../tools/pot.md#use).\n";

/// A team with pages, a picture and a request, and somebody who has it.
fn team() -> (Team, Person) {
    let team = Team::founded();
    team.by_hand("Jo", "pages", |at| {
        let files: [(&str, &[u8]); 4] = [
            ("nuggets/tea/green.md", TEA.as_bytes()),
            ("nuggets/tools/pot.md", POT.as_bytes()),
            ("media/pot.png", b"\x89PNG"),
            ("requests/cups.md", b"---\nkind: request\ntitle: Which cups?\nfor: guests\n---\n# Which cups?\n"),
        ];
        for (path, bytes) in files {
            fs::create_dir_all(at.join(path).parent().unwrap()).unwrap();
            fs::write(at.join(path), bytes).unwrap();
        }
    });
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

fn site(person: &Person, of: &str) -> (PathBuf, Ran) {
    let out = person.sandbox.home().join("site");
    let ran = person.riffle(&["site", of, "--out", out.to_str().unwrap()]);
    (out, ran)
}

/// All files below a folder, by their names in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for item in fs::read_dir(at).unwrap().map(|item| item.unwrap().path()) {
            match item.is_dir() {
                true => folders.push(item),
                false => {
                    let name = item.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                    found.insert(name, fs::read(item).unwrap());
                }
            }
        }
    }
    found
}

/// The addresses in the pages of a site that lead to no file or heading of it.
pub(crate) fn dead_links(folder: &Path) -> Vec<String> {
    let all = files(folder);
    let mut dead = Vec::new();
    for (name, bytes) in all.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        let marks = ["href=\"", "src=\""];
        let found = marks.iter().flat_map(|mark| text.match_indices(mark).map(|(at, _)| &text[at + mark.len()..]));
        for address in found.map(|rest| rest.split('"').next().unwrap()).filter(|it| !it.contains(':')) {
            let (path, heading) = address.split_once('#').unwrap_or((address, ""));
            let base = url::Url::parse(&format!("file:///{name}")).unwrap();
            let to = base.join(path).unwrap();
            let to = percent_encoding::percent_decode_str(&to.path()[1..]).decode_utf8().unwrap().into_owned();
            let target = if path.is_empty() { name } else { &to };
            let has_heading = |bytes: &Vec<u8>| {
                let heading = percent_encoding::percent_decode_str(heading).decode_utf8().unwrap();
                heading.is_empty() || String::from_utf8_lossy(bytes).contains(&format!("id=\"{heading}\""))
            };
            if !all.get(target).is_some_and(has_heading) {
                dead.push(format!("{name}: {address}"));
            }
        }
    }
    dead
}

#[test]
fn a_team_becomes_pages_that_lead_to_each_other_and_are_brought_up_to_date() {
    let (team, ada) = team();

    let (out, ran) = site(&ada, "acme");
    assert!(ran.err.contains("What we know: 3 pages") && ran.err.contains("for the team"), "{ran:?}");
    assert_eq!(dead_links(&out), [""; 0]);
    let made = files(&out);
    assert_eq!(made["media/pot.png"], b"\x89PNG");
    let home = String::from_utf8_lossy(&made["index.html"]).into_owned();
    assert!(home.contains("nuggets/tea/green.html") && home.contains("Which cups?"), "{home}");
    assert_eq!(feed_rs::parser::parse(&made["feed.xml"][..]).unwrap().entries.len(), 2);

    let (_, again) = site(&ada, "acme");
    assert!(again.err.contains("0 files written, 0 removed"), "{again:?}");
    assert_eq!(files(&out), made, "the same pages are the same bytes");

    fs::write(out.join("CNAME"), "tea.example\n").unwrap();
    team.by_hand("Jo", "less", |at| fs::remove_file(at.join("nuggets/tools/pot.md")).unwrap());
    site(&ada, "acme").1.ok();
    let now = files(&out);
    assert!(!now.contains_key("nuggets/tools/pot.html") && now.contains_key("CNAME"), "{:?}", now.keys());
    assert_eq!(dead_links(&out), [""; 0]);
}

#[test]
fn a_site_goes_nowhere_but_into_a_folder_of_its_own() {
    let (_team, ada) = team();
    let home = ada.sandbox.home();
    let refused = |of: &str, out: &Path| {
        let ran = ada.riffle(&["site", of, "--out", out.to_str().unwrap()]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    };

    let taken = home.join("taken");
    fs::create_dir(&taken).unwrap();
    fs::write(taken.join("thesis.txt"), "mine\n").unwrap();
    refused("acme", &taken);
    refused("acme", &taken.join("thesis.txt"));
    symlink(&taken, home.join("way")).unwrap();
    refused("acme", &home.join("way"));
    assert_eq!(files(&taken).len(), 1);

    let (out, ran) = site(&ada, "acme");
    ran.ok();
    let outside = home.join("outside.html");
    fs::write(&outside, "mine\n").unwrap();
    for name in ["nuggets/tea/green.html", "index.html"] {
        fs::remove_file(out.join(name)).unwrap();
        symlink(&outside, out.join(name)).unwrap();
        refused("acme", &out);
        fs::remove_file(out.join(name)).unwrap();
    }
    fs::remove_dir_all(out.join("nuggets")).unwrap();
    symlink(&taken, out.join("nuggets")).unwrap();
    refused("acme", &out);
    assert_eq!((fs::read_to_string(&outside).unwrap().as_str(), files(&taken).len()), ("mine\n", 1));

    // A marker of somebody else leads to nothing that is outside.
    fs::remove_file(out.join("nuggets")).unwrap();
    fs::write(
        out.join(".riffle-site"),
        "riffle site 1\n../outside.html\n/etc/passwd\nmedia/../../outside.html\nold.html\n",
    )
    .unwrap();
    fs::write(out.join("old.html"), "old\n").unwrap();
    for name in files(&out).keys().filter(|name| !matches!(name.as_str(), ".riffle-site" | "old.html")) {
        fs::remove_file(out.join(name)).unwrap();
    }
    site(&ada, "acme").1.ok();
    assert!(outside.exists() && !out.join("old.html").exists());
}

#[test]
fn a_clone_becomes_a_site_without_a_store_and_a_store_does_not() {
    let (team, ada) = team();
    team.write("Jo", "nuggets/tea/mine.md", "---\nprivate: true\n---\n# Mine\n\nNot for others.\n");
    let home = Sandbox::bare();
    let (clone, out) = (home.home().join("clone"), home.home().join("site"));
    home.git_in(home.home(), &["clone", "-q", &team.url(), clone.to_str().unwrap()]).ok();
    let mut command = home.command(&["site", "./clone", "--out", "site"]);
    let ran = Ran::of(command.env_remove("RIFFLE_STORE").current_dir(home.home()));

    assert!(ran.code == Some(0) && ran.err.contains("left out: nuggets/tea/mine.md"), "{ran:?}");
    assert_eq!(dead_links(&out), [""; 0]);
    assert!(files(&out).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Not for others")));

    let store = ada.sandbox.home().join("store");
    let out = ada.sandbox.home().join("other");
    let ran = ada.riffle(&["site", &format!("{}/", store.display()), "--out", out.to_str().unwrap()]);
    assert!(ran.code == Some(2) && ran.err.contains("name a query") && !out.exists(), "{ran:?}");
}

/// What a browser has of a page once its scripts ran, and what it complained of.
fn browsed(home: &Sandbox, address: &str) -> Option<(String, String)> {
    let name = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
        std::env::var("PATH").is_ok_and(|path| path.split(':').any(|folder| Path::new(folder).join(name).is_file()))
    })?;
    let profile = format!("--user-data-dir={}", home.home().join("browser").display());
    let mut command = Command::new(name);
    command.env("HOME", home.home()).args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]);
    command.args([&profile, "--virtual-time-budget=4000", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);
    let ran = Ran::of(command.args(["--dump-dom", address]));
    let complaints: String = ran.err.lines().filter(|line| line.contains("CONSOLE")).collect();
    Some((ran.out, complaints))
}

#[test]
fn a_real_browser_searches_a_site_and_complains_of_nothing() {
    let (_team, ada) = team();
    let (out, ran) = site(&ada, "acme");
    ran.ok();
    let folder = out.clone();
    let server = PageServer::start(move |path| {
        let path = path.split('?').next().unwrap().trim_start_matches('/');
        let kind = match path.rsplit('.').next() {
            Some("html") => "text/html",
            Some("css") => "text/css",
            Some("js") => "text/javascript",
            Some("json") => "application/json",
            _ => "image/png",
        };
        fs::read(folder.join(path)).map_or_else(|_| Reply::status(404), |bytes| Reply::page(kind, &bytes))
    });
    let home = Sandbox::bare();
    let Some((found, complaints)) = browsed(&home, &server.url("/index.html?q=degrees")) else {
        eprintln!("SKIPPED: there is no Chromium on this machine, so no browser has seen the site");
        return;
    };

    assert_eq!(complaints, "");
    let results = found.split("id=\"found\"").nth(1).unwrap().split("</ol>").next().unwrap();
    assert!(results.contains(">Green tea</a>") && !results.contains("The pot"), "{results}");
    assert!(found.contains(">1 page</p>"), "{found}");
    let asked = server.asked();
    assert!(
        asked.iter().all(|path| out.join(path.split('?').next().unwrap().trim_start_matches('/')).is_file()),
        "{asked:?}"
    );

    let (page, complaints) = browsed(&home, &server.url("/nuggets/tools/pot.html")).unwrap();
    assert!(complaints.is_empty() && page.contains("id=\"use\""), "{complaints}{page}");
    // From a disk too, where nothing is fetched.
    let (found, complaints) = browsed(&home, &format!("file://{}?q=GREEN", out.join("index.html").display())).unwrap();
    assert!(complaints.is_empty() && found.contains(">1 page</p>"), "{complaints}{found}");
}
