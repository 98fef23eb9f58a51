//! Two versions of a list of what is followed in one: what either side added, removed or changed since the text both had.

use super::opml::{self, Source};

/// The joined list; `None` where a side is no list, or wrote something that is no outline and would be lost. Of a field
/// that both changed differently, `ours` counts; what one removed and the other changed stays.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let [before, mine, other] =
        [base, ours, theirs].map(|text| if text.is_empty() { Ok(Vec::new()) } else { opml::sources(text) });
    let [before, mine, other] = [before.ok()?, mine.ok()?, other.ok()?];
    let find = |list: &[Source], url: &str| list.iter().find(|source| source.url == url).cloned();
    let mut text = ours.to_owned();
    for theirs in &other {
        let (was, mine) = (find(&before, &theirs.url), find(&mine, &theirs.url));
        text = match (was, mine) {
            (None, None) => opml::with(&text, theirs),
            (Some(was), None) if was != *theirs => opml::with(&text, theirs),
            (Some(_), None) => Ok(text),
            (was, Some(mine)) => opml::changed(&text, &mine.url, &joined(&was.unwrap_or_default(), &mine, theirs)),
        }
        .ok()?;
    }
    for gone in before.iter().filter(|was| find(&other, &was.url).is_none()) {
        if find(&mine, &gone.url).as_ref() == Some(gone) {
            text = opml::without(&text, &gone.url).ok()?;
        }
    }
    says_all(&text, base, theirs).then_some(text)
}

fn joined(was: &Source, mine: &Source, theirs: &Source) -> Source {
    fn pick<T: PartialEq + Clone>(was: &T, mine: &T, theirs: &T) -> T {
        if mine == was { theirs.clone() } else { mine.clone() }
    }
    Source {
        url: mine.url.clone(),
        title: pick(&was.title, &mine.title, &theirs.title),
        site: pick(&was.site, &mine.site, &theirs.site),
        groups: pick(&was.groups, &mine.groups, &theirs.groups),
        // What one asked to see less of is not shown again by the other.
        is_muted: pick(&was.is_muted, &mine.is_muted, &theirs.is_muted),
        wants_full_text: pick(&was.wants_full_text, &mine.wants_full_text, &theirs.wants_full_text),
    }
}

/// Whether all words that a side wrote beside its outlines, in comments and attributes of others, are still there.
fn says_all(joined: &str, base: &str, theirs: &str) -> bool {
    let lines = |text: &str| -> Vec<String> { text.lines().map(|line| line.trim().to_owned()).collect() };
    let (known, all) = (lines(base), lines(joined));
    let is_outline = |line: &str| line.starts_with("<outline") || line.starts_with("</outline") || line.is_empty();
    let own = ["xmlUrl", "htmlUrl", "text", "title", "type", "query", "muted", "fullText", "isComment", "version"];
    let has_more = |line: &str| {
        line.split('"').step_by(2).filter_map(|part| part.trim().strip_suffix('=')).any(|name| {
            let name = name.trim().trim_start_matches("<outline").trim();
            !own.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
    };
    let is_known = |line: &String| known.contains(line) || all.contains(line);
    lines(theirs).iter().all(|line| is_known(line) || (is_outline(line) && !has_more(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(urls: &[&str]) -> String {
        let source = |url: &&str| Source { url: (*url).into(), title: (*url).into(), ..Source::default() };
        opml::print("Feeds", &urls.iter().map(source).collect::<Vec<_>>())
    }

    fn urls(text: &str) -> Vec<String> {
        let mut urls: Vec<String> = opml::sources(text).unwrap().into_iter().map(|source| source.url).collect();
        urls.sort();
        urls
    }

    #[test]
    fn what_both_added_is_followed_and_what_either_removed_is_not() {
        let joined = merge(&list(&["a", "b", "c"]), &list(&["b", "c", "mine"]), &list(&["a", "c", "theirs"])).unwrap();

        assert_eq!(urls(&joined), ["c", "mine", "theirs"]);
    }

    #[test]
    fn what_one_removed_and_the_other_changed_stays() {
        let base = list(&["a"]);
        let muted = opml::changed(
            &base,
            "a",
            &Source { url: "a".into(), title: "a".into(), is_muted: true, ..Source::default() },
        );

        for (ours, theirs) in [(list(&[]), muted.clone().unwrap()), (muted.unwrap(), list(&[]))] {
            let joined = merge(&base, &ours, &theirs).unwrap();
            assert!(opml::sources(&joined).unwrap()[0].is_muted);
        }
    }

    #[test]
    fn two_that_began_alone_follow_all_of_both() {
        assert_eq!(urls(&merge("", &list(&["a", "b"]), &list(&["b", "c"])).unwrap()), ["a", "b", "c"]);
    }

    #[test]
    fn words_that_are_no_outline_are_not_dropped_by_a_join() {
        let base = list(&["a"]);
        let theirs = base.replace("<body>", "<body>\n    <!-- ask Jo about b -->");

        assert_eq!(merge(&base, &list(&["a", "b"]), &theirs), None);
    }
}
