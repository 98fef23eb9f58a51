//! docs/walkthrough.md, run as it stands there.

use std::process::{Command, Stdio};

use crate::support::{PageServer, Ran, Reply, Sandbox};

const DOCS: &str = include_str!("../../docs/walkthrough.md");
const PAGE: &str = "<!doctype html><html lang='en'><head><title>Partial Clone</title></head><body><article>\
    <h1>Partial Clone</h1><p>The partial clone feature lets git work without a whole copy of the repository, and \
    objects that are missing are asked for when they are needed, from a promisor remote that has promised them.</p>\
    <p>It is meant for repositories that are too large for a laptop, where most of the history is never looked at by \
    the person who works on one corner of it, and who would rather not wait for all the rest of it.</p></article>";

/// The blocks of shell in the page.
fn blocks() -> Vec<&'static str> {
    DOCS.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// Runs a block as a person's shell would, and stops at the first command that fails.
fn shell(sandbox: &Sandbox, page: &str, script: &str) -> Ran {
    let team = sandbox.home().join("team.git");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_riffle")).parent().unwrap().to_str().unwrap();
    let mut command = Command::new("sh");
    command.env_clear().envs(sandbox.environment()).current_dir(sandbox.home());
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    command
        .env("PATH", path)
        .env("PAGE", page)
        .env("FEED", page)
        .env("TEAM", team)
        .args(["-e", "-c", script])
        .stdin(Stdio::null());
    Ran::of(&mut command)
}

#[test]
fn the_walkthrough_goes_from_a_page_to_a_nugget_with_provenance_both_ways() {
    let sandbox = Sandbox::new();
    let server = PageServer::start(|_| Reply::html(PAGE));
    let page = server.url("/docs/partial-clone");
    let blocks = blocks();
    assert_eq!(blocks.len(), 8);

    for block in &blocks[..3] {
        shell(&sandbox, &page, block).ok();
    }
    drop(server);
    shell(&sandbox, &page, blocks[3]).ok();

    let nugget = sandbox.riffle(&["show", "Blobless clones make CI faster", "--json"]).json().remove(0);
    assert_eq!(nugget["derived_from"].as_array().unwrap().len(), 3, "{nugget}");
    assert_eq!(nugget["source"][0].as_str().or(nugget["source"].as_str()), Some(page.as_str()), "{nugget}");
    let bookmark = sandbox.riffle(&["show", "Partial Clone", "--json"]).json().remove(0);
    assert!(bookmark["backlinks"].to_string().contains("blobless-clones-make-ci-faster"), "{bookmark}");
    assert!(sandbox.riffle(&["search", "promisor", "--path"]).ok().contains("bookmarks/"));
    assert!(sandbox.riffle(&["show", "Partial Clone", "--page"]).ok().contains("promisor"));
    assert!(bookmark["page"].as_str().unwrap().contains("promisor"), "{bookmark}");
    sandbox.riffle(&["show", "Submodules and filters", "--page"]).fails(2);
    let before = sandbox.files();

    shell(&sandbox, &page, blocks[4]).ok();

    let links = sandbox.riffle(&["links", "--broken"]).ok();
    assert_eq!(links, "");
    let gone: Vec<_> = before.iter().filter(|file| !sandbox.files().contains(file)).map(|(path, _)| path).collect();
    assert!(gone.iter().any(|path| path.contains("blobless")), "the second undo took the nugget back: {gone:?}");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).out, "");
}

const FEED: &str = "<rss version='2.0'><channel><title>Mina Okafor</title><item><guid>1</guid>\
    <title>Partial clones and backfill</title><link>https://mina.example/backfill</link>\
    <description>git backfill fetches missing blobs in batches.</description></item></channel></rss>";

#[test]
fn the_walkthrough_goes_from_somebody_one_follows_to_the_team() {
    let sandbox = Sandbox::new();
    let server = PageServer::start(|_| Reply::page("application/rss+xml", FEED.as_bytes()));

    for block in &blocks()[5..] {
        shell(&sandbox, &server.url("/feed"), block).ok();
    }

    let bookmark = sandbox.riffle(&["show", "Partial clones and backfill", "--json"]).json().remove(0);
    assert_eq!(
        (bookmark["via"].as_str(), bookmark["stage"].as_str()),
        (Some("Mina Okafor"), Some("seed")),
        "{bookmark}"
    );
    let nugget = sandbox.riffle(&["show", "Backfill a partial clone before you need it", "--json"]).json().remove(0);
    assert_eq!(nugget["via"].as_str(), Some("Mina Okafor"), "{nugget}");
    assert!(nugget["derived_from"].to_string().contains("partial-clones-and-backfill"), "{nugget}");
    let team = sandbox.home().join("team.git");
    let files = sandbox.git_in(&team, &["ls-tree", "-r", "--name-only", "HEAD"]).ok();
    let page = files.lines().find(|file| file.contains("backfill")).unwrap();
    let text = sandbox.git_in(&team, &["show", &format!("HEAD:{page}")]).ok();
    assert!(text.contains("https://mina.example/backfill") && !text.contains("take minutes"), "{text}");
}
