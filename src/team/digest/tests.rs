use super::*;

fn item(what: What, title: &str) -> Item {
    Item {
        what,
        title: title.into(),
        path: "nuggets/a b.md".into(),
        link: Some("https://git.example/nuggets/a%20b.md".into()),
        who: Some("Jo".into()),
        about: None,
    }
}

fn digest(items: Vec<Item>) -> Digest {
    let day = |text: &str| text.parse().unwrap();
    Digest { team: "acme".into(), from: day("2026-11-15"), to: day("2026-11-21"), items }
}

#[test]
fn each_sort_has_its_heading_and_what_did_not_happen_is_not_told() {
    let answered = Item { about: Some("two pings less".into()), ..item(What::Answered, "SSO") };
    let digest = digest(vec![item(What::New, "Tea [green]"), answered, item(What::Gone, "Old")]);

    let told = markdown(std::slice::from_ref(&digest), Links::Web);
    assert_eq!(
        told,
        "# acme: 2026-11-15 to 2026-11-21\n\n## New\n\n- [Tea \\[green\\]](https://git.example/nuggets/a%20b.md), Jo\n\n\
         ## Answered\n\n- [SSO](https://git.example/nuggets/a%20b.md), Jo: two pings less\n\n\
         ## Gone\n\n- Old (nuggets/a b.md), Jo\n"
    );
    assert!(markdown(&[digest], Links::From("digests")).contains("](../nuggets/a%20b.md)"));
    assert!(markdown(&[self::digest(Vec::new())], Links::Web).contains("Nothing happened."));
}

#[test]
fn words_of_others_are_only_words_in_html_and_markdown() {
    let evil = Item {
        link: Some("javascript:alert(1)".into()),
        who: Some("<b>\u{1b}[31m".into()),
        about: Some("\" onclick='x' & <!-- x -->\n# Heading".into()),
        ..item(What::New, "<script>alert(1)</script>")
    };

    let page = html(&[digest(vec![evil.clone()])]);
    assert!(
        !page.contains("<script") && !page.contains("javascript:") && !page.contains("<b>") && !page.contains('\u{1b}')
    );
    let told = markdown(&[digest(vec![Item { link: None, ..evil }])], Links::Web);
    assert!(!told.contains("<script") && told.lines().filter(|line| line.starts_with('#')).count() == 2, "{told}");
}

#[test]
fn what_changed_is_told_by_the_headings_above_it() {
    let before = "# Tea\n\nGreen.\n\n## Water\n\n80 degrees.\n";

    assert_eq!(changes(before, &before.replace("80", "70")), "Water");
    assert_eq!(changes(before, &before.replace("Green.", "Black.\nGreen.")), "one line");
    assert_eq!(changes(before, "# Tea\n\nGreen.\n"), "shortened");
    let twice = "# Tea\n\n## Water\n\nHot.\n\n## Water\n\nCold.\n";
    assert_eq!(changes("# Tea\n", twice), "Water");
}
