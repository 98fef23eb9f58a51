//! Nothing private leaves: a store full of canaries, of which none is found in what would be published.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use riffle::entry::link::{self, Link};
use riffle::entry::{Entry, EntryPath};
use riffle::ops::{fresh, share};
use riffle::team::publish::attachment::attachment;
use riffle::team::publish::message::Message;
use riffle::team::publish::{Attached, LinkTarget, Order, build};
use riffle::team::read::Rules;

use crate::support::canaries::{self, OPEN_WORDS, Planted};
use crate::support::{Person, Team, workspace};

/// Everything that the publication of one open entry would send.
fn sent(files: &HashMap<&str, &[u8]>, path: &str, title: &str, rules: &Rules) -> Vec<u8> {
    let entry = Entry::parse(EntryPath::new(path).unwrap(), files[path], &[]);
    let target_of = |link: &Link| {
        let inside = link::inside(entry.path.folder(), &link.target).unwrap_or_default();
        match files.get(inside.as_str()) {
            Some(bytes) if inside.ends_with(".jpg") => {
                let name = attachment(&inside, bytes).unwrap().name;
                LinkTarget::Attachment(Attached { from: inside, to: format!("media/{name}") })
            }
            Some(_) | None => LinkTarget::Private,
        }
    };
    let order = Order {
        entry: &entry,
        rules,
        id: &entry.id.to_string(),
        without_tags: &["secret".to_owned()],
        origin: None,
        is_person: &|_| false,
        target_of: &target_of,
    };
    let built = build(&order).unwrap_or_else(|refusal| panic!("{path}: {refusal}"));
    let page = built.page("nuggets/git/open-idea.md", NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
    assert!(page.text.contains(OPEN_WORDS) && page.text.contains(title), "{}", page.text);
    assert_eq!(page.attachments.len(), 1, "the picture goes along");
    let derived_from = entry.said("derived_from");
    let message = Message { act: "nugget", title: &page.title, id: order.id, derived_from: &derived_from, more: &[] };
    let mut bytes = format!("{}\n{}\n{}\n{}", page.path, page.title, page.text, message.text()).into_bytes();
    for file in &page.attachments {
        bytes.extend(file.to.bytes());
        bytes.extend(attachment(&file.from, files[file.from.as_str()]).unwrap().bytes);
    }
    bytes
}

/// The canaries anywhere in what would be sent, within longer words too.
fn found(store: &Planted, sent: &[u8]) -> Vec<String> {
    let sent = sent.to_ascii_lowercase();
    let lengths: HashSet<usize> = store.canaries.iter().map(String::len).collect();
    let windows: HashSet<&[u8]> = lengths.into_iter().flat_map(|length| sent.windows(length)).collect();
    store.canaries.iter().filter(|canary| windows.contains(canary.as_bytes())).cloned().collect()
}

#[test]
fn no_canary_of_a_thousand_entries_is_in_any_page_message_or_picture() {
    let store = canaries::store(1_000, 26);
    assert_eq!((store.canaries.len(), store.open.len()), (10_000, 360));
    let files: HashMap<&str, &[u8]> =
        store.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let rules = [Rules::default(), Rules { style: riffle::team::read::rules::Style::Plain, ..Rules::default() }];

    let mut all = Vec::new();
    for (at, (path, title)) in store.open.iter().enumerate() {
        let sent = sent(&files, path, title, &rules[at % 2]);
        assert!(!String::from_utf8_lossy(&sent).contains("cnry"), "{path}: {}", String::from_utf8_lossy(&sent));
        all.extend(sent);
    }

    assert_eq!(found(&store, &all), Vec::<String>::new());
    all.extend(store.canaries[7].bytes());
    assert_eq!(found(&store, &all), [store.canaries[7].clone()], "one that is there is seen");
}

/// Everything that a team's repository holds: objects of all sorts with their contents, refs and logs.
fn everything(team: &Team) -> Vec<u8> {
    let mut git = std::process::Command::new("git");
    git.arg("-C").arg(team.path()).args(["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
    let mut all = git.output().unwrap().stdout;
    for file in ["packed-refs", "HEAD", "logs/HEAD", "logs/refs/heads/main"] {
        all.extend(std::fs::read(team.path().join(file)).unwrap_or_default());
    }
    all.extend(team.git(&["for-each-ref"]).ok().bytes());
    all
}

#[test]
fn three_hundred_publications_leave_no_canary_in_anything_that_the_team_has() {
    let (team, ada) = (Team::founded_in_memory(), Person::in_memory("Ada"));
    let store = canaries::store(1_000, 27);
    // An earlier version of everything, which the store's history keeps.
    for (path, bytes) in &store.files {
        ada.sandbox.write(path, [bytes.as_slice(), b"\ncnry-of-history\n"].concat());
    }
    ada.riffle(&["sync"]);
    ada.sandbox.git(&["add", "-A"]).ok();
    ada.sandbox.git(&["commit", "-q", "--allow-empty", "-m", "before: cnry-in-a-message"]).ok();
    store.files.iter().for_each(|(path, bytes)| ada.sandbox.write(path, bytes));
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let mut workspace = workspace(&ada.sandbox);
    workspace.config.private_tags = vec!["secret".into()];
    fresh::catch_up(&workspace, &mut |_| true).unwrap();

    for at in 0..300 {
        let (path, title) = &store.open[at * 7 % store.open.len()];
        let mut order = share::Order {
            entry: Some(EntryPath::new(path.as_str()).unwrap()),
            team: "acme".into(),
            ..Default::default()
        };
        let preview = share::prepare(&workspace, &order).unwrap();
        order.allowed = preview.blocking().map(|it| it.key.clone()).collect();
        let agreed = share::Agreed { order: &order, route: share::Route::Main, page: &preview.text };
        let published = share::publish(&workspace, &agreed).unwrap();
        assert_eq!(&published.title, title);
    }

    let all = everything(&team);
    let at = all.windows(4).position(|bytes| bytes.eq_ignore_ascii_case(b"cnry"));
    let around =
        at.map(|at| String::from_utf8_lossy(&all[at.saturating_sub(200)..(at + 60).min(all.len())]).into_owned());
    assert_eq!(around, None);
    let pages = team.files().iter().filter(|file| file.starts_with("nuggets/")).count();
    assert_eq!(pages, 300);
    assert!(String::from_utf8_lossy(&all).contains(OPEN_WORDS), "what may leave is seen");
}

#[test]
fn questions_words_on_them_and_thanks_leave_no_canary_either() {
    let (team, ada) = (Team::founded_in_memory(), Person::in_memory("Ada"));
    let store = canaries::store(200, 28);
    store.files.iter().for_each(|(path, bytes)| ada.sandbox.write(path, bytes));
    team.write("Jo", "nuggets/git/page.md", "# Page\n\nWords.\n");
    team.write("Jo", "requests/asked.md", "# Asked\n");
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let mut workspace = workspace(&ada.sandbox);
    workspace.config.private_tags = vec!["secret".into()];
    fresh::catch_up(&workspace, &mut |_| true).unwrap();
    let bodies = store.files.iter().filter(|(path, _)| store.open.iter().any(|(open, _)| open == path));
    let bodies: Vec<String> = bodies.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    // Half of a passage is marked by nothing, and a reference without what it refers to is no link.
    let count = |piece: &str, mark: &str| piece.matches(mark).count();
    let is_whole = |piece: &&str| {
        !piece.starts_with('[')
            && count(piece, "<!--") == count(piece, "-->")
            && count(piece, "][") == 0
            && count(piece, "%%").is_multiple_of(2)
            && count(piece, "```").is_multiple_of(2)
            && count(piece, "<!-- private") == count(piece, "<!-- /private")
    };
    let pieces: Vec<&str> = bodies.iter().flat_map(|body| body.split("\n\n").skip(1)).filter(is_whole).collect();

    let (mut sent, mut refused) = (0, 0);
    for (at, piece) in pieces.iter().enumerate().take(120) {
        let said = format!("Nr {at} {piece}");
        let act = match at % 4 {
            0 => share::Act::Ask(share::Question { title: said, ..Default::default() }),
            1 => share::Act::Ask(share::Question { title: format!("Nr {at}"), why: Some(said), ..Default::default() }),
            2 => share::Act::Request { path: "requests/asked.md".into(), act: share::RequestAct::Reply(said) },
            _ => share::Act::Thank(share::Gratitude {
                page: Some("nuggets/git/page.md".into()),
                whom: None,
                words: said,
            }),
        };
        let mut contribution = share::Contribution { team: "acme".into(), act, allowed: Vec::new() };
        let Ok(preview) = share::prepare_contribution(&workspace, &contribution) else {
            refused += 1;
            continue;
        };
        contribution.allowed = preview.blocking().map(|it| it.key.clone()).collect();
        let agreed = share::AgreedWords { contribution: &contribution, words: &preview.words };
        share::contribute(&workspace, &agreed).unwrap();
        sent += 1;
    }

    let all = everything(&team);
    let at = all.windows(4).position(|bytes| bytes.eq_ignore_ascii_case(b"cnry"));
    let around =
        at.map(|at| String::from_utf8_lossy(&all[at.saturating_sub(200)..(at + 60).min(all.len())]).into_owned());
    assert_eq!(around, None);
    assert!(sent > 80, "{sent} were sent, {refused} refused");
    assert_eq!(found(&store, &all), Vec::<String>::new());
}

/// All that lies below a folder, names and contents.
fn below(folder: &std::path::Path) -> Vec<u8> {
    let (mut all, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for item in std::fs::read_dir(at).unwrap().map(|item| item.unwrap().path()) {
            all.extend(item.to_string_lossy().bytes());
            match item.is_dir() {
                true => folders.push(item),
                false => all.extend(std::fs::read(item).unwrap()),
            }
        }
    }
    all
}

#[test]
fn a_digest_a_site_and_feeds_have_no_canary_either() {
    let (team, ada) = (Team::founded_in_memory(), Person::in_memory("Ada"));
    let toml = team.read(".riffle/team.toml");
    team.write("Jo", ".riffle/team.toml", &format!("feeds = true\nweb = \"https://git.example/acme/\"\n{toml}"));
    let store = canaries::store(200, 29);
    store.files.iter().for_each(|(path, bytes)| ada.sandbox.write(path, bytes));
    ada.sandbox.configure("private_tags = [\"secret\"]\n");
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let mut workspace = workspace(&ada.sandbox);
    workspace.config.private_tags = vec!["secret".into()];
    fresh::catch_up(&workspace, &mut |_| true).unwrap();
    for (path, _) in store.open.iter().take(40) {
        let entry = Some(EntryPath::new(path.as_str()).unwrap());
        let mut order = share::Order { entry, team: "acme".into(), ..Default::default() };
        let preview = share::prepare(&workspace, &order).unwrap();
        order.allowed = preview.blocking().map(|it| it.key.clone()).collect();
        let agreed = share::Agreed { order: &order, route: share::Route::Main, page: &preview.text };
        share::publish(&workspace, &agreed).unwrap();
    }

    let home = ada.sandbox.home();
    let (of_team, own, clone) = (home.join("of-team"), home.join("own"), home.join("clone"));
    ada.riffle(&["site", "acme", "--out", of_team.to_str().unwrap()]).ok();
    ada.riffle(&["site", "", "--out", own.to_str().unwrap()]).ok();
    ada.riffle(&["digest", "acme", "--publish", "--yes"]).ok();
    ada.sandbox.git_in(home, &["clone", "-q", &team.url(), clone.to_str().unwrap()]).ok();
    ada.riffle(&["check", clone.to_str().unwrap(), "--fix"]);
    let mut all = [below(&of_team), below(&own), everything(&team)].concat();
    for file in ["feed.xml", "feed.json"] {
        all.extend(std::fs::read(clone.join(file)).unwrap());
    }
    for format in ["md", "html", "json"] {
        all.extend(ada.riffle(&["digest", "acme", "--format", format]).ok().bytes());
    }

    let at = all.windows(4).position(|bytes| bytes.eq_ignore_ascii_case(b"cnry"));
    let around =
        at.map(|at| String::from_utf8_lossy(&all[at.saturating_sub(200)..(at + 60).min(all.len())]).into_owned());
    assert_eq!(around, None);
    assert_eq!(found(&store, &all), Vec::<String>::new());
    assert!(String::from_utf8_lossy(&below(&own)).contains(OPEN_WORDS), "what may leave is seen");
}
