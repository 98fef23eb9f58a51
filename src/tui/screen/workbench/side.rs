//! What stands beside the text, as rows: data, so that a row can be selected, numbered and followed.

use std::collections::BTreeMap;

use crate::entry::link::Form;
use crate::entry::text::{TITLE_LIMIT, WORD_LIMIT};
use crate::entry::{Entry, EntryPath, Kind};
use crate::ops::Named;
use crate::ops::checks::{Check, Verdict, Words};
use crate::ops::conflicts::Conflicts;
use crate::ops::links::{Link, Mention, Provenance, Target};
use crate::ops::share::Outgoing;
use crate::ops::workbench::{Links, Sides};
use crate::tui::core::failure::Failure;
use crate::tui::screen::{Anchor, LinkTarget, share};
use crate::tui::widget::facts::tags;
use crate::tui::widget::format::{count, shown_path};
use crate::tui::widget::panel::{self, Tone};

/// One line of a side pane.
pub(crate) type Row = panel::PanelRow<LinkTarget>;

/// The facts of an entry, what matters most first, and what is known of it beyond its file once that has come.
pub(crate) fn about(entry: &Entry, sides: Option<&Sides>) -> Vec<Row> {
    let mut rows = vec![Row::fact("kind", Tone::Text, entry.kind.name())];
    match entry.kind {
        Kind::Journal => {}
        Kind::Note | Kind::Bookmark | Kind::Nugget => rows.extend(ripeness(entry)),
    }
    let later = sides.and_then(|sides| sides.later);
    rows.extend(later.map(|day| Row::fact("comes back", Tone::Text, day.to_string())));
    rows.extend(sides.map(|sides| length(entry.kind, sides.words)));
    if entry.kind == Kind::Nugget {
        rows.push(limited("title", entry.title.chars().count(), TITLE_LIMIT, "characters"));
    }
    if let Some(url) = &entry.url {
        let row = Row::fact("address", Tone::Found, url).leads(LinkTarget::Web(url.clone()));
        rows.push(Row { address: true, ..row });
    }
    if !entry.aliases.is_empty() {
        rows.push(Row::fact("also called", Tone::Text, entry.aliases.join(", ")));
    }
    if !entry.tags.is_empty() {
        rows.push(Row::fact("tags", Tone::Found, tags(&entry.tags)));
    }
    rows.extend(entry.date.map(|date| Row::fact("written", Tone::Text, date.format("%Y-%m-%d").to_string())));
    rows.push(Row::fact("file", Tone::Muted, shown_path(&entry.path)));
    rows
}

/// Stage, confidence and when it was checked, where they are known.
fn ripeness(entry: &Entry) -> Vec<Row> {
    let field = |name: &str| entry.fields.get(name).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
    let said = |label, name: &str, nothing| match field(name) {
        Some(value) => Row::fact(label, Tone::Text, value),
        None => Row::fact(label, Tone::Muted, nothing),
    };
    let stage = match entry.stage {
        Some(stage) => Row::fact("stage", Tone::Stage(stage), stage.name()),
        None => Row::fact("stage", Tone::Muted, "none"),
    };
    let mut rows = vec![stage];
    if entry.kind != Kind::Bookmark {
        rows.push(said("confidence", "confidence", "not set"));
    }
    rows.push(said("checked", "checked", "never"));
    rows
}

fn length(kind: Kind, words: Words) -> Row {
    let quoted = if words.quoted > 0 { format!(", {} quoted", count(words.quoted)) } else { String::new() };
    match kind {
        Kind::Nugget => limited("words", words.own, WORD_LIMIT, "").beside(quoted.trim_start_matches(", ")),
        Kind::Note | Kind::Bookmark | Kind::Journal => {
            Row::fact("words", Tone::Text, format!("{} own{quoted}", count(words.own)))
        }
    }
}

