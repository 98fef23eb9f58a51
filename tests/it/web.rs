//! Pages from a real server, kind and hostile.

use std::collections::HashMap;
use std::io::Write;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use riffle::web::{Client, Error, Page, Patience, Trust};
use serde_json::{Value, json};

use crate::support::{PageServer, Reply};

/// The most that memory may grow by for a page, in KiB.
const GROWTH: u64 = 64 * 1024;

const ARTICLE: &str = "<!doctype html><html lang='en'><head><title>All about tea</title>\
    <meta name='description' content='How to make it'><meta name='author' content='Ada Lovelace'>\
    <meta property='article:published_time' content='2026-11-20T08:00:00+01:00'>\
    <link rel='canonical' href='/tea'></head><body><nav><a href='/'>Home</a></nav><article><h1>All about tea</h1>\
    <p>Tea is made of leaves and of water that has just boiled, which is what everybody knows and few people do, \
    because water is left to stand and leaves are left to steep for longer than is good for either of them.</p>\
    <p>Warm the pot, count the spoons, pour, wait for four minutes, and pour again. The <a href='milk'>milk</a> goes in \
    afterwards or before, and nobody has ever been persuaded by anybody of the other order, as far as is known.</p>\
    <p>Green tea wants cooler water and a shorter wait, and white tea wants even less of both, or so the books say, \
    and the books have been written by people who drink more of it than is reasonable.</p></article></body></html>";

fn page(url: &str) -> Result<Page, Error> {
    Client::new().page(url, Trust::Typed, &mut || true)
}

fn only(reply: Reply) -> PageServer {
    PageServer::start(move |_| reply.clone())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 5, 22).write_all(bytes).unwrap();
    packed
}

fn packed(how: &str, body: Vec<u8>) -> Reply {
    Reply::Whole { status: 200, headers: format!("Content-Type: text/html\r\nContent-Encoding: {how}\r\n"), body }
}

#[test]
fn a_page_is_read_with_what_it_says_of_itself() {
    let server = only(Reply::html(ARTICLE));

    let page = page(&server.url("/tea?utm_source=x")).unwrap();

    assert_eq!(page.url, server.url("/tea?utm_source=x"));
    assert_eq!(page.canonical, Some(server.url("/tea")));
    assert_eq!(page.title.as_deref(), Some("All about tea"));
    assert_eq!(page.description.as_deref(), Some("How to make it"));
    assert_eq!(page.author.as_deref(), Some("Ada Lovelace"));
    assert_eq!(page.date.as_deref(), Some("2026-11-20T08:00:00+01:00"));
    assert_eq!(page.lang.as_deref(), Some("en"));
    assert!(page.text.starts_with("Tea is made of leaves"), "{}", page.text);
    assert!(page.text.contains(&format!("[milk]({})", server.url("/milk"))), "{}", page.text);
}

#[test]
fn a_page_is_the_same_however_it_is_sent() {
    let headers = "Content-Type: text/html\r\n".to_owned();
    let body = ARTICLE.as_bytes().to_vec();
    let plain = page(&only(Reply::html(ARTICLE)).url("/tea")).unwrap();

    for reply in [
        packed("gzip", gzip(&body)),
        packed("br", brotli(&body)),
        Reply::Chunked { headers: headers.clone(), body: body.clone() },
        Reply::Chunked { headers: format!("{headers}Content-Encoding: gzip\r\n"), body: gzip(&body) },
    ] {
        let server = only(reply);
        let page = page(&server.url("/tea")).unwrap();
        assert_eq!(page.title, plain.title);
        assert_eq!(page.text.len(), plain.text.len());
    }
}

#[test]
fn a_page_in_another_alphabet_is_read_whatever_the_server_says() {
    let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("<meta charset=shift_jis><title>お茶の話</title><p>緑茶");
    let server = only(Reply::page("text/html", &japanese));
    assert_eq!(page(&server.url("/")).unwrap().title.as_deref(), Some("お茶の話"));

    let server = only(Reply::page("text/html; charset=no-such-thing", &japanese));
    assert_eq!(page(&server.url("/")).unwrap().text, "緑茶\n");

    let marked = [b"\xef\xbb\xbf".as_slice(), "<title>Thé</title>".as_bytes()].concat();
    let server = only(Reply::page("text/html; charset=iso-8859-1", &marked));
    assert_eq!(page(&server.url("/")).unwrap().title.as_deref(), Some("Thé"));
}

