//! Pages that only lead on to another, in the header `Refresh` or a `meta` element.

use url::Url;

use super::answer::Answer;
use super::{address, charset, tree};

/// The longest that a page may show before it leads on, in seconds; what waits longer is there to be read.
const LONGEST: u32 = 10;

/// Where a page leads to by itself.
pub(super) fn target(answer: &Answer) -> Option<Url> {
    let next = match &answer.refresh {
        Some(header) => joined(&answer.url, header),
        None => within(answer),
    }?;
    // A page that only comes anew is the page.
    let is_same = next[..url::Position::AfterQuery] == answer.url[..url::Position::AfterQuery];
    (!is_same).then_some(next)
}

/// What the page itself says; what is there for browsers without scripts does not count.
fn within(answer: &Answer) -> Option<Url> {
    let word = b"refresh";
    if !answer.is_html() || !answer.bytes.windows(word.len()).any(|bytes| bytes.eq_ignore_ascii_case(word)) {
        return None;
    }
    let (encoding, mark) = charset::of(&answer.bytes, answer.charset.as_deref());
    let document = tree::parse(&answer.bytes[mark..], encoding);
    let metas = document.select("meta[http-equiv][content]");
    let is_refresh = |said: &str| said.trim().eq_ignore_ascii_case("refresh");
    let meta = metas.nodes().iter().find(|meta| meta.attr("http-equiv").is_some_and(|said| is_refresh(&said)))?;
    joined(&tree::base(&document, &answer.url), &meta.attr("content")?)
}

/// The address in a refresh: a web address, and soon.
fn joined(base: &Url, said: &str) -> Option<Url> {
    let (seconds, target) = parsed(said)?;
    let joined = base.join(target).ok().filter(|_| seconds <= LONGEST)?;
    address::web(joined.as_str())
}

/// `3; url='milk.html'`, as browsers read it: seconds, a sign or a space, the address with or without its name and marks.
fn parsed(said: &str) -> Option<(u32, &str)> {
    let said = said.trim_start();
    let rest = said.trim_start_matches(|char: char| char.is_ascii_digit());
    let digits = &said[..said.len() - rest.len()];
    let seconds = if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u32::MAX) };
    let after = rest.trim_start_matches(|char: char| char.is_ascii_digit() || char == '.');
    let is_number = !digits.is_empty() || rest.starts_with('.');
    let target = after.trim_start();
    let target = target.strip_prefix([';', ',']).unwrap_or(target).trim_start();
    if !is_number || target.is_empty() || target.len() == after.len() {
        return None;
    }
    let target = named(target).unwrap_or(target);
    let target = match target.chars().next() {
        Some(mark @ ('"' | '\'')) => target[1..].split(mark).next().unwrap_or_default(),
        Some(_) | None => target,
    };
    Some((seconds, target.trim())).filter(|(_, target)| !target.is_empty())
}

/// What follows `url=`.
fn named(target: &str) -> Option<&str> {
    let (name, rest) = target.split_at_checked(3)?;
    let rest = rest.trim_start().strip_prefix('=')?;
    name.eq_ignore_ascii_case("url").then_some(rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(refresh: Option<&str>, html: &str) -> Answer {
        Answer {
            url: Url::parse("https://example.org/tea/green?x=1").unwrap(),
            kind: Some("text/html".into()),
            charset: None,
            refresh: refresh.map(str::to_owned),
            bytes: html.as_bytes().to_vec(),
        }
    }

    fn leads(html: &str) -> Option<String> {
        target(&answer(None, html)).map(String::from)
    }

    #[test]
    fn a_refresh_is_read_as_browsers_read_it() {
        for said in [
            "0;url=milk",
            "0; URL = milk",
            " 3 ; Url='milk' x",
            "0,url=\"milk",
            "5 milk",
            "0;milk",
            ".5;url=milk",
            "1.9;url= milk ",
        ] {
            assert_eq!(parsed(said).map(|(_, target)| target), Some("milk"), "{said}");
        }
        for said in ["", "0", "0;", "5; url=", "url=milk", "x;url=milk", "0url=milk", "-1;url=milk", "0;url=''"] {
            assert_eq!(parsed(said), None, "{said}");
        }
        assert_eq!(parsed("0;url").unwrap().1, "url");
        assert_eq!(parsed("0;é").unwrap().1, "é");
    }

    #[test]
    fn a_page_that_leads_on_says_where_to() {
        let milk = Some("https://example.org/tea/milk".to_owned());

        assert_eq!(leads("<meta http-equiv=refresh content='0; url=milk'>"), milk);
        assert_eq!(leads("<META HTTP-EQUIV='Refresh' CONTENT=\"3;URL='milk'\">"), milk);
        assert_eq!(
            leads("<base href=/cups/><meta http-equiv=refresh content='0;url=a?b=1&amp;c=2'>").as_deref(),
            Some("https://example.org/cups/a?b=1&c=2")
        );
        assert_eq!(target(&answer(Some("0; url=milk"), "")).map(String::from), milk);
    }

    #[test]
    fn a_page_that_is_there_to_be_read_leads_nowhere() {
        for html in [
            "<p>refresh",
            "<meta http-equiv=refresh content=30>",
            "<meta http-equiv=refresh content='300; url=milk'>",
            "<meta http-equiv=refresh content='99999999999; url=milk'>",
            "<meta http-equiv=refresh content='0; url=green?x=1#cups'>",
            "<meta http-equiv=refresh content='0; url=javascript:alert(1)'>",
            "<meta http-equiv=refresh content='0; url=file:///etc/passwd'>",
            "<noscript><meta http-equiv=refresh content='0; url=milk'></noscript>",
            "<!-- <meta http-equiv=refresh content='0; url=milk'> -->",
            "<script>'<meta http-equiv=refresh content=\"0; url=milk\">'</script>",
            "<template><meta http-equiv=refresh content='0; url=milk'></template>",
        ] {
            assert_eq!(leads(html), None, "{html}");
        }
    }
}