/// So much of a soft limit; beyond it it warns.
fn limited(label: &str, has: usize, limit: usize, unit: &str) -> Row {
    let tone = if has > limit { Tone::Warn } else { Tone::Text };
    let value = format!("{} of {limit} {unit}", count(has));
    Row::fact(label, tone, value.trim_end())
}

/// Where an entry came from, and what came of it.
pub(crate) fn from(provenance: &Provenance, kinds: &BTreeMap<EntryPath, Kind>) -> Vec<Row> {
    let Provenance { derived_from, source, via, distilled_into } = provenance;
    let mut rows = Vec::new();
    if !derived_from.is_empty() {
        rows.push(Row::heading("derived from"));
        rows.extend(derived_from.iter().map(|target| to(target, None, kinds)));
    }
    if !source.is_empty() {
        rows.push(Row::heading("source"));
        rows.extend(source.iter().map(|source| cited(source)));
    }
    if let Some(via) = via {
        rows.push(Row { pieces: vec![(Tone::Muted, "via ".to_owned()), (Tone::Text, via.clone())], ..Row::default() });
    }
    if !distilled_into.is_empty() {
        rows.push(Row::heading("distilled into"));
        rows.extend(distilled_into.iter().map(|named| named_row(named, None, kinds)));
    }
    if rows.is_empty() {
        rows.push(Row::heading("No source recorded."));
    }
    rows
}

/// A source: an address can be opened, a citation is read.
fn cited(source: &str) -> Row {
    let is_web = ["http://", "https://"].iter().any(|scheme| source.starts_with(scheme));
    if !is_web {
        return Row::indented(Tone::Text, source);
    }
    Row { address: true, ..Row::indented(Tone::Found, bare(source)).leads(LinkTarget::Web(source.to_owned())) }
}

/// The links of an entry, each target once, those that link here, and what could.
pub(crate) fn links(links: &Links, kinds: &BTreeMap<EntryPath, Kind>) -> Vec<Row> {
    let mut rows = Vec::new();
    if links.out_total > 0 {
        rows.push(Row::heading(format!("out {}", count(links.out_total))));
        let mut seen: Vec<Row> = Vec::new();
        for row in links.out.iter().map(|link| out(link, kinds)) {
            if !seen.iter().any(|seen| seen.target == row.target) {
                seen.push(row);
            }
        }
        rows.append(&mut seen);
        rows.extend(more(links.out.len(), links.out_total));
    }
    if links.back_total > 0 {
        rows.push(Row::heading(format!("in {}", count(links.back_total))));
        let shown = mentioned(&links.back, kinds, &mut rows);
        rows.extend(more(shown, links.back_total));
    }
    if !links.mentions.is_empty() {
        rows.push(Row::heading("same words, not linked yet"));
        mentioned(&links.mentions, kinds, &mut rows);
    }
    if rows.is_empty() {
        rows.push(Row::heading("No links yet."));
    }
    rows
}

fn out(link: &Link, kinds: &BTreeMap<EntryPath, Kind>) -> Row {
    let row = to(&link.target, link.heading.as_deref(), kinds);
    let embedded = match link.form {
        Form::Embed | Form::Image => true,
        Form::Wiki | Form::Markdown | Form::Auto | Form::Html => false,
    };
    if !embedded {
        return row;
    }
    let right = if row.right.is_empty() { "embedded".to_owned() } else { format!("{}, embedded", row.right) };
    row.beside(right)
}

/// A row that leads to a target.
fn to(target: &Target, heading: Option<&str>, kinds: &BTreeMap<EntryPath, Kind>) -> Row {
    match target {
        Target::Entry(named) => named_row(named, heading, kinds),
        Target::File(path) => Row::indented(Tone::Text, path).leads(LinkTarget::File(path.clone())).beside("file"),
        Target::Web(url) => {
            let row = Row::indented(Tone::Found, bare(url)).leads(LinkTarget::Web(url.clone()));
            Row { address: true, ..row }
        }
        Target::Missing(name) => {
            Row::indented(Tone::Warn, name).leads(LinkTarget::Missing(name.clone())).beside("leads nowhere")
        }
    }
}