#[test]
fn redirects_are_followed_five_times() {
    let server = PageServer::start(|path| match path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => Reply::html(ARTICLE),
        Ok(left) => Reply::redirect(&format!("/{}", left - 1)),
        Err(_) => Reply::status(404),
    });

    assert_eq!(page(&server.url("/5#milk")).unwrap().url, server.url("/0#milk"));
    let error = page(&server.url("/6")).unwrap_err();
    assert!(matches!(error, Error::Redirects(_)));
    assert!(!error.is_worth_retrying());
}

fn refreshed(target: &str) -> Reply {
    Reply::html(&format!("<title>Redirecting</title><meta http-equiv=refresh content='0; url={target}'>"))
}

#[test]
fn a_page_that_leads_on_by_itself_is_a_redirect() {
    let server = PageServer::start(|path| match path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => Reply::html(ARTICLE),
        Ok(left) if left % 2 == 0 => refreshed(&format!("/{}", left - 1)),
        Ok(left) => Reply::Whole {
            status: 200,
            headers: format!("Content-Type: text/html\r\nRefresh: 3; URL='/{}'\r\n", left - 1),
            body: Vec::new(),
        },
        Err(_) => Reply::status(404),
    });

    let page = page(&server.url("/5")).unwrap();
    assert_eq!((page.url, page.title.as_deref()), (server.url("/0"), Some("All about tea")));
    assert!(matches!(self::page(&server.url("/6")).unwrap_err(), Error::Redirects(_)));
}

#[test]
fn a_redirect_out_of_the_web_is_refused() {
    for target in ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "data:text/html,x"] {
        let server = only(Reply::redirect(target));

        assert!(matches!(page(&server.url("/")).unwrap_err(), Error::NotWeb(_)), "{target}");
    }
}

#[test]
fn what_nobody_typed_does_not_reach_this_machine() {
    let server = only(Reply::html(ARTICLE));
    let port = server.url("/").rsplit(':').next().unwrap().to_owned();

    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"] {
        let url = format!("http://{host}:{port}");
        let error = Client::new().page(&url, Trust::Found, &mut || true).unwrap_err();
        assert!(matches!(error, Error::Private(_)), "{url} {error}");
        assert!(!error.is_worth_retrying());
    }

    assert_eq!(server.asked(), Vec::<String>::new());
}

#[test]
fn what_is_no_web_address_is_not_asked_for() {
    for url in ["file:///etc/passwd", "javascript:alert(1)", "gopher://example.org", "tea", ""] {
        assert!(matches!(page(url).unwrap_err(), Error::NotWeb(_)), "{url}");
    }
}

#[test]
fn credentials_in_an_address_are_neither_sent_nor_told() {
    let server = only(Reply::status(404));
    let url = server.url("/").replace("http://", "http://ada:secret@");

    let error = page(&url).unwrap_err();

    assert_eq!(error.to_string(), format!("{} is gone (404)", server.url("/")));
}

#[test]
fn statuses_tell_whether_to_come_back() {
    for (status, is_worth_retrying) in [(404, false), (410, false), (403, false), (429, true), (500, true), (503, true)]
    {
        let server = only(Reply::status(status));

        let error = page(&server.url("/")).unwrap_err();

        assert!(error.to_string().contains(&status.to_string()));
        assert_eq!(error.is_worth_retrying(), is_worth_retrying, "{status}");
    }
}

#[test]
fn a_server_that_is_gone_may_come_back() {
    let url = only(Reply::Silent).url("/");

    let error = page(&url).unwrap_err();

    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.is_worth_retrying());
}

#[test]
fn a_silent_and_a_slow_server_are_given_up() {
    let client =
        Client::with_patience(Patience { total: Duration::from_millis(400), idle: Duration::from_millis(200) });
    for reply in [Reply::Silent, Reply::Slow] {
        let server = only(reply);

        let error = client.page(&server.url("/"), Trust::Typed, &mut || true).unwrap_err();

        assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
        assert!(error.is_worth_retrying());
    }
}

