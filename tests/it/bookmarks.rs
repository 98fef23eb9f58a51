//! Bookmarks: pages from a real server, kept, found and merged.

use crate::support::{PageServer, Reply, Sandbox};

const PAGE: &str = "<!doctype html><html lang='en'><head><title>Partial Clone</title>\
    <meta name='description' content='How to have less'></head><body><article><h1>Partial Clone</h1>\
    <p>The partial clone feature lets git work without a whole copy of the repository, and objects that are missing are \
    asked for when they are needed, from what the manual calls a promisor remote, which has promised to have them.</p>\
    <p>It is meant for repositories that are too large for a laptop, where most of the history and most of the files are \
    never looked at by the person who works on one corner of it, and who would rather not wait for all the rest.</p>\
    </article></body></html>";

fn server() -> PageServer {
    PageServer::start(|path| match path {
        "/gone" => Reply::status(404),
        _ => Reply::html(PAGE),
    })
}

fn tree(sandbox: &Sandbox) -> String {
    sandbox.git(&["rev-parse", "HEAD^{tree}"]).out
}

#[test]
fn a_bookmark_is_read_and_found_after_its_page_is_gone() {
    let sandbox = Sandbox::new();
    let server = server();
    let url = server.url("/docs/partial-clone?utm_source=chat");

    let path = sandbox.riffle(&["bookmark", &url, "-t", "git", "--comment", "Why CI is slow."]).ok();
    drop(server);

    let found = sandbox.riffle(&["search", "promisor", "remote", "--path"]).ok();
    assert_eq!(found, path);
    let text = sandbox.read(path.trim());
    assert!(text.contains("title: Partial Clone\n"), "{text}");
    assert!(text.contains("description: How to have less\n"), "{text}");
    assert!(text.ends_with("\nWhy CI is slow.\n"), "{text}");
    let pages: Vec<_> = sandbox.files().into_iter().filter(|(path, _)| path.starts_with("pages/")).collect();
    assert_eq!(pages.len(), 1);
    assert!(sandbox.git(&["status", "--porcelain"]).out.is_empty());
}

#[test]
fn undo_takes_a_bookmark_and_its_page_away_and_redo_brings_both_back() {
    let sandbox = Sandbox::new();
    let server = server();
    let before = tree(&sandbox);

    sandbox.riffle(&["bookmark", &server.url("/a")]).ok();
    let with = tree(&sandbox);
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(tree(&sandbox), before);
    assert!(sandbox.riffle(&["search", "promisor", "--path"]).out.is_empty());
    sandbox.riffle(&["redo"]).ok();

    assert_eq!(tree(&sandbox), with);
    assert!(!sandbox.riffle(&["search", "promisor", "--path"]).out.is_empty());
}

#[test]
fn the_trash_takes_a_page_along_with_its_bookmark_and_brings_both_back() {
    let sandbox = Sandbox::new();
    let server = server();
    let path = sandbox.riffle(&["bookmark", &server.url("/a")]).ok();
    let pages = || sandbox.files().into_iter().filter(|(path, _)| path.starts_with("pages/")).count();
    let with = tree(&sandbox);

    sandbox.riffle(&["rm", path.trim()]).ok();
    assert_eq!((pages(), sandbox.riffle(&["trash", "--json"]).json().len()), (0, 1));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!((pages(), tree(&sandbox)), (1, with.clone()));
    sandbox.riffle(&["rm", path.trim()]).ok();
    sandbox.riffle(&["trash", "restore", path.trim()]).ok();

    assert_eq!((pages(), tree(&sandbox)), (1, with));
    assert_eq!(sandbox.riffle(&["search", "promisor", "--path"]).ok(), path);
}

#[test]
fn a_bookmark_that_is_merged_into_one_without_a_page_leaves_it_its_own() {
    let sandbox = Sandbox::new();
    let server = server();
    let first = sandbox.riffle(&["bookmark", &server.url("/a"), "--no-fetch"]).ok();
    let second = sandbox.riffle(&["bookmark", &server.url("/a")]).ok();

    sandbox.riffle(&["merge", second.trim(), first.trim()]).ok();

    assert_eq!(sandbox.riffle(&["search", "promisor", "--path"]).ok(), first);
    assert_eq!(sandbox.files().iter().filter(|(path, _)| path.starts_with("pages/")).count(), 1);
}

