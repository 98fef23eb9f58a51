//! Feeds from a real server: followed, fetched politely, read, kept; on several machines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::{PageServer, Reply, Sandbox};

const PAGE: &str = "<html><head><link rel='alternate' type='application/rss+xml' href='/feed.xml'></head></html>";

fn rss(items: &[(&str, &str, &str)]) -> String {
    let item = |(id, title, day): &(&str, &str, &str)| {
        format!(
            "<item><guid isPermaLink='false'>{id}</guid><title>{title}</title><link>https://example.org/{id}</link>\
             <pubDate>{day} Nov 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;About &lt;b&gt;folios&lt;/b&gt;&lt;/p&gt;</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!(
        "<rss version='2.0'><channel><title>LWN weekly</title><link>https://lwn.example/</link>{items}</channel></rss>"
    )
}

fn feed(items: &[(&str, &str, &str)]) -> Reply {
    Reply::page("application/rss+xml", rss(items).as_bytes())
}

fn site() -> PageServer {
    PageServer::start(|path| match path {
        "/feed.xml" => feed(&[("1", "The page cache", "20"), ("2", "git backfill", "19")]),
        "/" => Reply::html(PAGE),
        _ => Reply::status(404),
    })
}

/// The names of the unread items, newest first.
fn unread(sandbox: &Sandbox) -> Vec<String> {
    let items = sandbox.riffle(&["feeds", "items", "--json"]).json();
    items.iter().map(|item| item["item"].as_str().unwrap().to_owned()).collect()
}

fn at(sandbox: &Sandbox, now: &str, args: &[&str]) -> String {
    sandbox.riffle(&[&["--now", now], args].concat()).ok()
}

#[test]
fn a_site_is_followed_by_its_address_and_what_matters_becomes_a_bookmark_that_says_why() {
    let (sandbox, server) = (Sandbox::new(), site());

    let url = sandbox.riffle(&["feeds", "add", &server.url("/"), "--group", "People"]).ok();

    assert_eq!(url.trim(), server.url("/feed.xml"));
    let list = sandbox.riffle(&["feeds"]).ok();
    assert!(list.contains("People") && list.contains("2  LWN weekly"), "{list}");
    let items = unread(&sandbox);
    assert!(sandbox.riffle(&["search", "in:feeds", "folios"]).ok().contains("The page cache"));
    assert!(sandbox.riffle(&["search", "folios"]).out.is_empty(), "items are no entries");
    let path = sandbox.riffle(&["feeds", "keep", &items[0], "This is why CI is slow", "--tag", "git"]).ok();
    let text = sandbox.read(path.trim());
    assert!(text.contains("stage: seed\n") && text.contains("via: LWN weekly\n"), "{text}");
    assert!(text.contains("url: https://example.org/1\n") && text.ends_with("\nThis is why CI is slow\n"), "{text}");
    assert_eq!(unread(&sandbox), [items[1].clone()]);
    sandbox.riffle(&["feeds", "keep", &items[0]]).fails(2);
    assert!(sandbox.riffle(&["inbox"]).out.is_empty(), "nothing of it weighs on the inbox");
}

#[test]
fn following_is_an_act_that_undo_takes_back() {
    let (sandbox, server) = (Sandbox::new(), site());
    let before = sandbox.files();

    sandbox.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();
    sandbox.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();
    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.files(), before);
    assert!(sandbox.riffle(&["feeds"]).out.is_empty());
}