#[test]
fn whoever_waits_can_stop_waiting() {
    let server = only(Reply::Silent);
    let mut asked = 0;

    let error = Client::new().page(&server.url("/"), Trust::Typed, &mut || {
        asked += 1;
        asked < 3
    });

    assert!(matches!(error, Err(Error::Stopped(_))));
    assert_eq!(asked, 3);
}

#[test]
fn a_page_that_breaks_off_is_not_taken_for_whole() {
    for reply in [Reply::BrokenOff, packed("gzip", gzip(ARTICLE.as_bytes())[..300].to_vec())] {
        let server = only(reply);

        let error = page(&server.url("/")).unwrap_err();

        assert!(matches!(error, Error::BrokeOff { .. }), "{error:?}");
    }
}

#[test]
fn a_page_packed_twice_is_refused() {
    for how in ["gzip, gzip", "zstd", "br, gzip"] {
        let server = only(packed(how, gzip(&gzip(ARTICLE.as_bytes()))));

        assert!(matches!(page(&server.url("/")).unwrap_err(), Error::Packed(_)), "{how}");
    }
}

#[test]
fn what_is_not_text_keeps_its_name() {
    let server = only(Reply::page("application/pdf", b"%PDF-1.7"));

    let page = page(&server.url("/books/All%20about%20tea.pdf?download=1")).unwrap();

    assert_eq!(page.title.as_deref(), Some("All about tea.pdf"));
    assert_eq!(page.text, "");
}

#[test]
fn plain_text_is_kept_letter_by_letter() {
    let server = only(Reply::page("text/plain", b"# no heading\n\n  <b>no html</b> \x1b[31mred\n"));

    let page = page(&server.url("/notes.txt")).unwrap();

    assert_eq!(page.text, "```text\n# no heading\n\n  <b>no html</b> [31mred\n```\n");
}

#[test]
fn a_title_cannot_draw_on_the_screen() {
    let server = only(Reply::html("<title>Tea\x1b]0;owned\x07 &#27;[2J\u{202e}eat</title><p>&#27;[31mred\u{9b}1m"));

    let page = page(&server.url("/")).unwrap();

    assert_eq!(page.title.as_deref(), Some("Tea]0;owned [2Jeat"));
    assert!(!page.text.chars().any(|char| char.is_control() && char != '\n'), "{:?}", page.text);
}

/// Fetches a page in a process of its own: with an environment of its own, and a memory that can be measured.
fn elsewhere(url: &str, trust: Trust, environment: &[(&str, &str)]) -> Value {
    let ran = Command::new(env::current_exe().unwrap())
        .args(["--exact", "web::a_page_in_a_process_of_its_own", "--ignored", "--nocapture"])
        .env_clear()
        .envs(environment.iter().copied())
        .env("PAGE", url)
        .env("TRUST", format!("{trust:?}"))
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&ran.stdout).into_owned();
    let answer = out.lines().find_map(|line| line.split_once("ANSWER ")).map(|(_, answer)| answer);
    serde_json::from_str(answer.unwrap_or_else(|| panic!("{out}{}", String::from_utf8_lossy(&ran.stderr)))).unwrap()
}

/// The most memory this process ever had, in KiB; nothing where the system does not say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[ignore = "started by other tests"]
#[expect(clippy::print_stdout, reason = "this is how it answers")]
fn a_page_in_a_process_of_its_own() {
    let trust = if env::var("TRUST").unwrap() == "Found" { Trust::Found } else { Trust::Typed };
    // Slow where it is built for finding mistakes and other tests run beside it.
    let client = Client::with_patience(Patience { total: Duration::from_secs(100), idle: Duration::from_secs(50) });
    let before = peak();

    let answer = match client.page(&env::var("PAGE").unwrap(), trust, &mut || true) {
        Ok(page) => json!({ "title": page.title, "text": page.text, "growth": peak() - before }),
        Err(error) => json!({ "error": error.to_string(), "growth": peak() - before }),
    };

    println!("\nANSWER {answer}");
}

