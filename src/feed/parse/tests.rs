use super::*;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, "https://example.org/feed").unwrap()
}

#[test]
fn rss_atom_and_json_say_the_same() {
    let rss = read(
        "<rss version='2.0'><channel><title>Tea</title><link>https://example.org/</link><item><title>One</title><link>/1</link><guid>a</guid><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>",
    );
    let atom = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Tea</title><link href='https://example.org/'/><entry><title>One</title><id>a</id><link href='/1'/><updated>2026-11-21T10:00:00Z</updated></entry></feed>",
    );
    let json = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Tea","home_page_url":"https://example.org/","items":[{"id":"a","title":"One","url":"/1","date_published":"2026-11-21T10:00:00Z"}]}"#,
    );

    for feed in [rss, atom, json] {
        assert_eq!((feed.title.as_deref(), feed.site.as_deref()), (Some("Tea"), Some("https://example.org/")));
        let item = &feed.items[0];
        assert_eq!((item.id.as_str(), item.title.as_str()), ("a", "One"));
        assert_eq!(item.url.as_deref(), Some("https://example.org/1"));
        assert_eq!(item.date.unwrap().to_rfc3339(), "2026-11-21T10:00:00+00:00");
    }
}

#[test]
fn broken_feeds_give_what_can_be_read_of_them() {
    let cut = "<rss version='2.0'><channel><title>Tea</title><item><title>One</title></item><item><title>Two</ti";
    assert_eq!(read(cut).items.len(), 1);
    let wrong = "<rss version='2.0'><channel><item><title>a</b></title></item><item><title>b &nbsp; & c</title></item></channel></rss>";
    let feed = read(wrong);
    assert_eq!((feed.items[0].title.as_str(), feed.unread), ("b & c", 1));
    assert_eq!(read("\n\u{1}junk <rss><channel><item><title>x</title></item></channel></rss>").items[0].title, "x");
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    let refused = |text: &str| parse(text.as_bytes(), None, "").unwrap_err();
    assert_eq!(refused("<!DOCTYPE html><html><head></head></html>"), NoFeed::Page);
    assert_eq!(refused(""), NoFeed::Empty);
    assert_eq!(refused("hello"), NoFeed::Unknown);
    assert_eq!(refused("{\"a\":1}"), NoFeed::Unknown);
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item><title>x&b;&c;</title></item></channel></rss>";

    let title = &read(bomb).items[0].title;

    assert!(title.starts_with('x') && !title.contains("haha") && !title.contains("root"), "{title}");
}

#[test]
fn alphabets_are_read_as_they_are_declared_or_look() {
    let text = "<rss version='2.0'><channel><item><title>Tée</title></item></channel></rss>";
    let latin: Vec<u8> = text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();

    for bytes in [latin.clone(), [b"<?xml version='1.0' encoding='ISO-8859-1'?>", latin.as_slice()].concat()] {
        assert_eq!(parse(&bytes, None, "").unwrap().items[0].title, "Tée");
    }
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(parse(&wide, None, "").unwrap().items[0].title, "Tée");
}

#[test]
fn a_podcast_has_its_sound_and_nothing_but_the_web_is_linked() {
    let feed = read(
        "<rss version='2.0'><channel><item><title>x</title><link>javascript:alert(1)</link><enclosure url='https://a.example/x.mp3' length='9' type='audio/mpeg'/></item></channel></rss>",
    );

    assert_eq!(feed.items[0].url, None);
    assert_eq!(feed.items[0].enclosures[0].length, Some(9));
}

#[test]
fn a_declaration_in_the_middle_is_passed_over() {
    let text = "<?xml version='1.0'?><rss version='2.0'><channel><?xml version='1.0' encoding='koi8-r'?><item><title>x</title></item></channel></rss>";

    assert_eq!(read(text).items[0].title, "x");
}
