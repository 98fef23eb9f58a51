//! Whether the addresses of bookmarks still lead to what was kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{PageServer, Reply, Sandbox};

fn page(words: &str) -> Reply {
    Reply::html(&format!(
        "<html><head><title>About {words}</title></head><body><article><h1>About {words}</h1><p>This page says a good deal about {words}, in a \
         sentence that is long enough for a reader, and then it says that {words} is older than most people think it is.</p>\
         <p>There is more to it, as there always is, and whoever wants to know should look for the book about {words}.</p></article></body></html>"
    ))
}

/// A server whose pages are other ones later.
fn server() -> (PageServer, Arc<AtomicBool>) {
    let later = Arc::new(AtomicBool::new(false));
    let is_later = later.clone();
    let server = PageServer::start(move |path| match (path, is_later.load(Ordering::Relaxed)) {
        ("/gone", true) => Reply::status(410),
        ("/old", true) => Reply::Whole { status: 301, headers: "Location: /new\r\n".into(), body: Vec::new() },
        ("/edited", true) => page("coffee"),
        ("/busy", true) => Reply::status(503),
        _ => page("tea"),
    });
    (server, later)
}

fn kept(sandbox: &Sandbox, server: &PageServer) -> Vec<String> {
    let keep = |path: &&str| {
        let quote = "tea is older than most people think it is";
        let made = sandbox.riffle(&["bookmark", &server.url(path), "--title", &path[1..], "--quote", quote]).ok();
        made.trim().to_owned()
    };
    ["/gone", "/old", "/edited", "/busy", "/same"].iter().map(keep).collect()
}

#[test]
fn dead_moved_and_changed_pages_are_marked_and_found_and_one_act_takes_that_back() {
    let (sandbox, (server, later)) = (Sandbox::new(), server());
    let paths = kept(&sandbox, &server);
    let before = sandbox.files();
    later.store(true, Ordering::Relaxed);

    let told = sandbox.riffle(&["links", "check"]).ok();

    assert!(told.contains("web.archive.org") && told.contains("unsure"), "{told}");
    assert!(told.contains("not there any more: tea is older than most people think it is"), "{told}");
    for (state, path) in [("dead", &paths[0]), ("moved", &paths[1]), ("changed", &paths[2])] {
        assert_eq!(sandbox.riffle(&["list", &format!("is:{state}"), "--path"]).ok().trim(), path, "{state}");
    }
    let pages = sandbox.files().into_iter().filter(|(path, _)| path.starts_with("pages/")).count();
    assert_eq!(pages, 6, "both texts of the page that changed are kept");
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), before);
}

#[test]
fn what_was_visited_is_left_alone_for_a_week_and_what_failed_is_not() {
    let (sandbox, (server, later)) = (Sandbox::new(), server());
    kept(&sandbox, &server);
    later.store(true, Ordering::Relaxed);
    sandbox.riffle(&["links", "check"]).ok();
    let first = server.asked().len();

    sandbox.riffle(&["links", "check"]).ok();
    assert_eq!(server.asked()[first..], ["/busy"]);
    sandbox.riffle(&["--now", "2026-12-01T10:00:00Z", "links", "check"]).ok();

    assert_eq!(server.asked().len(), first + 1 + 6, "all five, and where one moved to");
}

#[test]
fn a_moved_address_is_written_anew_when_that_is_said() {
    let (sandbox, (server, later)) = (Sandbox::new(), server());
    let paths = kept(&sandbox, &server);
    later.store(true, Ordering::Relaxed);
    sandbox.riffle(&["links", "check"]).ok();

    sandbox.riffle(&["links", "follow", &paths[1]]).ok();

    let text = sandbox.read(&paths[1]);
    assert!(text.contains(&format!("url: {}", server.url("/new"))) && !text.contains("page_moved"), "{text}");
    assert!(sandbox.riffle(&["list", "is:moved"]).out.is_empty());
    sandbox.riffle(&["links", "follow", &paths[0]]).fails(2);
}