/// A server that counts who asks without saying what is here, and changes from day to day.
fn thirty_days() -> (PageServer, Arc<AtomicUsize>, Arc<Mutex<Vec<String>>>) {
    let (day, unconditional) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (today, asked) = (day.clone(), unconditional.clone());
    let server = PageServer::conditional(move |path, known| {
        let day = today.load(Ordering::Relaxed);
        if known.is_none() {
            asked.lock().unwrap().push(path.to_owned());
        }
        let whole = |status, headers: String, body: String| Reply::Whole { status, headers, body: body.into_bytes() };
        let tag = format!("\"{path}-{}\"", day / 7);
        let body = || rss(&[("new", &format!("Week {}", day / 7), "20"), ("old", "Old", "1")]);
        match path {
            "/moved" => whole(301, "Location: /busy\r\n".into(), String::new()),
            "/busy" if day == 3 => whole(429, "Retry-After: 180000\r\n".into(), String::new()),
            "/gone" if day > 10 => Reply::status(410),
            _ if known == Some(&tag) => whole(304, format!("ETag: {tag}\r\n"), String::new()),
            _ => whole(200, format!("ETag: {tag}\r\nContent-Type: application/xml\r\n"), body()),
        }
    });
    (server, day, unconditional)
}

#[test]
fn thirty_days_of_asking_are_polite() {
    let sandbox = Sandbox::new();
    let (server, day, unconditional) = thirty_days();
    for path in ["/plain", "/busy", "/gone"] {
        sandbox.riffle(&["feeds", "add", &server.url(path), "--title", path]).ok();
    }
    let first = unconditional.lock().unwrap().len();
    for days in 1..30_usize {
        day.store(days, Ordering::Relaxed);
        let (month, of_month) = if days < 9 { (11, 21 + days) } else { (12, days - 8) };
        for hour in ["06:00:00", "06:30:00", "18:00:00"] {
            at(&sandbox, &format!("2026-{month}-{of_month:02}T{hour}Z"), &["feeds", "fetch"]);
        }
    }

    assert_eq!(unconditional.lock().unwrap().len(), first, "none without a word about what is here");
    let asked = server.asked();
    let times = |path: &str| asked.iter().filter(|asked| *asked == path).count();
    assert_eq!(times("/plain"), 1 + 29 * 2, "not twice within the hour");
    assert_eq!(times("/gone"), 1 + 10 * 2 + 1, "not again once it is gone for good");
    assert!(times("/busy") < times("/plain") - 3, "not before its server wants to be asked: {}", times("/busy"));
    let list = sandbox.riffle(&["feeds"]).ok();
    assert!(list.contains("gone for good"), "{list}");
}

#[test]
fn a_feed_that_moved_for_good_is_asked_where_it_is() {
    let (sandbox, server) = (Sandbox::new(), thirty_days().0);

    let url = sandbox.riffle(&["feeds", "add", &server.url("/moved")]).ok();

    assert_eq!(url.trim(), server.url("/busy"));
}