#[test]
fn a_page_that_cannot_be_had_waits_and_the_bookmark_is_safe() {
    let sandbox = Sandbox::new();
    let server = server();

    let kept = sandbox.riffle(&["bookmark", &server.url("/later"), "--no-fetch"]).ok();
    assert_eq!(server.asked(), [""; 0]);
    let fetched = sandbox.riffle(&["fetch", "--json"]).json();

    assert_eq!(fetched[0]["state"], "kept");
    assert_eq!(fetched[0]["path"], kept.trim());
    assert!(sandbox.riffle(&["fetch"]).err.contains("No page is waiting"));
}

#[test]
fn a_page_that_is_gone_is_said_and_not_asked_for_again() {
    let sandbox = Sandbox::new();
    let server = server();

    let kept = sandbox.riffle(&["bookmark", &server.url("/gone")]);
    assert!(kept.err.contains("404"), "{}", kept.err);
    sandbox.riffle(&["fetch"]).ok();

    assert_eq!(server.asked(), ["/gone"]);
}

#[test]
fn the_same_page_is_offered_for_merging_and_no_word_is_lost() {
    let sandbox = Sandbox::new();
    let server = server();
    let first = sandbox.riffle(&["bookmark", &server.url("/a"), "-t", "git", "--comment", "First thought."]).ok();
    let again = server.url("/a?utm_medium=mail#top");

    let second = sandbox.riffle(&["bookmark", &again, "-t", "ci", "--comment", "Second thought."]);
    assert!(second.err.contains(first.trim()), "{}", second.err);
    let before = tree(&sandbox);
    sandbox.riffle(&["merge", second.out.trim(), first.trim()]).ok();

    let text = sandbox.read(first.trim());
    assert!(text.contains("First thought.") && text.contains("Second thought."), "{text}");
    assert!(text.contains("ci"), "{text}");
    assert!(!sandbox.store.join(second.out.trim()).exists());
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(tree(&sandbox), before);
}

#[test]
fn other_pages_are_not_merged() {
    let sandbox = Sandbox::new();
    let server = server();
    let one = sandbox.riffle(&["bookmark", &server.url("/a"), "--no-fetch"]).ok();
    let other = sandbox.riffle(&["bookmark", &server.url("/b"), "--no-fetch"]).ok();

    let refused = sandbox.riffle(&["merge", one.trim(), other.trim()]);

    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("not bookmarks of the same page"), "{}", refused.err);
}

#[test]
fn pages_stay_on_this_machine_or_are_not_fetched_as_the_settings_say() {
    for (setting, asked) in [("local", 1), ("off", 0)] {
        let sandbox = Sandbox::new();
        let server = server();
        sandbox.configure(&format!("pages = \"{setting}\"\n"));

        sandbox.riffle(&["bookmark", &server.url("/a")]).ok();

        assert_eq!(server.asked().len(), asked, "{setting}");
        assert!(!sandbox.store.join("pages").exists());
        assert_eq!(!sandbox.riffle(&["search", "promisor", "--path"]).out.is_empty(), setting == "local");
    }
}

#[test]
fn a_page_that_came_from_another_machine_is_found_under_its_bookmark() {
    let sandbox = Sandbox::new();
    let server = server();
    let path = sandbox.riffle(&["bookmark", &server.url("/a"), "--no-fetch"]).ok();
    sandbox.riffle(&["list", "--fresh"]).ok();
    let id = sandbox.read(path.trim()).lines().find_map(|line| line.strip_prefix("id: ").map(str::to_owned)).unwrap();

    sandbox.write(&format!("pages/2026/{id}.md"), "---\nurl: https://example.org\n---\nZanzibar cloves.\n");

    assert_eq!(sandbox.riffle(&["search", "zanzibar", "--fresh", "--path"]).ok(), path);
}
