//! What stands in the panes, as rows.

use super::{RowTarget, state_label};
use crate::ops::share::{Finding, LeftOut, Location, Preview, Severity};
use crate::tui::widget::format::counted;
use crate::tui::widget::panel::{self, Tone};

type Row = panel::PanelRow<RowTarget>;

/// Where it would go, and under which name.
pub(super) fn ready(preview: &Preview, columns: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    if preview.has_conflict {
        let what = "A colleague and I changed the same lines.";
        rows.extend(Row::wrapped(&[(Tone::Bad, "!   ")], Tone::Text, what, columns));
        rows.push(Row::indented(Tone::Text, "  mine, theirs, or edit").leads(RowTarget::Conflict).beside("choose"));
        rows.push(Row::default());
    }
    let to = format!("{} ({})", preview.order.team, preview.branch);
    rows.push(fact("To", Tone::Strong, to).leads(RowTarget::To).beside("change"));
    let topic = match &preview.topic {
        Some(topic) => fact("Topic", Tone::Strong, topic.as_str()),
        None => fact("Topic", Tone::Muted, "none"),
    };
    rows.push(topic.leads(RowTarget::Topic).beside("change"));
    rows.push(fact("Page", Tone::Text, preview.path.as_str()));
    rows.push(Row { address: true, ..fact("Where", Tone::Muted, preview.url.as_str()) });
    rows.push(fact("State", Tone::Text, state_label(preview.state)));
    if !preview.notes.is_empty() {
        rows.push(Row::default());
    }
    for note in &preview.notes {
        rows.extend(Row::wrapped(&[(Tone::Muted, "-   ")], Tone::Muted, note, columns));
    }
    rows
}

fn fact(label: &str, tone: Tone, value: impl Into<String>) -> Row {
    Row::of(vec![(Tone::Muted, format!("{label:<8}")), (tone, value.into())])
}

/// Whether the checks that passed are named or counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PassedShown {
    #[default]
    Counted,
    Named,
}

/// How many checks passed, or which; then what needs a look, what blocks first.
pub(super) fn discernment(preview: &Preview, columns: usize, shown_passed: PassedShown) -> Vec<Row> {
    let mut rows = passed(preview, columns, shown_passed);
    let mut found: Vec<&Finding> = shown(preview).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(weight(preview, finding)));
    rows.extend(found.into_iter().flat_map(|finding| finding_rows(preview, finding, columns)));
    rows
}

fn passed(preview: &Preview, columns: usize, shown: PassedShown) -> Vec<Row> {
    let passed = &preview.report.passed;
    if passed.is_empty() {
        return Vec::new();
    }
    let sum = format!("{} passed", counted(passed.len(), "check", "checks"));
    let sum = Row::of(vec![(Tone::Good, "ok  ".to_owned()), (Tone::Text, sum)]).leads(RowTarget::Passed);
    match shown {
        PassedShown::Counted => vec![sum.beside("list")],
        PassedShown::Named => {
            let each = |what: &str| Row::wrapped(&[(Tone::Muted, "    - ")], Tone::Muted, what, columns);
            let named = passed.iter().flat_map(|passed| each(&passed.what));
            std::iter::once(sum.beside("hide")).chain(named).collect()
        }
    }
}

/// The findings that count.
pub(super) fn shown(preview: &Preview) -> impl Iterator<Item = &Finding> {
    preview.report.findings.iter().filter(|finding| finding.severity != Severity::Off)
}

/// How a finding stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It blocks, and was allowed by name.
    Allowed,
    Warns,
    Blocks,
}

pub(super) fn weight(preview: &Preview, finding: &Finding) -> Weight {
    match finding.severity {
        Severity::Block if preview.order.allowed.contains(&finding.key) => Weight::Allowed,
        Severity::Block => Weight::Blocks,
        Severity::Warn | Severity::Off => Weight::Warns,
    }
}