#[test]
fn what_is_read_on_one_machine_is_read_on_the_other() {
    let server = site();
    let (one, other) = (Sandbox::new(), Sandbox::bare());
    let remote = one.home().join("remote.git");
    one.git_in(one.home(), &["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    one.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    one.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();
    let items = unread(&one);
    one.riffle(&["feeds", "read", &items[0]]).ok();
    one.riffle(&["feeds", "star", &items[1]]).ok();
    one.riffle(&["sync"]).ok();

    other.riffle(&["clone", remote.to_str().unwrap(), other.store.to_str().unwrap()]).ok();
    other.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();
    assert_eq!(unread(&other), [items[1].clone()]);
    assert!(other.riffle(&["feeds", "items", "--starred"]).ok().contains(&items[1]));
    at(&other, "2026-11-21T12:00:00Z", &["feeds", "unread", &items[0]]);
    at(&other, "2026-11-21T12:00:00Z", &["sync"]);
    at(&one, "2026-11-21T12:01:00Z", &["sync"]);

    assert_eq!(unread(&one), items);
}

#[test]
fn two_machines_that_follow_at_once_follow_all_of_both() {
    let server = PageServer::start(|_| feed(&[("1", "One", "20")]));
    let (one, other) = (Sandbox::new(), Sandbox::bare());
    let remote = one.home().join("remote.git");
    one.git_in(one.home(), &["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    one.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    one.riffle(&["feeds", "add", &server.url("/common")]).ok();
    one.riffle(&["sync"]).ok();
    other.riffle(&["clone", remote.to_str().unwrap(), other.store.to_str().unwrap()]).ok();

    one.riffle(&["feeds", "add", &server.url("/a"), &server.url("/b")]).ok();
    other.riffle(&["feeds", "add", &server.url("/b"), &server.url("/c")]).ok();
    other.riffle(&["feeds", "remove", &server.url("/common")]).ok();
    for machine in [&one, &other, &one] {
        machine.riffle(&["sync"]).ok();
    }

    for machine in [&one, &other] {
        let list = machine.read("feeds.opml");
        let follows = |path: &str| list.matches(&format!("xmlUrl=\"{}\"", server.url(path))).count();
        assert_eq!(["/a", "/b", "/c", "/common"].map(follows), [1, 1, 1, 0], "{list}");
        assert!(machine.riffle(&["conflicts"]).out.is_empty());
    }
}

#[test]
fn lists_of_other_programs_come_in_as_one_act_and_go_out_again() {
    let sandbox = Sandbox::new();
    sandbox.write("../urls", "https://a.example/feed \"Deep tech\" \"~A\"\nexec:rm -rf /\nhttps://b.example/feed\n");
    let urls = sandbox.store.join("../urls");

    let told = sandbox.riffle(&["feeds", "import", urls.to_str().unwrap()]);
    assert!(told.err.contains(":2: left out: it would start a program"), "{}", told.err);
    let again = sandbox.riffle(&["feeds", "import", urls.to_str().unwrap()]);
    assert!(again.err.contains("0 sources new, 2 followed before"), "{}", again.err);
    for format in ["opml", "newsboat", "json"] {
        let list = sandbox.riffle(&["feeds", "export", "--as", format]).ok();
        let other = Sandbox::new();
        other.pipe(&["feeds", "import", "-"], list.as_bytes()).ok();
        assert_eq!(other.riffle(&["feeds"]).ok(), sandbox.riffle(&["feeds"]).ok(), "{format}");
    }
    sandbox.riffle(&["undo"]).ok();
    assert!(sandbox.riffle(&["feeds"]).out.is_empty());
}

#[test]
fn an_address_that_nobody_typed_does_not_reach_this_machine() {
    let (sandbox, server) = (Sandbox::new(), site());
    let list = format!("<opml><body><outline xmlUrl='{}'/></body></opml>", server.url("/feed.xml"));
    sandbox.pipe(&["feeds", "import", "-"], list.as_bytes()).ok();

    let told = sandbox.riffle(&["feeds", "fetch"]).ok();

    assert!(told.contains("private network"), "{told}");
    assert!(server.asked().is_empty());
}

#[test]
fn rules_mute_star_and_say_so() {
    let (sandbox, server) = (Sandbox::new(), site());
    sandbox.riffle(&["feeds", "rules", "add", "mute", "backfill"]).ok();
    sandbox.riffle(&["feeds", "rules", "add", "star", "--source", "lwn"]).ok();

    sandbox.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();

    let items = unread(&sandbox);
    assert_eq!(items.len(), 1);
    let shown = sandbox.riffle(&["feeds", "show", &items[0]]).ok();
    assert!(shown.contains("from LWN weekly, in Feeds") && shown.contains("rule: star from lwn"), "{shown}");
    sandbox.riffle(&["feeds", "rules", "remove", "1"]).ok();
    assert!(!sandbox.read("feeds.toml").contains("backfill"));
}

#[test]
fn a_search_over_items_is_a_source_of_its_own() {
    let (sandbox, server) = (Sandbox::new(), site());
    sandbox.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();

    sandbox.riffle(&["feeds", "add", "search:backfill", "--group", "Saved searches"]).ok();

    let items = sandbox.riffle(&["feeds", "items", "--source", "search:backfill"]).ok();
    assert!(items.contains("git backfill") && !items.contains("page cache"), "{items}");
    assert!(sandbox.riffle(&["feeds"]).ok().contains("1  backfill"));
}

#[test]
fn hostile_feeds_get_nowhere_and_are_told_in_a_line() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]><rss version='2.0'><channel><item><title>\u{1b}]52;c;x\u{7}&a;</title><link>javascript:x</link></item></channel></rss>";
    let server = PageServer::start(move |path| match path {
        "/bomb" => Reply::page("application/xml", bomb.as_bytes()),
        "/page" => Reply::html("<html><body>nothing here</body></html>"),
        "/endless" => Reply::Endless { headers: String::new(), part: vec![b'<'; 4096] },
        "/broken" => Reply::BrokenOff,
        _ => Reply::status(404),
    });
    let sandbox = Sandbox::new();

    sandbox.riffle(&["feeds", "add", &server.url("/bomb")]).ok();
    let items = sandbox.riffle(&["feeds", "items"]).ok();
    assert!(!items.contains('\u{1b}') && !items.contains("aaaaaaaaaa"), "{items:?}");
    for (path, words) in [("/page", "no feed was found"), ("/endless", "larger than 10 MB"), ("/broken", "broke off")] {
        let told = sandbox.riffle(&["feeds", "add", &server.url(path)]);
        assert!(told.code != Some(0) && told.err.contains(words), "{path}: {}", told.err);
        assert_eq!(sandbox.riffle(&["feeds", "--json"]).json().len(), 1);
    }
}

#[test]
fn a_mail_on_standard_input_becomes_a_note_and_its_addresses_stay_guarded() {
    let (sandbox, server) = (Sandbox::new(), site());
    let mail = "From: Jo <jo@example.org>\r\nSubject: The three steps\r\nContent-Type: text/plain\r\n\r\nAdd, trust both, remove.\r\n";
    let path = sandbox.pipe(&["capture", "--mail", "-t", "tls"], mail.as_bytes()).ok();
    let text = sandbox.read(path.trim());
    assert!(text.contains("title: The three steps\n") && text.contains("via: Jo <jo@example.org>\n"), "{text}");
    assert!(text.ends_with("\nAdd, trust both, remove.\n"), "{text}");

    let link = format!("From: Jo <jo@example.org>\nSubject: look\n\n{}\n", server.url("/"));
    sandbox.pipe(&["capture", "--mail"], link.as_bytes()).ok();
    sandbox.riffle(&["fetch"]).ok();

    assert!(server.asked().is_empty(), "nobody typed that address here");
    sandbox.pipe(&["capture", "--mail"], b"no mail at all").fails(2);
}

#[test]
fn newsboat_keeps_an_item_by_the_script_that_the_page_shows() {
    let sandbox = Sandbox::new();
    let page = include_str!("../../docs/feeds.md");
    let script = page.split("```sh\n#!/bin/sh\n").nth(1).unwrap().split("```").next().unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_riffle")).parent().unwrap().to_str().unwrap();
    let mut command = std::process::Command::new("sh");
    command.env_clear().envs(sandbox.environment()).current_dir(sandbox.home());
    command.env("PATH", format!("{program}:{}", std::env::var("PATH").unwrap()));
    let arguments = ["https://example.org/a?b=1&c=2", "A \"title\"", "Why; it $matters", "LWN weekly"];

    let kept = crate::support::Ran::of(command.args(["-c", script, "keep"]).args(arguments)).ok();

    assert_eq!(kept, "", "newsboat takes what is printed for an error");
    let entry = sandbox.riffle(&["list", "kind:bookmark", "--json"]).json().remove(0);
    let text = sandbox.read(entry["path"].as_str().unwrap());
    assert!(text.contains("via: LWN weekly\n") && text.contains("https://example.org/a?b=1&c=2"), "{text}");
    assert!(text.contains("Why; it $matters"), "{text}");
}

#[test]
fn the_whole_text_of_what_a_feed_begins_is_fetched_where_that_is_wanted() {
    let words =
        "This is the whole text of the page, which says a good deal more than its feed does, as pages do. ".repeat(9);
    let is_full = Arc::new(AtomicUsize::new(0));
    let has_items = is_full.clone();
    // As a proxy it plays the whole web.
    let server = PageServer::start(move |path| {
        match (path, has_items.load(Ordering::Relaxed)) {
        (page, _) if page.ends_with("/page") => {
            Reply::html(&format!("<html><body><article><h1>Tea</h1><p>{words}</p><p>{words}</p></article></body></html>"))
        }
        (_, 0) => Reply::page("application/xml", b"<rss version='2.0'><channel><title>Tea</title></channel></rss>"),
        _ => Reply::page("application/xml", b"<rss version='2.0'><channel><title>Tea</title><item><title>One</title><link>http://example.org/page</link><description>Only the beginning</description></item></channel></rss>"),
    }
    });
    let sandbox = Sandbox::new();
    let riffle = |args: &[&str]| {
        let mut command = sandbox.command(args);
        command.env("http_proxy", server.url("")).env("HTTP_PROXY", server.url(""));
        crate::support::Ran::of(&mut command).ok()
    };
    let feed = "http://example.org/feed";
    riffle(&["feeds", "add", feed]);
    riffle(&["feeds", "set", feed, "--full", "yes", "--group", "Deep", "--title", "Leaves"]);
    is_full.store(1, Ordering::Relaxed);

    riffle(&["feeds", "fetch", "--all"]);

    let item = &unread(&sandbox)[0];
    assert!(riffle(&["feeds", "show", item]).contains("says a good deal more"));
    assert!(riffle(&["search", "in:feeds", "deal"]).contains("One"));
    let list = sandbox.riffle(&["feeds", "--json"]).json().remove(0);
    assert_eq!(
        (list["full"].as_bool(), list["group"].as_str(), list["title"].as_str()),
        (Some(true), Some("Deep"), Some("Leaves"))
    );
}

#[test]
fn the_rule_that_is_listed_under_a_number_is_the_one_that_goes() {
    let sandbox = Sandbox::new();
    let text = "# each begins with [[rule]]\n[[rule]]\ndo = \"mute\"\nwords = [\"one\"]\n\n[[rule]]\ndo = \"explode\"\n\n# about three\n\
                [[rule]]\ndo = \"star\"\nwords = [\"three\"]\n";
    sandbox.write("feeds.toml", text);

    sandbox.riffle(&["feeds", "rules", "remove", "2"]).ok();

    assert_eq!(sandbox.read("feeds.toml"), text.replace("[[rule]]\ndo = \"star\"\nwords = [\"three\"]\n", ""));
    sandbox.riffle(&["feeds", "rules", "remove", "2"]).fails(2);
}

#[test]
fn a_source_that_goes_takes_none_with_it_that_stands_within_it() {
    let sandbox = Sandbox::new();
    let list = "<opml><body>\n<outline text='P' xmlUrl='https://p.example/f'><!-- c --><outline text='Child' xmlUrl='https://c.example/f'/></outline>\n</body></opml>\n";
    sandbox.write("feeds.opml", list);

    sandbox.riffle(&["feeds", "set", "https://p.example/f", "--group", "Moved"]).ok();
    assert_eq!(sandbox.riffle(&["feeds", "--json"]).json().len(), 2);
    sandbox.riffle(&["feeds", "remove", "https://p.example/f"]).ok();

    assert!(sandbox.read("feeds.opml").contains("c.example") && sandbox.read("feeds.opml").contains("<!-- c -->"));
}

#[test]
fn a_file_that_nobody_typed_here_is_not_read() {
    let sandbox = Sandbox::new();
    let file = sandbox.home().join("local.xml");
    std::fs::write(&file, rss(&[("1", "Local", "20")])).unwrap();
    sandbox.write("feeds.opml", format!("<opml><body><outline xmlUrl='file://{}'/></body></opml>", file.display()));

    let told = sandbox.riffle(&["feeds", "fetch", "--all"]).ok();
    assert!(told.contains("only files you name yourself"), "{told}");
    sandbox.riffle(&["feeds", "add", file.to_str().unwrap()]).ok();

    assert_eq!(unread(&sandbox).len(), 1);
}

#[test]
fn a_damaged_cache_is_made_anew_and_an_item_is_kept_once() {
    let (sandbox, server) = (Sandbox::new(), site());
    sandbox.riffle(&["feeds", "add", &server.url("/feed.xml")]).ok();
    let items = unread(&sandbox);
    sandbox.riffle(&["feeds", "keep", &items[0]]).ok();
    let cache = find(sandbox.home(), "items.db");
    let mut bytes = std::fs::read(&cache).unwrap();
    bytes.iter_mut().skip(5000).for_each(|byte| *byte = 0xa5);
    for ending in ["-wal", "-shm"] {
        std::fs::remove_file(format!("{}{ending}", cache.display())).ok();
    }
    std::fs::write(&cache, bytes).unwrap();

    sandbox.riffle(&["feeds", "fetch", "--all"]);
    sandbox.riffle(&["feeds", "fetch", "--all"]).ok();

    assert_eq!(sandbox.riffle(&["feeds", "items", "--all", "--json"]).json().len(), 2);
    let told = sandbox.riffle(&["feeds", "keep", &items[0]]).fails(2);
    assert!(told.contains("kept already"), "{told}");
}

fn find(folder: &std::path::Path, name: &str) -> std::path::PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.file_name() == name {
                return entry.path();
            }
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    panic!("no {name}")
}