fn named_row(named: &Named, heading: Option<&str>, kinds: &BTreeMap<EntryPath, Kind>) -> Row {
    let kind = kinds.get(&named.path).map_or("", |kind| kind.name());
    let text = match heading {
        Some(heading) => format!("{}#{heading}", named.title),
        None => named.title.clone(),
    };
    let at = heading.map_or(Anchor::Top, |heading| Anchor::Heading(heading.to_owned()));
    let target = LinkTarget::Entry { path: named.path.clone(), title: named.title.clone(), at };
    Row::indented(Tone::Text, text).leads(target).beside(kind)
}

/// Places in other entries: each entry once, its lines below it. Answers how many entries they are.
fn mentioned(places: &[Mention], kinds: &BTreeMap<EntryPath, Kind>, rows: &mut Vec<Row>) -> usize {
    let mut entries = 0;
    let mut last = None;
    for mention in places {
        if last != Some(&mention.from.path) {
            let Named { path, title, .. } = &mention.from;
            let target = LinkTarget::Entry { path: path.clone(), title: title.clone(), at: Anchor::Line(mention.line) };
            rows.push(named_row(&mention.from, None, kinds).leads(target));
            entries += 1;
        }
        last = Some(&mention.from.path);
        let context = mention.context.trim();
        if !context.is_empty() {
            rows.push(Row { pieces: vec![(Tone::Muted, format!("    {context}"))], ..Row::default() });
        }
    }
    entries
}

/// `4,800 more` where not all are shown.
fn more(shown: usize, total: usize) -> Option<Row> {
    (total > shown).then(|| Row::indented(Tone::Muted, format!("{} more", count(total - shown))))
}

/// An address as it reads: without scheme and closing slash.
fn bare(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/')
}

/// Why the panes have nothing to show.
pub(crate) fn failed(failure: &Failure) -> Vec<Row> {
    let what = Row { pieces: vec![(Tone::Warn, failure.what.clone())], ..Row::default() };
    std::iter::once(what).chain(failure.hint.iter().map(|hint| Row::heading(hint.as_str()))).collect()
}

/// What is worth a look before the entry is shared, and where it is published.
pub(crate) fn checks(checks: &[Check], shared: &[Outgoing]) -> Vec<Row> {
    let row = |check: &Check| {
        let (tone, mark) = match check.verdict {
            Verdict::Good => (Tone::Good, "ok  "),
            Verdict::Warn => (Tone::Warn, "!   "),
            Verdict::Note => (Tone::Muted, "-   "),
        };
        Row { pieces: vec![(tone, mark.to_owned()), (Tone::Text, check.what.clone())], ..Row::default() }
    };
    let published = shared.iter().map(|out| {
        let state = (share::tone(out.state), format!("{:<11}", out.state.name()));
        let theirs = if out.has_theirs { ", colleagues wrote" } else { "" };
        Row::of(vec![state, (Tone::Text, format!("{}{theirs}: {}", out.team, out.path))])
    });
    published.chain(checks.iter().map(row)).collect()
}

/// Says of the entry itself that two texts of it are kept.
pub(crate) fn in_conflict() -> Row {
    Row::fact("conflict", Tone::Warn, "two texts are kept")
}

/// Says at the right of rows that lead to entries of which two texts are kept that it is so.
pub(crate) fn with_conflicts(mut rows: Vec<Row>, conflicts: &Conflicts) -> Vec<Row> {
    for row in &mut rows {
        if let Some(LinkTarget::Entry { path, .. }) = &row.target
            && conflicts.concern(path)
        {
            row.right = "conflict".to_owned();
        }
    }
    rows
}

/// How many rows there are about where an entry came from and what came of it.
pub(crate) fn origins(sides: &Sides) -> usize {
    let Provenance { derived_from, source, via, distilled_into } = &sides.provenance;
    derived_from.len() + source.len() + usize::from(via.is_some()) + distilled_into.len()
}