fn finding_rows(preview: &Preview, finding: &Finding, columns: usize) -> Vec<Row> {
    let weight = weight(preview, finding);
    let (tone, mark) = match weight {
        Weight::Blocks => (Tone::Bad, "!!  "),
        Weight::Warns => (Tone::Warn, "!   "),
        Weight::Allowed => (Tone::Muted, "-   "),
    };
    let location = location(&finding.location, &preview.path);
    let room = columns.saturating_sub(if location.is_empty() { 0 } else { location.len() + 2 });
    let mut rows = Row::wrapped(&[(tone, mark)], Tone::Text, &finding.what, room);
    let target = match (&finding.location, weight) {
        (_, Weight::Blocks) => Some(RowTarget::Allow(finding.key.clone())),
        (Location::File { path, line }, Weight::Warns | Weight::Allowed) if *path == preview.path => {
            Some(RowTarget::Line(*line))
        }
        (Location::File { .. } | Location::Name(_) | Location::Message | Location::Author, _) => None,
    };
    if let Some(first) = rows.first_mut() {
        first.target = target;
        first.right = location;
    }
    let allowed = (weight == Weight::Allowed).then_some("I allowed it.");
    for advice in allowed.into_iter().chain(finding.advice) {
        rows.extend(Row::wrapped(&[(Tone::Muted, "    ")], Tone::Muted, advice, columns));
    }
    rows
}

/// Where a finding is, in a word or two.
fn location(location: &Location, page: &str) -> String {
    match location {
        Location::File { path, line } if path == page => format!("line {line}"),
        Location::File { path, line } => format!("{path}:{line}"),
        Location::Name(_) => "file name".to_owned(),
        Location::Message => "message".to_owned(),
        Location::Author => "author".to_owned(),
    }
}

/// The commit as it would be made.
pub(super) fn commit(preview: &Preview, columns: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, index) in preview.message.trim_end().lines().zip(0..) {
        let tone = if index == 0 { Tone::Strong } else { Tone::Text };
        rows.extend(Row::wrapped(&[], tone, line, columns));
    }
    rows.push(Row::default());
    rows.push(fact("By", Tone::Text, preview.author.as_str()));
    for (file, index) in preview.files.iter().zip(0..) {
        rows.push(fact(if index == 0 { "Files" } else { "" }, Tone::Text, file.as_str()));
    }
    rows
}

/// What does not leave, and why.
pub(super) fn stays(preview: &Preview, columns: usize) -> Vec<Row> {
    if preview.left_out.is_empty() {
        return vec![Row::heading("Nothing of the text.")];
    }
    preview.left_out.iter().map(|left| stays_row(left, columns)).collect()
}

fn stays_row(left: &LeftOut, columns: usize) -> Row {
    let what = format!("{:<16}", left.what.name());
    let line = if left.line > 0 { format!("line {}", left.line) } else { String::new() };
    let row = Row::of(vec![(Tone::Muted, what), (Tone::Text, left.text.clone())]);
    if columns < 34 { row } else { row.beside(line) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::canned::preview;

    fn plain(rows: &[Row]) -> Vec<String> {
        rows.iter().map(Row::plain).collect()
    }

    #[test]
    fn what_blocks_comes_first_and_leads_to_being_allowed() {
        let rows = discernment(&preview(), 44, PassedShown::Counted);
        let plain = plain(&rows);

        assert_eq!(plain[0], "ok  3 checks passed | list");
        assert!(plain[1].starts_with("!!  "), "{plain:#?}");
        assert!(matches!(rows[1].target, Some(RowTarget::Allow(_))));
    }

    #[test]
    fn what_was_allowed_blocks_no_more() {
        let mut preview = preview();
        let key = preview.blocking().next().unwrap().key.clone();
        preview.order.allowed.push(key);

        let plain = plain(&discernment(&preview, 44, PassedShown::Named));

        assert!(!plain.iter().any(|row| row.starts_with("!!")), "{plain:#?}");
        assert!(plain.iter().any(|row| row.contains("I allowed it.")));
    }

    #[test]
    fn a_long_sentence_is_wrapped_below_itself() {
        let rows = plain(&discernment(&preview(), 30, PassedShown::Named));

        assert!(rows.iter().all(|row| row.split(" | ").next().unwrap().chars().count() <= 30), "{rows:#?}");
    }
}
