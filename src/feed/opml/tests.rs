use super::*;

const LIST: &str = "<?xml version=\"1.0\"?>\n<!-- mine -->\n<opml version=\"1.1\">\n <head><title>x</title></head>\n <body>\n  \
    <outline text='People'>\n   <outline text=\"Jo &amp; I\" xmlURL=\"https://jo.example/feed\" extra=\"kept\" />\n  \
    </outline>\n  <outline text=\"Later\"/>\n </body>\n</opml>\n";

fn feed(url: &str, groups: &[&str]) -> Source {
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    Source { url: url.into(), title: "News <1>".into(), groups, ..Source::default() }
}

#[test]
fn lists_of_other_programs_are_read_whatever_their_case() {
    let known = sources(LIST).unwrap();

    assert_eq!(known.len(), 1);
    assert_eq!((known[0].title.as_str(), known[0].group()), ("Jo & I", "People"));
}

#[test]
fn what_is_added_stands_in_its_group_and_all_else_stays() {
    let text = with(LIST, &feed("https://a.example/x?a=1&b=2", &["people"])).unwrap();

    let line = "   <outline text=\"News &lt;1&gt;\" title=\"News &lt;1&gt;\" type=\"rss\" xmlUrl=\"https://a.example/x?a=1&amp;b=2\"/>\n";
    let added = text.lines().find(|line| line.contains("News")).unwrap();
    assert_eq!(added.trim(), line.trim());
    assert_eq!(text.replace(&format!("{added}\n"), ""), LIST);
    assert_eq!(without(&text, "https://a.example/x?a=1&b=2").unwrap(), LIST);
}

#[test]
fn a_group_that_is_new_or_empty_gets_what_belongs_there() {
    let text = with(LIST, &feed("https://a.example", &["Later"])).unwrap();
    let text = with(&text, &feed("https://b.example", &["Disagrees with me", "Deep"])).unwrap();

    let known = sources(&text).unwrap();
    let groups: Vec<Vec<String>> = known.into_iter().map(|source| source.groups).collect();
    assert_eq!(
        groups,
        [vec!["People".to_owned()], vec!["Later".into()], vec!["Disagrees with me".into(), "Deep".into()]]
    );
}

#[test]
fn moving_and_muting_keep_what_others_wrote_about_it() {
    let mut jo = sources(LIST).unwrap().remove(0);
    jo.groups = vec!["Feeds".into()];
    jo.is_muted = true;

    let text = changed(LIST, &jo.url.clone(), &jo).unwrap();

    assert!(text.contains("extra=\"kept\" muted=\"true\""), "{text}");
    assert_eq!(sources(&text).unwrap(), [jo.clone()]);
    jo.is_muted = false;
    assert!(!changed(&text, &jo.url.clone(), &jo).unwrap().contains("muted"));
}

#[test]
fn an_empty_text_becomes_a_list_and_a_broken_one_names_its_line() {
    assert_eq!(sources(&with("", &feed("https://a.example", &[])).unwrap()).unwrap().len(), 1);
    assert!(matches!(sources("<opml>\n<body>\n<outline"), Err(Error::Broken { line: 3, .. })));
}

#[test]
fn a_search_is_kept_as_an_outline_of_its_own_type() {
    let search = Source { url: "search:partial clone".into(), title: "clones".into(), ..Source::default() };

    let text = with("", &search).unwrap();

    assert_eq!(sources(&text).unwrap()[0].search(), Some("partial clone"));
}