#[test]
fn tls_is_trusted_only_where_somebody_vouches_for_it() {
    let server = PageServer::secure(|_| Reply::html(ARTICLE));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), server.authority.as_deref().unwrap()).unwrap();

    let known = elsewhere(&server.url("/"), Trust::Typed, &[("SSL_CERT_FILE", file.path().to_str().unwrap())]);
    let unknown = elsewhere(&server.url("/"), Trust::Typed, &[]);

    assert_eq!(known["title"], "All about tea", "{known}");
    assert_eq!(unknown["error"], format!("{} cannot prove that it is what it says", server.url("/")));
}

#[test]
fn a_page_outside_does_not_lead_back_in() {
    let inside = only(Reply::html(ARTICLE));
    let secret = inside.url("/secret");
    let outside = PageServer::start(move |path| match path {
        "/in" => Reply::redirect(&secret),
        "/in-by-itself" => refreshed(&secret),
        _ => Reply::html(ARTICLE),
    });
    let proxy = [("HTTP_PROXY", outside.url("/")), ("NO_PROXY", "127.0.0.1".to_owned())];
    let proxy: Vec<_> = proxy.iter().map(|(name, value)| (*name, value.as_str())).collect();

    for trust in [Trust::Typed, Trust::Found] {
        let page = elsewhere("http://example.org/tea", trust, &proxy);
        assert_eq!(page["title"], "All about tea", "through the proxy: {page}");

        for path in ["in", "in-by-itself"] {
            let led_in = elsewhere(&format!("http://example.org/{path}"), trust, &proxy);
            assert!(led_in["error"].as_str().unwrap().contains("private network"), "{led_in}");
        }
    }
    assert_eq!(inside.asked(), Vec::<String>::new());
}

#[test]
fn a_redirect_may_go_from_inside_to_inside_if_it_was_typed() {
    let inside = only(Reply::html(ARTICLE));
    let target = inside.url("/tea");
    let server = PageServer::start(move |_| Reply::redirect(&target));

    assert_eq!(page(&server.url("/")).unwrap().url, inside.url("/tea"));
}

/// Pages that want to be too much for whoever reads them.
fn hostile() -> HashMap<&'static str, Reply> {
    let times = |text: &str, times: usize| text.repeat(times);
    let nested = |open: &str, close: &str| {
        Reply::html(&format!("<title>Deep</title>{}tea{}", times(open, 5000), times(close, 5000)))
    };
    let large = 5 * 1024 * 1024;
    let attributes: String = (0..1_000_000).map(|n| format!(" a{n:x}")).collect();
    HashMap::from([
        ("/lists", nested("<ul><li>", "</li></ul>")),
        ("/tables", nested("<table><tr><td>", "</td></tr></table>")),
        ("/divs", nested("<div>", "</div>")),
        ("/quotes", nested("<blockquote>", "</blockquote>")),
        ("/words", nested("<b><i>", "")),
        ("/false-ends", nested("<div><table><tr><td></div>", "")),
        ("/paragraphs", Reply::html(&times("<p>tea", large / 6))),
        ("/links", Reply::html(&times("<a href=/tea>tea</a> ", large / 21))),
        ("/cells", Reply::html(&format!("<table>{}", times("<tr><td>tea<td>milk", large / 19)))),
        ("/text", Reply::html(&format!("<p>{}", times("tea and milk ", large / 13)))),
        ("/entities", Reply::html(&format!("<p>{}", times("&amp;&#x20;", large / 11)))),
        ("/fonts", {
            let fonts: String = (0..3000).map(|n| format!("<font color={n}>")).collect();
            Reply::html(&format!("<p>{fonts}</p>{}", times("<p>tea</p>", large / 20)))
        }),
        ("/attributes", Reply::html(&format!("<title>Tea</title><p{attributes}>tea"))),
        ("/many-attributes", {
            let some: String = (0..95).map(|n| format!(" a{n:x}=x")).collect();
            Reply::html(&times(&format!("<p{some}>tea"), large / (some.len() + 6)))
        }),
    ])
}

