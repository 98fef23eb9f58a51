use encoding_rs::UTF_8;

use super::filter::{NODES, RUN, TEXT, UNDERSTOOD, WORK};
use super::*;

fn page(html: &str) -> Document {
    parse(html.as_bytes(), UTF_8)
}

fn depth(document: &Document) -> usize {
    let mut level = vec![document.root()];
    let mut depth = 0;
    while !level.is_empty() {
        level = level.iter().flat_map(|node| node.children()).collect();
        depth += 1;
    }
    depth
}

#[test]
fn what_a_reader_would_not_see_is_left_out() {
    let document = page(
        "<title>Tea</title><script>document.write('<p>no')</script><style>p { }</style><svg><style/><title>no</title></svg>\
         <p onclick=x title=y>yes<!-- no --><select><option>no</select><iframe><p>no</iframe><object><p>no</object>!",
    );

    assert_eq!(document.text().trim(), "Teayes!");
    assert_eq!(document.select("p").html().as_ref(), "<p>yes!</p>");
}

#[test]
fn what_describes_the_page_for_machines_is_kept() {
    let script = "<script type='application/ld+json'>{\"@type\": \"Article\"}</script><p>tea";

    assert_eq!(page(script).html().matches("Article").count(), 1);
    assert_eq!(page(script).select("p").text().as_ref(), "tea");
}

#[test]
fn deep_pages_become_flat_and_lose_no_words() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", "</table>"),
        ("<b><i>", ""),
        ("<div><table><td></div>", ""),
        ("<template>", ""),
        ("<table><div>", ""),
    ] {
        let document = page(&format!("{}tea{}", open.repeat(500), close.repeat(500)));

        assert!(depth(&document) <= DEPTH + 3, "{open}: {}", depth(&document));
        assert!(open == "<template>" || document.text().contains("tea"), "{open}");
    }
}

#[test]
fn large_pages_are_cut() {
    let fonts: String = (0..1000).map(|n| format!("<font color={n}>")).collect();
    for html in ["<p>tea".repeat(100_000), format!("<p>{fonts}</p>{}", "<p>tea</p>".repeat(1000))] {
        let nodes = page(&html).tree.len();

        assert!(nodes < NODES + 2000, "{nodes}");
    }
    assert!(page(&"tea ".repeat(TEXT)).text().len() <= TEXT + CHUNK);
}

#[test]
fn a_page_that_is_all_work_and_no_text_is_left() {
    let attributes: String = (0..10_000).map(|n| format!(" a{n:x}")).collect();
    let ends = page(&format!("{}<p>tea", "</b>".repeat(WORK)));

    assert_eq!(page(&format!("<p{attributes}>tea")).select("p").length(), 0);
    assert_eq!(ends.select("p").length(), 0);
}

#[test]
fn long_texts_are_in_pieces_and_lose_nothing() {
    let words = "&amp;tea ".repeat(RUN);
    let document = page(&format!("<title>{words}</title><pre>{words}</pre>"));

    assert_eq!(document.select("pre").text().as_ref(), "&tea ".repeat(RUN));
    assert!(document.select("wbr").length() > 3);
    assert!(document.select("title").text().len() <= RUN);
}

#[test]
fn files_within_a_page_do_not_hide_what_follows() {
    for length in [10, CHUNK - 20, 4 * UNDERSTOOD] {
        let file = "QUJD".repeat(length / 4);
        let document = page(&format!("<img alt=cup src='data:image/png;base64,{file}=='><p>tea</p>"));

        assert_eq!(document.text().as_ref(), "tea", "{length}");
        assert_eq!(document.select("img").attr("alt").as_deref(), Some("cup"));
    }
}

#[test]
fn elements_that_may_be_left_open_do_not_make_a_page_deep() {
    let document = page(&format!("<ol>{}</ol><h2>milk</h2>", "<li><p>tea".repeat(2000)));

    assert_eq!(document.select("li").length(), 2000);
    assert_eq!(document.select("h2").text().as_ref(), "milk");
}

#[test]
fn signs_that_do_not_show_are_gone_from_text_and_attributes() {
    let document = page("<p class='a\u{202e}b&#27;'>a&#27;[31m\u{e000}b</p>");

    assert_eq!(document.select("p").html().as_ref(), "<p class=\"ab\">a[31mb</p>");
}