#[test]
fn what_cannot_be_read_is_not_changed_and_says_so() {
    let sandbox = Sandbox::new();
    let broken = "[[rule]\ndo = \"mute\"\n";
    sandbox.write("feeds.toml", broken);
    let refused = sandbox.riffle(&["feeds", "rules", "add", "mute", "ads"]).fails(2);
    assert!(refused.contains("feeds.toml:1: "), "{refused}");
    assert_eq!(sandbox.read("feeds.toml"), broken);

    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline text='Caf\xe9' xmlUrl='https://c.example/f'/></body></opml>";
    std::fs::write(sandbox.store.join("feeds.opml"), latin).unwrap();
    let refused = sandbox.riffle(&["feeds", "set", "https://c.example/f", "--group", "Moved"]).fails(2);
    assert!(refused.contains("feeds.opml is not UTF-8"), "{refused}");
    assert_eq!(std::fs::read(sandbox.store.join("feeds.opml")).unwrap(), latin);
}

#[test]
fn of_a_list_that_one_machine_broke_the_good_one_is_followed_and_both_are_told() {
    for is_broken_here in [true, false] {
        let server = PageServer::start(|_| feed(&[("1", "One", "20")]));
        let (one, other) = (Sandbox::new(), Sandbox::bare());
        let remote = one.home().join("remote.git");
        one.git_in(one.home(), &["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
        one.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        one.riffle(&["feeds", "add", &server.url("/common")]).ok();
        one.riffle(&["sync"]).ok();
        other.riffle(&["clone", remote.to_str().unwrap(), other.store.to_str().unwrap()]).ok();
        let (breaks, adds) = if is_broken_here { (&one, &other) } else { (&other, &one) };
        let whole = breaks.read("feeds.opml");
        breaks.write("feeds.opml", whole.replace("</body>", "").replace("/common\"", "/common"));
        adds.riffle(&["feeds", "add", &server.url("/added")]).ok();
        for machine in [&one, &other, &one] {
            machine.riffle(&["sync"]).ok();
        }

        for machine in [&one, &other] {
            assert_eq!(machine.riffle(&["feeds", "--json"]).json().len(), 2);
            assert!(machine.riffle(&["conflicts"]).ok().contains("feeds.opml"));
        }
    }
}