/// The same with what is hidden in a page, in its letters or in how it is sent.
fn hostile_otherwise() -> HashMap<&'static str, Reply> {
    let times = |text: &str, times: usize| text.repeat(times);
    let large = 5 * 1024 * 1024;
    HashMap::from([
        ("/comment", Reply::html(&format!("<title>Tea</title><!--{}", times("x ", large / 2)))),
        ("/value", Reply::html(&format!("<title>Tea</title><p title='{}'>tea", times("x ", large / 2)))),
        (
            "/script",
            Reply::html(&format!(
                "<title>Tea</title><script type=application/ld+json>{}",
                times("[{\"a\":", large / 6)
            )),
        ),
        ("/title", Reply::html(&format!("<title>{}", times("tea ", large / 4)))),
        ("/metas", Reply::html(&times("<meta name=author content=Ada>", large / 30))),
        ("/nulls", Reply::page("text/html", &vec![0; large])),
        ("/latin", Reply::page("text/html; charset=windows-1252", &[b"<p>".as_slice(), &vec![0x80; large]].concat())),
        ("/wide", Reply::page("text/html; charset=utf-16le", &vec![0x4e; large])),
        ("/plain", Reply::page("text/plain", times("tea\n", large / 4).as_bytes())),
        ("/backticks", Reply::page("text/plain", times("`", large).as_bytes())),
        ("/options", Reply::html(&times("<select><option>", large / 16))),
        ("/breaks", Reply::html(&format!("<div>{}", times("<br>", large / 4)))),
        ("/definitions", Reply::html(&format!("<dl>{}", times("<dt>tea<dd>milk", large / 15)))),
        ("/rows", Reply::html(&format!("<table>{}<tr>{}", times("<tr><td>tea<td>milk", 9000), times("<td>x", 40)))),
        (
            "/spans",
            Reply::html(&format!("<table>{}", times("<tr><td rowspan=65534 colspan=65534>tea<td>x", large / 44))),
        ),
        ("/lists-in-lists", Reply::html(&times("<ul>tea", 9000))),
        ("/formulas", Reply::html(&times("<math><mi>x</mi></math>", large / 23))),
        ("/fractions", Reply::html(&format!("<math>{}x", times("<mfrac><mi>x</mi>", large / 17)))),
        ("/pictures", Reply::html(&times("<img class=latex alt=x>", large / 23))),
        ("/tex", Reply::html(&format!("<p>{}", times("\\(x_1 $", large / 8)))),
        ("/lines", Reply::html(&format!("<pre>{}", times("<div>x<br>", large / 10)))),
        ("/numbers", Reply::html(&times("<pre><table><tr><td><pre>1</pre><td><pre>x", 3000))),
        ("/unclosed-tags", Reply::page("text/html", times("<", large).as_bytes())),
        ("/unclosed-metas", Reply::page("text/html", times("<meta ", large / 6).as_bytes())),
        ("/refreshes", Reply::html(&times("<meta http-equiv=refresh content='99;url=x'>", large / 44))),
        ("/lists-of-lists", Reply::html(&times("<ul><li>tea", 9000))),
        ("/bomb", packed("gzip", gzip(&vec![b'x'; 16 << 20]))),
        ("/bomb-of-brotli", packed("br", brotli(&vec![b'x'; 16 << 20]))),
        (
            "/endless",
            Reply::Endless {
                headers: "Content-Type: text/html\r\n".into(),
                part: times("<p>tea</p>", 5000).into_bytes(),
            },
        ),
        (
            "/endless-header",
            Reply::Endless { headers: "Content-Type: text/html\r\nX: ".into(), part: vec![b'x'; 65536] },
        ),
    ])
}

#[test]
fn no_page_is_too_much_for_the_memory_or_for_whoever_waits() {
    let mut pages = hostile();
    pages.extend(hostile_otherwise());
    let paths: Vec<&str> = pages.keys().copied().collect();
    let server = PageServer::start(move |path| pages[path].clone());

    let answers: Vec<(&str, Value)> =
        paths.iter().map(|path| (*path, elsewhere(&server.url(path), Trust::Typed, &[]))).collect();

    for (path, answer) in answers {
        let growth = answer["growth"].as_u64().unwrap();
        assert!(growth <= GROWTH, "{path}: {} MB", growth / 1024);
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(!error.contains("in time"), "{path}: {error}");
    }
}