/// How many checks want a look.
pub(crate) fn warnings(sides: &Sides) -> usize {
    sides.checks.iter().filter(|check| check.verdict == Verdict::Warn).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::EntryId;

    fn named(name: &str) -> Named {
        let path = EntryPath::new(format!("notes/{name}.md")).unwrap();
        Named { id: EntryId::Path(path.clone()), path, title: name.to_owned() }
    }

    fn link(target: Target, form: Form) -> Link {
        Link {
            from: named("here").path,
            line: 1,
            text: String::new(),
            named: String::new(),
            target,
            heading: None,
            form,
        }
    }

    fn mention(name: &str, line: usize) -> Mention {
        Mention { from: named(name), line, context: format!("  on line {line}") }
    }

    fn plain(rows: &[Row]) -> Vec<String> {
        rows.iter().map(Row::plain).collect()
    }

    #[test]
    fn a_nugget_tells_how_much_of_its_limits_it_takes() {
        let text = "---\nkind: nugget\ntitle: Tea\nstage: growing\nconfidence: high\n---\nwords\n";
        let entry = Entry::parse(named("tea").path, text.as_bytes(), &[]);

        let sides = Sides { words: Words { own: 100, quoted: 4 }, ..Sides::default() };
        let rows = plain(&about(&entry, Some(&sides)));

        for row in ["kind        nugget", "stage       growing", "confidence  high", "checked     never"] {
            assert!(rows.contains(&row.to_owned()), "{row}: {rows:?}");
        }
        assert!(rows.contains(&"words       100 of 200 | 4 quoted".to_owned()), "{rows:?}");
        assert!(rows.contains(&"title       3 of 60 characters".to_owned()), "{rows:?}");
    }

    #[test]
    fn a_target_that_is_linked_twice_is_listed_once_and_counted_twice() {
        let two = vec![link(Target::Entry(named("tea")), Form::Wiki), link(Target::Entry(named("tea")), Form::Embed)];
        let rows = links(&Links { out: two, out_total: 2, ..Links::default() }, &BTreeMap::new());

        assert_eq!(plain(&rows), ["out 2", "  tea"]);
    }

    #[test]
    fn entries_that_link_here_are_listed_once_with_their_lines() {
        let back = vec![mention("a", 3), mention("a", 9), mention("b", 1)];
        let rows = links(&Links { back, back_total: 5_000, ..Links::default() }, &BTreeMap::new());

        assert_eq!(
            plain(&rows),
            ["in 5,000", "  a", "    on line 3", "    on line 9", "  b", "    on line 1", "  4,998 more"]
        );
    }

    #[test]
    fn what_leads_nowhere_says_so_and_what_is_embedded_too() {
        let out = vec![
            link(Target::Missing("gone".into()), Form::Wiki),
            link(Target::Entry(named("tea")), Form::Embed),
            link(Target::Web("https://example.org/".into()), Form::Auto),
        ];
        let rows = links(&Links { out, out_total: 3, ..Links::default() }, &BTreeMap::new());

        assert_eq!(plain(&rows), ["out 3", "  gone | leads nowhere", "  tea | embedded", "  example.org"]);
        assert_eq!(rows[3].target, Some(LinkTarget::Web("https://example.org/".into())));
    }

    #[test]
    fn provenance_is_told_both_ways() {
        let provenance = Provenance {
            derived_from: vec![Target::Entry(named("page"))],
            source: vec!["https://example.org/a".into(), "own experience".into()],
            via: Some("Mina".into()),
            distilled_into: vec![named("nugget")],
        };
        let kinds = BTreeMap::from([(named("page").path, Kind::Bookmark)]);

        let rows = plain(&from(&provenance, &kinds));

        assert_eq!(
            rows,
            [
                "derived from",
                "  page | bookmark",
                "source",
                "  example.org/a",
                "  own experience",
                "via Mina",
                "distilled into",
                "  nugget",
            ]
        );
    }
}
